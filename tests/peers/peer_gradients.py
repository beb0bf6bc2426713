"""Gradients against torch's autograd: pytest tests/peers/peer_gradients.py (see requirements-peers.txt).

Kernels keep Keras's layout on our side; torch gets them transposed, and its derivatives come back through
that transposition.
"""

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from sepviz import ops
from sepviz.layers import (
    ACTIVATIONS,
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)

RANDOM = np.random.default_rng(5)
IMAGES = RANDOM.normal(size=(2, 17, 22, 4))
PADDING = ((2, 1), (0, 3))
WINDOWS = pytest.mark.parametrize(
    "window",
    [
        {},
        {"padding": PADDING},
        {"strides": (2, 3), "padding": "same"},
        {"strides": (3, 1), "padding": PADDING},
        {"dilation_rate": (2, 3), "padding": "same"},
        {"strides": 2, "dilation_rate": (3, 2), "padding": PADDING},
    ],
    ids=str,
)


def normal(*shape):
    return RANDOM.normal(size=shape)


def compare(found, by_torch, arrays, upstream):
    """Check ``found`` against the derivatives that autograd gives for the same arrays."""
    tensors = {name: torch.tensor(values, requires_grad=True) for name, values in arrays.items()}
    y = by_torch(**tensors)
    y.backward(torch.tensor(upstream))
    assert set(found) == set(tensors)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(found[name], tensor.grad.numpy(), rtol=1e-9, atol=1e-9, err_msg=name)


