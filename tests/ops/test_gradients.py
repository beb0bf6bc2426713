"""Gradients against central differences, and the laws that they obey.

Each operation is linear in each of its arguments, so with whole numbers a central difference of step 1
is exact, and nothing needs a tolerance.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import sepviz.ops as ops
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
