"""What the gradients accept, refuse and give back: types, layouts, errors, memory."""

import tracemalloc

import numpy as np
import pytest

from sepviz import ops
from sepviz.errors import ShapeError
from tests.ops.test_errors import IMAGE, WEIGHTS
from tests.ops.test_memory import CASES, MIB
from tests.ops.test_types import REAL_TYPES

OPERATIONS = pytest.mark.parametrize("name", WEIGHTS)


def output_of(name, x=IMAGE, **settings):
    return getattr(ops, name)(x, **WEIGHTS[name], **settings)


def gradients_of(name, upstream, x=IMAGE, **settings):
    return getattr(ops, f"{name}_gradients")(x, **WEIGHTS[name], upstream=upstream, **settings)


@OPERATIONS
def test_upstream_has_the_output_s_shape(name):
    shape = output_of(name).shape
    for bad in ((1, *shape), (shape[0], shape[1] + 2, shape[2]), (shape[0] + 1, *shape[1:]), shape[:2], ()):
        with pytest.raises(ShapeError, match="upstream") as caught:
            gradients_of(name, np.ones(bad))
        assert str(shape) in str(caught.value)
        assert str(bad) in str(caught.value)
    for bad in (np.ones(shape, complex), np.full(shape, "a"), None):
        with pytest.raises(TypeError, match="upstream"):
            gradients_of(name, bad)


@OPERATIONS
def test_the_other_arguments_are_checked_as_by_the_operation(name):
    with pytest.raises(ShapeError, match="data_format"):
        gradients_of(name, output_of(name), data_format="NHWC")
    with pytest.raises(TypeError, match="x must hold real numbers"):
        gradients_of(name, output_of(name), x=IMAGE.astype(complex))
    if name != "pointwise_conv2d":
        with pytest.raises(ShapeError, match="strides"):
            gradients_of(name, output_of(name), strides=0)


@OPERATIONS
@pytest.mark.parametrize("upstream_type", ["int64", "float32", "float64", ">f8"])
@pytest.mark.parametrize("image_type", REAL_TYPES)
def test_x_decides_the_type_of_all_derivatives(name, image_type, upstream_type):
    upstream = np.ones(output_of(name).shape, upstream_type)
    found = gradients_of(name, upstream, x=IMAGE.astype(image_type))
    dtype = np.float64 if image_type in ("float64", ">f8") else np.float32
    assert {values.dtype for values in found.values()} == {np.dtype(dtype)}
    for argument, values in gradients_of(name, np.ones(upstream.shape)).items():
        np.testing.assert_array_equal(found[argument], values)


@OPERATIONS
@pytest.mark.parametrize("axes", [(), (1,), (3,)])
def test_channels_first_only_moves_the_channels(name, axes):
    generator = np.random.default_rng(2)
    x = generator.integers(-4, 5, (*axes, 8, 7, 4)).astype(float)
    upstream = generator.integers(-4, 5, output_of(name, x).shape)
    last = gradients_of(name, upstream, x)
    first = gradients_of(
        name, np.moveaxis(upstream, -1, -3), np.moveaxis(x, -1, -3), data_format="channels_first"
    )
    assert first["x"].shape == (*axes, 4, 8, 7)
    first["x"] = np.moveaxis(first["x"], -3, -1)
    for argument, values in last.items():
        np.testing.assert_array_equal(first[argument], values)


@OPERATIONS
def test_nothing_given_is_changed_and_the_results_are_new_memory(name):
    arrays = {"x": IMAGE.copy(), **{key: value.copy() for key, value in WEIGHTS[name].items()}}
    arrays["upstream"] = np.ones(output_of(name).shape)
    before = {key: value.copy() for key, value in arrays.items()}
    found = getattr(ops, f"{name}_gradients")(**arrays)
    for values in found.values():
        assert values.flags.writeable
        values[...] = 99
    for key, value in arrays.items():
        np.testing.assert_array_equal(value, before[key])


@OPERATIONS
def test_steps_beyond_the_image_are_no_error(name):
    if name == "pointwise_conv2d":
        return
    for padding in ("valid", "same"):
        upstream = output_of(name, strides=2**70, padding=padding)
        found = gradients_of(name, upstream, strides=2**70, padding=padding)
        assert found["x"].shape == IMAGE.shape


def test_an_overflow_is_an_infinity_and_no_warning():
    upstream = np.full((6, 6, 6), 1e300)
    found = gradients_of("conv2d", upstream, x=IMAGE.astype(np.float32))
    assert all(not np.isfinite(values).any() for values in found.values())


@pytest.mark.parametrize("case", CASES)
def test_scratch_memory_is_small(case):
    operation, x, *weights = CASES[case]
    settings = weights.pop() if isinstance(weights[-1], dict) else {}
    upstream = operation(x, *weights, **settings)
    tracemalloc.start()
    try:
        found = getattr(ops, f"{operation.__name__}_gradients")(x, *weights, upstream, **settings)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    bound = max(24 * MIB, 5 * sum(w.nbytes for w in weights))
    assert peak - sum(values.nbytes for values in found.values()) < bound
