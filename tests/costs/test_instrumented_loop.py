"""The counts against a slow loop that really multiplies and adds, and tallies both."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.costs import count
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D, SpatiallySeparableConv2D
from sepviz.shapes import pad_amounts


@dataclass
class Tally:
    multiplications: int = 0
    additions: int = 0

    def dot(self, values, weights):
        """Multiply pair by pair and add up, counting both."""
        total = None
        for value, weight in zip(values, weights, strict=True):
            product = float(value) * float(weight)
            self.multiplications += 1
            if total is not None:
                product += total
                self.additions += 1
            total = product
        return total

    def add(self, one, other):
        self.additions += 1
        return one + other


def slow_convolution(tally, x, kernel, *, strides, dilation, padding, channels_of, bias=None):
    """Return the (H, W, outputs) maps; ``channels_of(output)`` are the input channels that it sees."""
    kh, kw, _, outputs = kernel.shape
    window = (kh - 1) * dilation[0] + 1, (kw - 1) * dilation[1] + 1
    amounts = pad_amounts(padding, x.shape[:2], window, strides)
    padded = np.pad(x, (*amounts, (0, 0)))
    rows = (padded.shape[0] - window[0]) // strides[0] + 1
    columns = (padded.shape[1] - window[1]) // strides[1] + 1
    y = np.empty((rows, columns, outputs))
    for i, j, o in np.ndindex(y.shape):
        top, left = i * strides[0], j * strides[1]
        seen = padded[top : top + window[0] : dilation[0], left : left + window[1] : dilation[1]]
        value = tally.dot(seen[:, :, channels_of(o)].ravel(), kernel[:, :, :, o].ravel())
        y[i, j, o] = value if bias is None else tally.add(value, float(bias[o]))
    return y


def slow_depthwise(tally, x, kernel, **settings):
    """Each output channel sees one input channel."""
    kh, kw, channels, multiplier = kernel.shape
    flat = kernel.reshape(kh, kw, 1, channels * multiplier)
    return slow_convolution(tally, x, flat, channels_of=lambda o: [o // multiplier], **settings)


def slow(tally, layer, x, weights):
    """Run a layer the slow way, by its type."""
    windows = {"strides": layer.strides, "dilation": layer.dilation_rate, "padding": layer.padding}
    bias = weights.get("bias")
    match layer:
        case Conv2D():
            inside = x.shape[-1] // layer.groups
            outside = layer.filters // layer.groups

            def channels_of(output):
                first = output // outside * inside
                return list(range(first, first + inside))

            return slow_convolution(
                tally, x, weights["kernel"], channels_of=channels_of, bias=bias, **windows
            )
        case DepthwiseConv2D():
            return slow_depthwise(tally, x, weights["depthwise_kernel"], bias=bias, **windows)
        case SeparableConv2D():
            between = slow_depthwise(tally, x, weights["depthwise_kernel"], **windows)
            plain = {"strides": (1, 1), "dilation": (1, 1), "padding": "valid"}
            return slow_convolution(
                tally,
                between,
                weights["pointwise_kernel"],
                channels_of=lambda _: list(range(between.shape[-1])),
                bias=bias,
                **plain,
            )
    return slow_pair(tally, layer, x, weights)


def slow_pair(tally, layer, x, weights):
    """The column over the whole width, then the row."""
    channels = x.shape[-1]
    taps = layer.kernel_size
    window = [(taps[axis] - 1) * layer.dilation_rate[axis] + 1 for axis in (0, 1)]
    amounts = pad_amounts(layer.padding, x.shape[:2], window, layer.strides)
    column = np.broadcast_to(weights["column"][:, None, None, None], (taps[0], 1, channels, 1))
    row = np.broadcast_to(weights["row"][None, :, None, None], (1, taps[1], channels, 1))
    between = slow_depthwise(
        tally,
        x,
        column,
        strides=(layer.strides[0], 1),
        dilation=(layer.dilation_rate[0], 1),
        padding=(amounts[0], (0, 0)),
    )
    return slow_depthwise(
        tally,
        between,
        row,
        strides=(1, layer.strides[1]),
        dilation=(1, layer.dilation_rate[1]),
        padding=((0, 0), amounts[1]),
    )


PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))
PADDINGS = st.sampled_from(["valid", "same", 1, (2, 0), ((0, 1), (2, 1))])


@st.composite
def cases(draw):
    """Return a layer of any kind with an image that it fits."""
    windows = {"kernel_size": draw(PAIRS), "padding": draw(PADDINGS)}
    windows[draw(st.sampled_from(["strides", "dilation_rate"]))] = draw(PAIRS)
    groups = draw(st.integers(1, 2))
    channels = groups * draw(st.integers(1, 2))
    use_bias = draw(st.booleans())
    kind = draw(st.sampled_from([Conv2D, DepthwiseConv2D, SeparableConv2D, SpatiallySeparableConv2D]))
    if kind is Conv2D:
        windows |= {"filters": groups * draw(st.integers(1, 2)), "groups": groups}
    if kind is SeparableConv2D:
        windows |= {"filters": draw(st.integers(1, 3))}
    if kind in (DepthwiseConv2D, SeparableConv2D):
        windows |= {"depth_multiplier": draw(st.integers(1, 3))}
    if kind is not SpatiallySeparableConv2D:
        windows |= {"use_bias": use_bias, "bias_initializer": "random_normal"}
    return kind(**windows), (draw(st.integers(7, 8)), draw(st.integers(7, 9)), channels)


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(0, 9))
def test_count_is_what_a_slow_loop_does(case, seed):
    layer, shape = case
    x = np.random.default_rng(seed).standard_normal(shape)
    weights = layer.init_weights(shape, seed=seed)
    tally = Tally()
    expected = slow(tally, layer, x, weights)
    cost = count(layer, shape)
    np.testing.assert_allclose(layer.apply(x, weights), expected, rtol=1e-9, atol=1e-9)
    assert cost.output_shape == expected.shape
    assert (cost.multiplications, cost.additions) == (tally.multiplications, tally.additions)


def test_the_slow_loop_counts_taps_on_padding():
    tally = Tally()
    layer = DepthwiseConv2D(kernel_size=3, padding="same", use_bias=False)
    slow(tally, layer, np.ones((1, 1, 1)), {"depthwise_kernel": np.ones((3, 3, 1, 1))})
    assert (tally.multiplications, tally.additions) == (9, 8)


@pytest.mark.parametrize("side", [5, 12])
def test_the_worked_examples_of_two_passes_are_what_the_loop_does(side):
    tally = Tally()
    pair = {"column": np.ones(3), "row": np.ones(3)}
    slow(tally, SpatiallySeparableConv2D(kernel_size=3), np.ones((side, side, 1)), pair)
    assert tally.multiplications == {5: 72, 12: 660}[side]
