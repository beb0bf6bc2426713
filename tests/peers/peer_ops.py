"""The operations against PyTorch and Keras: pytest tests/peers/peer_ops.py (see requirements-peers.txt)."""

import os

os.environ["KERAS_BACKEND"] = "torch"  # before the import: one framework serves for both comparisons

import keras
import numpy as np
import pytest
import torch

PAIRS = {"one": 1, "unequal": (2, 3), "two": 2}
STRIDES = pytest.mark.parametrize("strides", PAIRS.values(), ids=PAIRS)
DILATIONS = pytest.mark.parametrize("dilation_rate", [1, (2, 3)])
RANDOM = np.random.default_rng(5)
IMAGES = RANDOM.normal(size=(2, 17, 22, 4))


def close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=1e-10, atol=1e-10)


def in_torch(kernel):
    """Turn (kh, kw, c_in, c_out) into PyTorch's (c_out, c_in, kh, kw)."""
    return torch.from_numpy(np.ascontiguousarray(kernel.transpose(3, 2, 0, 1)))


def by_torch(x, kernel, **settings):
    y = torch.nn.functional.conv2d(torch.from_numpy(x.transpose(0, 3, 1, 2)), in_torch(kernel), **settings)
    return y.numpy().transpose(0, 2, 3, 1)


@STRIDES
@DILATIONS
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_conv2d_is_that_of_torch(ops, strides, dilation_rate, groups):
    kernel, bias = RANDOM.normal(size=(3, 5, 4 // groups, 8)), RANDOM.normal(size=8)
    expected = by_torch(
        IMAGES,
        kernel,
        bias=torch.from_numpy(bias),
        stride=strides,
        padding=(2, 1),
        dilation=dilation_rate,
        groups=groups,
    )
    window = {"strides": strides, "padding": (2, 1), "dilation_rate": dilation_rate}
    close(ops.conv2d(IMAGES, kernel, groups=groups, bias=bias, **window), expected)


@pytest.mark.parametrize("multiplier", [1, 3])
def test_depthwise_conv2d_is_that_of_torch_with_a_group_for_each_channel(ops, multiplier):
    kernel = RANDOM.normal(size=(3, 5, 4, multiplier))
    grouped = kernel.reshape(3, 5, 1, 4 * multiplier)
    close(ops.depthwise_conv2d(IMAGES, kernel), by_torch(IMAGES, grouped, groups=4))


def test_channels_first_is_the_layout_of_torch(ops):
    kernel = RANDOM.normal(size=(3, 5, 4, 6))
    planes = np.ascontiguousarray(IMAGES.transpose(0, 3, 1, 2))
    expected = torch.nn.functional.conv2d(torch.from_numpy(planes), in_torch(kernel)).numpy()
    close(ops.conv2d(planes, kernel, data_format="channels_first"), expected)


# Keras refuses strides together with dilation; the operations do not, and the layers do.
WINDOWS = pytest.mark.parametrize(
    "window",
    [
        {"strides": strides, "padding": padding, "dilation_rate": 1}
        for strides in PAIRS.values()
        for padding in ("valid", "same")
    ]
    + [{"strides": 1, "padding": "same", "dilation_rate": (2, 3)}],
    ids=str,
)
SIZES = pytest.mark.parametrize("size", [(17, 22), (16, 21), (15, 20)])


def by_keras(operation, x, *weights, **window):
    """Call ``keras.ops``; its own way back to NumPy warns, the tensor's does not."""
    arguments = (torch.from_numpy(np.ascontiguousarray(array)) for array in (x, *weights))
    y = getattr(keras.ops, operation)(*arguments, data_format="channels_last", **window)
    return y.detach().numpy()


@WINDOWS
@SIZES
def test_conv2d_is_that_of_keras(ops, window, size):
    x, kernel = IMAGES[:, : size[0], : size[1]], RANDOM.normal(size=(3, 4, 4, 6))
    close(ops.conv2d(x, kernel, **window), by_keras("conv", x, kernel, **window))


@pytest.mark.parametrize("strides", [1, 2])
@pytest.mark.parametrize("padding", ["valid", "same"])
@SIZES
def test_depthwise_conv2d_is_that_of_keras(ops, strides, padding, size):
    x, kernel = IMAGES[:, : size[0], : size[1]], RANDOM.normal(size=(3, 4, 4, 2))
    window = {"strides": strides, "padding": padding}
    close(ops.depthwise_conv2d(x, kernel, **window), by_keras("depthwise_conv", x, kernel, **window))


@pytest.mark.parametrize("strides", [1, 2])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_separable_conv2d_is_that_of_keras(ops, strides, padding):
    weights = RANDOM.normal(size=(3, 4, 4, 2)), RANDOM.normal(size=(1, 1, 8, 5))
    window = {"strides": strides, "padding": padding}
    expected = by_keras("separable_conv", IMAGES, *weights, **window)
    close(ops.separable_conv2d(IMAGES, *weights, **window), expected)
