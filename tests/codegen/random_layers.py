"""Random layers of all kinds with images and weights, and a run of exported code beside the app's own."""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from sepviz.errors import ShapeError
from sepviz.layers import (
    ACTIVATIONS,
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)

BLOCKS = (DepthwiseSeparableBlock, StandardBlock)
KINDS = [Conv2D, DepthwiseConv2D, SeparableConv2D, SpatiallySeparableConv2D, *BLOCKS]
PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 4))
PADDINGS = st.sampled_from(["valid", "same", 2, (1, 3), ((0, 1), (2, 1)), ((2, 0), (0, 0))])


@st.composite
def layers(draw, kinds=KINDS):
    """Return a layer, and the shape of an image in the order of its data format."""
    kind = draw(st.sampled_from(kinds))
    given = {"data_format": draw(st.sampled_from(["channels_last", "channels_first"]))}
    given |= {"kernel_size": draw(PAIRS), "padding": draw(PADDINGS)}
    steps = ["strides"] if kind in BLOCKS else ["strides", "dilation_rate"]
    given[draw(st.sampled_from(steps))] = draw(PAIRS)
    groups = draw(st.integers(1, 3)) if kind is Conv2D else 1
    if kind is Conv2D:
        given["groups"] = groups
    if kind not in (DepthwiseConv2D, SpatiallySeparableConv2D):
        given["filters"] = groups * draw(st.integers(1, 4))
    if kind not in (Conv2D, SpatiallySeparableConv2D, StandardBlock):
        given["depth_multiplier"] = draw(st.integers(1, 3))
    if kind not in (SpatiallySeparableConv2D, *BLOCKS):
        given |= {"activation": draw(st.sampled_from([None, *ACTIVATIONS]))}
        given |= {"use_bias": draw(st.booleans())}
    layer = kind(**given)
    shape = draw(st.integers(4, 9)), draw(st.integers(4, 11)), groups * draw(st.integers(1, 3))
    input_shape = shape if layer.data_format == "channels_last" else (shape[2], *shape[:2])
    try:
        layer.output_shape(input_shape)
    except ShapeError:
        assume(False)
    return layer, input_shape


def image_and_weights(layer, input_shape, seed=0):
    """Draw an image in the layer's data format, and weights of which variances are positive."""
    rng = np.random.default_rng(seed)
    weights = {
        name: rng.normal(size=shape).astype(np.float32)
        for name, shape in layer.weight_shapes(input_shape).items()
    }
    weights |= {name: np.abs(one) + 0.1 for name, one in weights.items() if "variance" in name}
    return rng.normal(size=input_shape).astype(np.float32), weights


def channels_last(image, layer):
    """Move the channels of one image to the end."""
    return image if layer.data_format == "channels_last" else np.moveaxis(image, 0, -1)


def assert_same_numbers(code, layer, input_shape):
    """Execute exported code as a module, and compare its forward with the layer itself."""
    x, weights = image_and_weights(layer, input_shape)
    expected = channels_last(layer.apply(x, weights), layer)
    namespace = {"__name__": "exported"}
    exec(compile(code, "exported", "exec"), namespace)
    result = namespace["forward"](np.ascontiguousarray(channels_last(x, layer)), weights)
    assert isinstance(result, np.ndarray)
    assert result.dtype == np.float32
    assert result.shape == expected.shape
    scale = max(1.0, float(np.abs(expected).max()))
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-5 * scale)
