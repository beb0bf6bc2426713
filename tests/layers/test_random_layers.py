"""What holds for every layer, whatever its settings: random descriptions on random images."""

import json
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.layers import (
    ACTIVATIONS,
    INITIALIZERS,
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
    layer_from_dict,
)

BLOCKS = (DepthwiseSeparableBlock, StandardBlock)
KINDS = [Conv2D, DepthwiseConv2D, SeparableConv2D, SpatiallySeparableConv2D, *BLOCKS]
NAMES = {
    Conv2D: ["kernel", "bias"],
    DepthwiseConv2D: ["depthwise", "bias"],
    SeparableConv2D: ["depthwise", "pointwise", "bias"],
}
PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))
PADDINGS = st.sampled_from(["valid", "same", "SAME", 2, (1, 3), ((0, 1), (2, 1))])
AMOUNTS = st.floats(0, 2)
REGULARIZERS = st.one_of(
    st.none(),
    st.sampled_from(["l1", "l2", "l1_l2"]),
    st.tuples(st.just("l1_l2"), st.fixed_dictionaries({"l1": AMOUNTS, "l2": AMOUNTS})),
)
CONSTRAINTS = st.one_of(
    st.none(),
    st.sampled_from(["max_norm", "non_neg", "unit_norm", "min_max_norm"]),
    st.tuples(st.just("max_norm"), st.fixed_dictionaries({"max_value": AMOUNTS})),
)
SETTLED = {
    "initializer": st.sampled_from(list(INITIALIZERS)),
    "regularizer": REGULARIZERS,
    "constraint": CONSTRAINTS,
}


@st.composite
def layers(draw):
    """Return a layer, and an image shape that it fits."""
    kind = draw(st.sampled_from(KINDS))
    given = {"data_format": draw(st.sampled_from(["channels_last", "channels_first"]))}
    given |= {"kernel_size": draw(PAIRS), "padding": draw(PADDINGS)}
    free = ["strides"] if kind in BLOCKS else ["strides", "dilation_rate"]
    given[draw(st.sampled_from(free))] = draw(PAIRS)
    groups = draw(st.integers(1, 3)) if kind is Conv2D else 1
    if kind is Conv2D:
        given["groups"] = groups
    if kind not in (DepthwiseConv2D, SpatiallySeparableConv2D):
        given["filters"] = groups * draw(st.integers(1, 3))
    if kind not in (Conv2D, SpatiallySeparableConv2D, StandardBlock):
        given["depth_multiplier"] = draw(st.integers(1, 3))
    if kind in NAMES:
        given["activation"] = draw(st.sampled_from([None, "linear", *ACTIVATIONS]))
        given["use_bias"] = draw(st.booleans())
        given["activity_regularizer"] = draw(REGULARIZERS)
        for name in NAMES[kind]:
            given |= {f"{name}_{role}": draw(strategy) for role, strategy in SETTLED.items()}
    axes = draw(st.integers(7, 9)), draw(st.integers(7, 10)), groups * draw(st.integers(1, 2))
    layer = kind(**given)
    return layer, axes if layer.data_format == "channels_last" else (axes[2], *axes[:2])


