"""Gradients against central differences, and the laws that they obey.

Each operation is linear in each of its arguments, so with whole numbers a central difference of step 1
is exact, and nothing needs a tolerance.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz import ops
from sepviz.ops import tiles
from sepviz.ops.gradients import backward_sweep, standard
from tests.ops.cases import layouts, whole_numbers, windows

RANDOM = np.random.default_rng(11)
NAMES = {
    "conv2d": ["kernel"],
    "depthwise_conv2d": ["depthwise_kernel"],
    "pointwise_conv2d": ["pointwise_kernel"],
    "separable_conv2d": ["depthwise_kernel", "pointwise_kernel"],
    "spatially_separable_conv2d": ["column", "row"],
}
WINDOW = {"strides": (2, 1), "padding": ((3, 1), (0, 2)), "dilation_rate": (2, 3)}


def gradients_of(name, x, *weights, **window):
    return getattr(ops, f"{name}_gradients")(x, *weights, **window)


@st.composite
def problems(draw):
    """Return an operation, its arrays, and the settings of its windows."""
    name = draw(st.sampled_from(list(NAMES)))
    size, (kh, kw), window = draw(windows())
    groups = draw(st.integers(1, 3)) if name == "conv2d" else 1
    c_in, c_out = groups * draw(st.integers(1, 3)), groups * draw(st.integers(1, 3))
    multiplier = draw(st.integers(1, 3))
    shapes = {
        "conv2d": [(kh, kw, c_in // groups, c_out)],
        "depthwise_conv2d": [(kh, kw, c_in, multiplier)],
        "pointwise_conv2d": [(1, 1, c_in, c_out)],
        "separable_conv2d": [(kh, kw, c_in, multiplier), (1, 1, c_in * multiplier, c_out)],
        "spatially_separable_conv2d": [(kh,), (kw,)],
    }[name]
    settings = {} if name == "pointwise_conv2d" else window
    settings |= {"groups": groups} if name == "conv2d" else {}
    batch = draw(st.sampled_from([(), (1,), (2,)]))
    first = draw(st.booleans())
    shape = (*batch, c_in, *size) if first else (*batch, *size, c_in)
    x = draw(layouts(whole_numbers(draw, shape)))
    weights = [whole_numbers(draw, one) for one in shapes]
    settings = settings | {"data_format": "channels_first" if first else "channels_last"}
    y = getattr(ops, name)(x, *weights, **settings)
    return name, [x, *weights], draw(layouts(whole_numbers(draw, y.shape))), settings


def difference(name, arrays, number, upstream, settings):
    """Return the central differences of the sum of upstream * output by one of the arrays."""
    array = np.array(arrays[number])
    result = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        losses = []
        for step in (1, -1):
            moved = array.copy()
            moved[place] += step
            changed = [*arrays[:number], moved, *arrays[number + 1 :]]
            losses.append((upstream * getattr(ops, name)(*changed, **settings)).sum())
        result[place] = (losses[0] - losses[1]) / 2
    return result


@settings(max_examples=60, deadline=None)
@given(problems())
def test_gradients_are_central_differences(case):
    name, arrays, upstream, window = case
    found = gradients_of(name, *arrays, upstream, **window)
    for number, argument in enumerate(["x", *NAMES[name]]):
        expected = difference(name, arrays, number, upstream, window)
        np.testing.assert_array_equal(found.pop(argument), expected, err_msg=argument)
    if name != "spatially_separable_conv2d":
        channels = -3 if window["data_format"] == "channels_first" else -1
        by_channel = np.moveaxis(upstream, channels, -1).reshape(-1, upstream.shape[channels])
        np.testing.assert_array_equal(found.pop("bias"), by_channel.sum(axis=0))
    assert not found


@settings(max_examples=30, deadline=None)
@given(problems(), st.sampled_from([1, 300, 3000]))
def test_small_tiles_change_nothing(case, tile_bytes):
    name, arrays, upstream, window = case
    expected = gradients_of(name, *arrays, upstream, **window)
    with pytest.MonkeyPatch.context() as patch:
        for module in (tiles, standard, backward_sweep):
            patch.setattr(module, "TILE_BYTES", tile_bytes)
        found = gradients_of(name, *arrays, upstream, **window)
    for argument, values in expected.items():
        np.testing.assert_array_equal(found[argument], values, err_msg=argument)


@pytest.mark.parametrize("dilation_rate", [1, (2, 3)])
@pytest.mark.parametrize("padding", [(0, 0), (2, 1), (7, 8)])
def test_the_gradient_by_x_of_stride_one_is_a_convolution_with_the_flipped_kernel(padding, dilation_rate):
    x, kernel = RANDOM.normal(size=(11, 13, 4)), RANDOM.normal(size=(3, 2, 4, 6))
    window = {"padding": padding, "dilation_rate": dilation_rate}
    upstream = RANDOM.normal(size=ops.conv2d(x, kernel, **window).shape)
    found = ops.conv2d_gradients(x, kernel, upstream, **window)["x"]
    down, across = np.multiply(dilation_rate, (2, 1))
    flipped = kernel[::-1, ::-1].swapaxes(2, 3)
    full = ops.conv2d(upstream, flipped, padding=(down, across), dilation_rate=dilation_rate)
    top, left = padding
    np.testing.assert_allclose(found, full[top : top + 11, left : left + 13], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("multiplier", [1, 3])
def test_as_many_groups_as_channels_have_the_gradients_of_a_depthwise_convolution(multiplier):
    x, kernel = RANDOM.normal(size=(11, 9, 4)), RANDOM.normal(size=(3, 2, 4, multiplier))
    upstream = RANDOM.normal(size=ops.depthwise_conv2d(x, kernel, **WINDOW).shape)
    depthwise = ops.depthwise_conv2d_gradients(x, kernel, upstream, **WINDOW)
    grouped = kernel.reshape(3, 2, 1, -1)
    found = ops.conv2d_gradients(x, grouped, upstream, groups=4, **WINDOW)
    np.testing.assert_array_equal(found["x"], depthwise["x"])
    np.testing.assert_array_equal(found["kernel"].reshape(kernel.shape), depthwise["depthwise_kernel"])
    np.testing.assert_array_equal(found["bias"], depthwise["bias"])


def test_the_separable_gradients_are_those_of_its_two_halves():
    x = RANDOM.normal(size=(2, 11, 9, 4))
    depthwise, pointwise = RANDOM.normal(size=(3, 2, 4, 2)), RANDOM.normal(size=(1, 1, 8, 5))
    between = ops.depthwise_conv2d(x, depthwise, **WINDOW)
    upstream = RANDOM.normal(size=(*between.shape[:3], 5))
    found = ops.separable_conv2d_gradients(x, depthwise, pointwise, upstream, **WINDOW)
    second = ops.pointwise_conv2d_gradients(between, pointwise, upstream)
    first = ops.depthwise_conv2d_gradients(x, depthwise, second["x"], **WINDOW)
    expected = {**first, "pointwise_kernel": second["pointwise_kernel"], "bias": second["bias"]}
    assert found.keys() == expected.keys()
    for argument, values in expected.items():
        np.testing.assert_allclose(found[argument], values, rtol=1e-12, atol=1e-12)


def test_column_and_row_have_the_gradient_of_their_outer_product():
    x, column, row = RANDOM.normal(size=(11, 9, 4)), RANDOM.normal(size=3), RANDOM.normal(size=2)
    kernel = np.broadcast_to(np.outer(column, row)[:, :, np.newaxis, np.newaxis], (3, 2, 4, 1))
    upstream = RANDOM.normal(size=ops.depthwise_conv2d(x, kernel, **WINDOW).shape)
    found = ops.spatially_separable_conv2d_gradients(x, column, row, upstream, **WINDOW)
    outer = ops.depthwise_conv2d_gradients(x, kernel, upstream, **WINDOW)
    by_outer = outer["depthwise_kernel"].sum(axis=(2, 3))
    np.testing.assert_allclose(found["x"], outer["x"], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found["column"], by_outer @ row, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found["row"], column @ by_outer, rtol=1e-12, atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 99))
def test_gradients_are_linear_in_upstream(case, seed):
    name, arrays, upstream, window = case
    other = np.random.default_rng(seed).integers(-4, 5, upstream.shape)
    first, second, both = (
        gradients_of(name, *arrays, u, **window) for u in (upstream, other, 2 * upstream - 3 * other)
    )
    for argument, values in both.items():
        np.testing.assert_array_equal(values, 2 * first[argument] - 3 * second[argument])
