"""The image decides the type of the result; what was given is never changed."""

import numpy as np
import pytest

CALLS = {
    "conv2d": [np.ones((3, 2, 4, 5))],
    "depthwise_conv2d": [np.ones((3, 2, 4, 2))],
    "pointwise_conv2d": [np.ones((1, 1, 4, 5))],
    "separable_conv2d": [np.ones((3, 2, 4, 1)), np.ones((1, 1, 4, 5))],
    "spatially_separable_conv2d": [np.ones(3), np.ones(2)],
}
OPERATIONS = pytest.mark.parametrize("name", CALLS)
WHOLE_NUMBER_TYPES = ["bool", "uint8", "int8", "int32", "int64", "uint64", ">i2"]
REAL_TYPES = [*WHOLE_NUMBER_TYPES, "float16", "float32", "float64", ">f4", ">f8"]


@OPERATIONS
@pytest.mark.parametrize("kernel_type", ["int64", "float32", "float64"])
@pytest.mark.parametrize("image_type", REAL_TYPES)
def test_the_image_decides_the_type_of_the_result(ops, name, kernel_type, image_type):
    image = np.ones((6, 5, 4), image_type)
    y = getattr(ops, name)(image, *(weights.astype(kernel_type) for weights in CALLS[name]))
    assert y.dtype == (np.float64 if image_type in ("float64", ">f8") else np.float32)
    assert y.dtype.isnative
    np.testing.assert_array_equal(y, getattr(ops, name)(np.ones((6, 5, 4)), *CALLS[name]))


@OPERATIONS
def test_lists_are_arrays_too(ops, name):
    image = np.arange(120).reshape(6, 5, 4)
    y = getattr(ops, name)(image.tolist(), *(weights.tolist() for weights in CALLS[name]))
    np.testing.assert_array_equal(y, getattr(ops, name)(image, *CALLS[name]))


@OPERATIONS
@pytest.mark.parametrize("channels_first", [False, True])
@pytest.mark.parametrize("batch", [(), (2,)])
def test_nothing_given_is_changed_and_the_result_is_new_memory(ops, name, channels_first, batch):
    shape = (4, 6, 5) if channels_first else (6, 5, 4)
    image = np.random.default_rng(3).normal(size=(*batch, *shape))
    weights = [w.copy() for w in CALLS[name]]
    before = [array.copy() for array in (image, *weights)]
    data_format = "channels_first" if channels_first else "channels_last"
    y = getattr(ops, name)(image, *weights, data_format=data_format)
    assert y.flags.writeable
    y[...] = 99
    for array, copy in zip((image, *weights), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_the_bias_is_not_changed(ops):
    bias = np.arange(5.0)
    bias.flags.writeable = False
    y = ops.pointwise_conv2d(np.zeros((2, 3, 4)), np.ones((1, 1, 4, 5)), bias=bias)
    np.testing.assert_array_equal(y, np.broadcast_to(bias, (2, 3, 5)))


@OPERATIONS
@pytest.mark.parametrize("axes", [(), (1,), (3,)])
def test_the_result_has_as_many_axes_as_the_image(ops, name, axes):
    last = getattr(ops, name)(np.ones((*axes, 6, 5, 4)), *CALLS[name])
    first = getattr(ops, name)(np.ones((*axes, 4, 6, 5)), *CALLS[name], data_format="Channels_First")
    np.testing.assert_array_equal(np.moveaxis(first, -3, -1), last)
    assert last.ndim == 3 + len(axes)


@OPERATIONS
def test_a_value_of_float64_keeps_its_digits(ops, name):
    image = np.full((6, 5, 4), 1 + 1e-12)
    y = getattr(ops, name)(image, *(weights.astype(np.float32) for weights in CALLS[name]))
    np.testing.assert_allclose(y, round(y.flat[0]) * (1 + 1e-12), rtol=1e-15)