def same_amount(size, window, stride):
    total = max((-(-size // stride) - 1) * stride + window - size, 0)
    return total // 2, total - total // 2


def convolve(x, kernel, groups=1, strides=1, padding="valid", dilation_rate=1):
    """Convolve (N, H, W, C) with (kh, kw, c_in // groups, c_out) in torch."""
    strides, dilation = (
        (one, one) if isinstance(one, int) else tuple(one) for one in (strides, dilation_rate)
    )
    if padding == "same":
        padding = [
            same_amount(x.shape[1 + axis], (kernel.shape[axis] - 1) * dilation[axis] + 1, strides[axis])
            for axis in (0, 1)
        ]
    if padding != "valid":
        x = functional.pad(x, (0, 0, *padding[1], *padding[0]))
    y = functional.conv2d(
        x.permute(0, 3, 1, 2),
        kernel.permute(3, 2, 0, 1),
        stride=strides,
        dilation=dilation,
        groups=groups,
    )
    return y.permute(0, 2, 3, 1)


def depthwise(x, kernel, **window):
    kh, kw, channels, multiplier = kernel.shape
    return convolve(x, kernel.reshape(kh, kw, 1, channels * multiplier), groups=channels, **window)


def outer(column, row, channels):
    return torch.outer(column, row)[:, :, None, None].expand(-1, -1, channels, 1)


@WINDOWS
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_conv2d_gradients_are_those_of_torch(window, groups):
    kernel, bias = normal(3, 5, 4 // groups, 8), normal(8)
    upstream = normal(*ops.conv2d(IMAGES, kernel, groups=groups, **window).shape)
    compare(
        ops.conv2d_gradients(IMAGES, kernel, upstream, groups=groups, **window),
        lambda x, kernel, bias: convolve(x, kernel, groups, **window) + bias,
        {"x": IMAGES, "kernel": kernel, "bias": bias},
        upstream,
    )


@WINDOWS
@pytest.mark.parametrize("multiplier", [1, 3])
def test_depthwise_gradients_are_those_of_torch(window, multiplier):
    kernel, bias = normal(3, 5, 4, multiplier), normal(4 * multiplier)
    upstream = normal(*ops.depthwise_conv2d(IMAGES, kernel, **window).shape)
    compare(
        ops.depthwise_conv2d_gradients(IMAGES, kernel, upstream, **window),
        lambda x, depthwise_kernel, bias: depthwise(x, depthwise_kernel, **window) + bias,
        {"x": IMAGES, "depthwise_kernel": kernel, "bias": bias},
        upstream,
    )


def test_pointwise_gradients_are_those_of_torch():
    kernel, upstream = normal(1, 1, 4, 7), normal(2, 17, 22, 7)
    compare(
        ops.pointwise_conv2d_gradients(IMAGES, kernel, upstream),
        lambda x, pointwise_kernel, bias: convolve(x, pointwise_kernel) + bias,
        {"x": IMAGES, "pointwise_kernel": kernel, "bias": normal(7)},
        upstream,
    )


@WINDOWS
def test_separable_gradients_are_those_of_torch(window):
    first, second = normal(3, 5, 4, 2), normal(1, 1, 8, 6)
    upstream = normal(*ops.separable_conv2d(IMAGES, first, second, **window).shape)
    compare(
        ops.separable_conv2d_gradients(IMAGES, first, second, upstream, **window),
        lambda x, depthwise_kernel, pointwise_kernel, bias: (
            convolve(depthwise(x, depthwise_kernel, **window), pointwise_kernel) + bias
        ),
        {"x": IMAGES, "depthwise_kernel": first, "pointwise_kernel": second, "bias": normal(6)},
        upstream,
    )


@WINDOWS
def test_spatially_separable_gradients_are_those_of_torch(window):
    column, row = normal(3), normal(5)
    upstream = normal(*ops.spatially_separable_conv2d(IMAGES, column, row, **window).shape)
    compare(
        ops.spatially_separable_conv2d_gradients(IMAGES, column, row, upstream, **window),
        lambda x, column, row: depthwise(x, outer(column, row, 4), **window),
        {"x": IMAGES, "column": column, "row": row},
        upstream,
    )


def activate(y, activation, alpha=None):
    """Apply an activation of Keras's to (N, H, W, C) in torch."""
    return {
        None: lambda: y,
        "relu": lambda: torch.relu(y),
        "relu6": lambda: functional.relu6(y),
        "leaky_relu": lambda: functional.leaky_relu(y, 0.2),
        "prelu": lambda: torch.where(y > 0, y, alpha * y),
        "sigmoid": lambda: torch.sigmoid(y),
        "tanh": lambda: torch.tanh(y),
        "softmax": lambda: torch.softmax(y, dim=-1),
        "swish": lambda: functional.silu(y),
    }[activation]()


def normalise(y, gamma, beta, mean, variance, epsilon):
    return torch.relu((y - mean) / torch.sqrt(variance + epsilon) * gamma + beta)


def run(layer, x, weights):
    """Run a layer in torch, by its fields."""
    names = ("strides", "padding", "dilation_rate")
    window = {name: getattr(layer, name) for name in names if hasattr(layer, name)}
    statistics = ("gamma", "beta", "mean", "variance")

    def batch_norm(y, half):
        return normalise(y, *(weights[half + name] for name in statistics), layer.epsilon)

    match layer:
        case Conv2D():
            y = convolve(x, weights["kernel"], layer.groups, **window)
        case DepthwiseConv2D():
            y = depthwise(x, weights["depthwise_kernel"], **window)
        case SeparableConv2D():
            y = convolve(depthwise(x, weights["depthwise_kernel"], **window), weights["pointwise_kernel"])
        case SpatiallySeparableConv2D():
            return depthwise(x, outer(weights["column"], weights["row"], x.shape[-1]), **window)
        case StandardBlock():
            return batch_norm(convolve(x, weights["kernel"], **window), "")
        case DepthwiseSeparableBlock():
            y = batch_norm(depthwise(x, weights["depthwise_kernel"], **window), "depthwise_")
            return batch_norm(convolve(y, weights["pointwise_kernel"]), "pointwise_")
    return activate(y + weights.get("bias", 0), layer.activation, weights.get("alpha"))


SETTINGS: dict[str, Any] = {"kernel_size": (3, 5), "padding": "same", "strides": (2, 3)}
LAYERS = [
    *(Conv2D(filters=6, groups=2, activation=name, **SETTINGS) for name in (None, *ACTIVATIONS)),
    *(DepthwiseConv2D(depth_multiplier=2, activation=name, **SETTINGS) for name in (None, *ACTIVATIONS)),
    *(SeparableConv2D(filters=6, activation=name, **SETTINGS) for name in (None, *ACTIVATIONS)),
    Conv2D(filters=6, kernel_size=3, dilation_rate=(2, 3), padding=PADDING, use_bias=False),
    SpatiallySeparableConv2D(**SETTINGS),
    StandardBlock(filters=6, epsilon=0.01, **SETTINGS),
    DepthwiseSeparableBlock(filters=6, depth_multiplier=2, epsilon=0.01, **SETTINGS),
]


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_a_layer_s_gradients_are_those_of_torch(layer):
    weights = {name: normal(*shape) for name, shape in layer.weight_shapes((17, 22, 4)).items()}
    weights |= {name: np.abs(values) + 0.1 for name, values in weights.items() if "variance" in name}
    upstream = normal(*layer.apply(IMAGES, weights).shape)
    compare(
        layer.gradients(IMAGES, weights, upstream),
        lambda x, **tensors: run(layer, x, tensors),
        {"x": IMAGES, **weights},
        upstream,
    )
