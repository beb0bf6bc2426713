"""Both engines against the definition written as loops, all settings mixed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sepviz.ops import standard, sweep, tiles
from tests.ops import cases, loops

DTYPES = st.sampled_from(["float64", "float32", "float16", "int16", "int64"])
MODERATE = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def run(data, ops, name, x, weights, window, **more):
    """Compare the engine with the loops in a drawn layout, data format and tile size."""
    expected = getattr(loops, name)(x, *weights, **window, **more)
    given_x = data.draw(cases.layouts(x))
    axes = {}
    if data.draw(st.booleans()):
        given_x, axes = np.moveaxis(given_x, -1, -3), {"data_format": "channels_first"}
    with pytest.MonkeyPatch.context() as patch:
        tile_bytes = data.draw(st.sampled_from([tiles.TILE_BYTES, 1, 300, 3000]))
        for module in (tiles, sweep, standard):
            patch.setattr(module, "TILE_BYTES", tile_bytes)
        y = getattr(ops, name)(given_x, *weights, **window, **more, **axes)
    y = np.moveaxis(y, -3, -1) if axes else y
    np.testing.assert_array_equal(y, expected)
    assert y.dtype == ("float64" if x.dtype == "float64" else "float32")


def image(data, size, channels):
    batch = data.draw(st.sampled_from([(), (1,), (3,)]))
    return cases.whole_numbers(data.draw, (*batch, *size, channels), data.draw(DTYPES))


def bias(data, c_out):
    return cases.whole_numbers(data.draw, (c_out,)) if data.draw(st.booleans()) else None


@MODERATE
@given(data=st.data())
def test_conv2d_is_the_definition(ops, data):
    size, kernel_size, window = data.draw(cases.windows())
    groups, per_group = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    c_out = groups * data.draw(st.integers(1, 3))
    x = image(data, size, groups * per_group)
    kernel = cases.whole_numbers(data.draw, (*kernel_size, per_group, c_out), data.draw(DTYPES))
    run(data, ops, "conv2d", x, [kernel], window, groups=groups, bias=bias(data, c_out))


@MODERATE
@given(data=st.data())
def test_depthwise_conv2d_is_the_definition(ops, data):
    size, kernel_size, window = data.draw(cases.windows())
    c_in, multiplier = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 3)))
    kernel = cases.whole_numbers(data.draw, (*kernel_size, c_in, multiplier))
    if data.draw(st.booleans(), label="one kernel for all channels"):
        kernel[:] = kernel[:, :, :1]
    x = image(data, size, c_in)
    run(data, ops, "depthwise_conv2d", x, [kernel], window, bias=bias(data, c_in * multiplier))


@MODERATE
@given(data=st.data())
def test_pointwise_conv2d_is_the_definition(ops, data):
    size = data.draw(st.tuples(st.integers(1, 6), st.integers(1, 5)))
    c_in, c_out = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    kernel = cases.whole_numbers(data.draw, (1, 1, c_in, c_out))
    run(data, ops, "pointwise_conv2d", image(data, size, c_in), [kernel], {}, bias=bias(data, c_out))


@MODERATE
@given(data=st.data())
def test_separable_conv2d_is_the_definition(ops, data):
    size, kernel_size, window = data.draw(cases.windows())
    c_in, multiplier, c_out = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4)))
    weights = [
        cases.whole_numbers(data.draw, (*kernel_size, c_in, multiplier)),
        cases.whole_numbers(data.draw, (1, 1, c_in * multiplier, c_out)),
    ]
    x = image(data, size, c_in)
    run(data, ops, "separable_conv2d", x, weights, window, bias=bias(data, c_out))


@MODERATE
@given(data=st.data())
def test_spatially_separable_conv2d_is_a_depthwise_one_with_the_outer_product(ops, data):
    size, kernel_size, window = data.draw(cases.windows())
    taps = [cases.whole_numbers(data.draw, (length,)) for length in kernel_size]
    x = image(data, size, data.draw(st.integers(1, 4)))
    run(data, ops, "spatially_separable_conv2d", x, taps, window)