def image_of(shape, seed, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def random_weights(layer, shape, seed):
    """Return weights that are nowhere the start's zeros; variances stay positive."""
    generator = np.random.default_rng(seed)
    return {name: generator.uniform(0.1, 1, size) for name, size in layer.weight_shapes(shape).items()}


@settings(max_examples=80, deadline=None)
@given(layers(), st.integers(0, 99))
def test_output_has_the_shape_that_was_promised(case, seed):
    layer, shape = case
    weights = random_weights(layer, shape, seed)
    y = layer.apply(image_of(shape, seed), weights)
    assert y.shape == layer.output_shape(shape)
    assert y.dtype == np.float64


@settings(max_examples=60, deadline=None)
@given(layers(), st.integers(0, 99))
def test_last_stage_is_the_output(case, seed):
    layer, shape = case
    weights = random_weights(layer, shape, seed)
    x = image_of(shape, seed)
    stages = layer.stages(x, weights)
    np.testing.assert_allclose(stages[-1].output, layer.apply(x, weights), rtol=1e-10, atol=1e-10)
    assert len({stage.name for stage in stages}) == len(stages)


@settings(max_examples=40, deadline=None)
@given(layers(), st.integers(0, 99))
def test_a_batch_gives_what_its_images_give(case, seed):
    layer, shape = case
    weights = random_weights(layer, shape, seed)
    batch = image_of((3, *shape), seed)
    y = layer.apply(batch, weights)
    for image, expected in zip(batch, y, strict=True):
        np.testing.assert_allclose(layer.apply(image, weights), expected, rtol=1e-10, atol=1e-10)
    for of_batch, of_image in zip(
        layer.stages(batch, weights), layer.stages(batch[1], weights), strict=True
    ):
        assert of_batch.name == of_image.name
        np.testing.assert_allclose(of_batch.output[1], of_image.output, rtol=1e-10, atol=1e-10)


@settings(max_examples=40, deadline=None)
@given(layers(), st.integers(0, 99))
def test_data_format_only_moves_the_channels(case, seed):
    layer, shape = case
    weights = random_weights(layer, shape, seed)
    x = image_of(shape, seed)
    order = (2, 0, 1) if layer.data_format == "channels_last" else (1, 2, 0)
    other_format = "channels_first" if layer.data_format == "channels_last" else "channels_last"
    other = layer_from_dict({**layer.to_dict(), "data_format": other_format})
    assert other.weight_shapes(tuple(shape[axis] for axis in order)) == layer.weight_shapes(shape)
    for ours, theirs in zip(
        layer.stages(x, weights), other.stages(x.transpose(order), weights), strict=True
    ):
        np.testing.assert_allclose(ours.output.transpose(order), theirs.output, rtol=1e-10, atol=1e-10)


@settings(max_examples=60, deadline=None)
@given(layers())
def test_description_survives_json_pickle_and_a_set(case):
    layer, _ = case
    text = json.dumps(layer.to_dict(), allow_nan=False)
    again = layer_from_dict(json.loads(text))
    assert again == layer
    assert json.loads(text) == layer.to_dict()
    assert {layer: "found"}[again] == "found"
    assert pickle.loads(pickle.dumps(layer)) == layer
    assert eval(repr(layer), {kind.__name__: kind for kind in KINDS}) == layer


@settings(max_examples=60, deadline=None)
@given(layers(), st.integers(0, 99))
def test_first_weights_have_the_promised_shapes_and_follow_the_seed(case, seed):
    layer, shape = case
    weights = layer.init_weights(shape, seed=seed)
    assert {name: values.shape for name, values in weights.items()} == layer.weight_shapes(shape)
    assert all(values.dtype == np.float32 for values in weights.values())
    again = layer.init_weights(shape, seed=seed)
    assert all(np.array_equal(values, again[name]) for name, values in weights.items())


@settings(max_examples=40, deadline=None)
@given(layers(), st.integers(0, 99))
def test_nothing_that_is_given_is_changed(case, seed):
    layer, shape = case
    weights = random_weights(layer, shape, seed)
    x = image_of(shape, seed)
    for array in (x, *weights.values()):
        array.flags.writeable = False
    layer.stages(x, weights)
    layer.apply(x, weights)
    for name, values in layer.constrain(weights).items():
        assert not np.shares_memory(values, weights[name])
    assert layer.penalty(weights) >= 0
    assert layer.activity_penalty(x) >= 0


@pytest.mark.parametrize("dtype", [np.uint8, np.float16, np.float32, bool])
@pytest.mark.parametrize("activation", [None, *ACTIVATIONS])
@pytest.mark.parametrize("kind", list(NAMES))
def test_all_types_but_float64_give_float32(kind, activation, dtype):
    filters = {} if kind is DepthwiseConv2D else {"filters": 2}
    layer = kind(kernel_size=(3, 2), activation=activation, **filters)
    weights = {
        name: values.astype(np.float64) for name, values in layer.init_weights((5, 6, 2), seed=1).items()
    }
    x = image_of((5, 6, 2), 1).astype(dtype)
    assert layer.apply(x, weights).dtype == np.float32
    assert {stage.output.dtype for stage in layer.stages(x, weights)} == {np.dtype(np.float32)}
