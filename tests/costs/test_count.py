"""What a Cost says about itself, whatever the layer."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.costs import count
from sepviz.errors import ShapeError
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)

LAYERS = [
    Conv2D(filters=6, kernel_size=(3, 5), groups=2, padding="same", strides=(2, 1)),
    Conv2D(filters=6, kernel_size=(3, 5), activation="prelu", use_bias=False),
    DepthwiseConv2D(kernel_size=(3, 5), depth_multiplier=2, dilation_rate=(1, 2)),
    SeparableConv2D(filters=5, kernel_size=(2, 3), depth_multiplier=3, padding=(1, 2), activation="prelu"),
    SpatiallySeparableConv2D(kernel_size=(3, 5), padding="same", strides=(1, 2)),
    StandardBlock(filters=7, kernel_size=(3, 5), strides=(2, 1)),
    DepthwiseSeparableBlock(filters=7, kernel_size=(3, 5), strides=(2, 1), depth_multiplier=2),
]
IMAGE = (13, 17, 4)


@pytest.mark.parametrize("layer", LAYERS)
def test_total_is_the_sum_of_the_stages(layer):
    cost = count(layer, IMAGE)
    for quantity in ("multiplications", "additions", "parameters", "activation_bytes", "macs", "flops"):
        assert getattr(cost, quantity) == sum(getattr(stage, quantity) for stage in cost.stages)
    assert cost.output_shape == cost.stages[-1].output_shape == layer.output_shape(IMAGE)
    assert cost.name == type(layer).__name__


@pytest.mark.parametrize("layer", LAYERS)
def test_factors_multiply_to_the_multiplications(layer):
    for stage in count(layer, IMAGE).stages:
        assert math.prod(value for _, value in stage.factors) == stage.multiplications
        assert stage.stages == ()


@pytest.mark.parametrize("layer", LAYERS)
def test_macs_are_multiplications_and_flops_twice_as_many(layer):
    cost = count(layer, IMAGE)
    assert cost.macs == cost.multiplications
    assert cost.flops == 2 * cost.multiplications


@pytest.mark.parametrize("layer", LAYERS)
def test_parameters_are_the_learned_weights(layer):
    shapes = layer.weight_shapes(IMAGE)
    learned = [shape for name, shape in shapes.items() if not name.endswith(("mean", "variance"))]
    assert count(layer, IMAGE).parameters == sum(math.prod(shape) for shape in learned)


@pytest.mark.parametrize("layer", LAYERS)
def test_stages_are_those_that_run_and_their_maps_are_the_memory(layer):
    x = np.zeros(IMAGE, np.float32)
    outputs = {stage.name: stage.output for stage in layer.stages(x, layer.init_weights(IMAGE, seed=1))}
    cost = count(layer, IMAGE)
    for stage in cost.stages:
        assert outputs[stage.name].shape == stage.output_shape
        assert outputs[stage.name].nbytes == stage.activation_bytes
    assert cost.activation_bytes == sum(outputs[stage.name].nbytes for stage in cost.stages)


def test_a_bias_is_one_addition_for_each_output_value_and_no_multiplication():
    plain = count(Conv2D(filters=6, kernel_size=3, use_bias=False), IMAGE)
    biased = count(Conv2D(filters=6, kernel_size=3), IMAGE)
    assert biased.multiplications == plain.multiplications
    assert biased.additions - plain.additions == 11 * 15 * 6
    assert biased.parameters - plain.parameters == 6


def test_the_bias_of_a_separable_layer_belongs_to_the_pointwise_stage():
    plain = count(SeparableConv2D(filters=6, kernel_size=3, use_bias=False), IMAGE)
    biased = count(SeparableConv2D(filters=6, kernel_size=3), IMAGE)
    assert biased.stages[0] == plain.stages[0]
    assert biased.stages[1].additions - plain.stages[1].additions == 11 * 15 * 6


def test_batch_norm_costs_a_block_parameters_but_no_multiplications():
    block = count(DepthwiseSeparableBlock(filters=6), IMAGE)
    bare = count(SeparableConv2D(filters=6, kernel_size=3, padding="same", use_bias=False), IMAGE)
    assert (block.multiplications, block.additions) == (bare.multiplications, bare.additions)
    assert block.parameters - bare.parameters == 2 * 4 + 2 * 6


def test_a_standard_block_costs_its_convolution_and_two_parameters_a_filter():
    block = count(StandardBlock(filters=6, kernel_size=(3, 5), strides=(2, 1)), IMAGE)
    bare = count(
        Conv2D(filters=6, kernel_size=(3, 5), strides=(2, 1), padding="same", use_bias=False), IMAGE
    )
    assert [stage.name for stage in block.stages] == ["standard"]
    assert (block.multiplications, block.additions) == (bare.multiplications, bare.additions)
    assert block.parameters - bare.parameters == 2 * 6


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LAYERS), st.integers(9, 20), st.integers(11, 20), st.integers(1, 3))
def test_channels_first_costs_the_same(layer, height, width, half):
    first = type(layer)(**{**fields_of(layer), "data_format": "channels_first"})
    last_cost, first_cost = count(layer, (height, width, 2 * half)), count(first, (2 * half, height, width))
    assert first_cost.multiplications == last_cost.multiplications
    assert first_cost.factors == last_cost.factors
    assert first_cost.output_shape == tuple(last_cost.output_shape[axis] for axis in (2, 0, 1))


def fields_of(layer):
    """Return the fields of a layer by name."""
    return {name: getattr(layer, name) for name in (field.name for field in dataclasses.fields(layer))}


def test_what_is_no_layer_is_refused():
    with pytest.raises(TypeError, match="layer must be a layer"):
        count("Conv2D", IMAGE)


@pytest.mark.parametrize("shape", [(12, 12), (1, 12, 12, 3), (12, 0, 3), (2, 12, 3)])
def test_input_shape_that_does_not_fit_is_refused(shape):
    with pytest.raises(ShapeError, match=r"input_shape|kernel_size"):
        count(Conv2D(filters=1, kernel_size=3), shape)


@pytest.mark.parametrize("shape", [None, "abc", 12, (12, 12.0, 3), (None, 12, 3)])
def test_input_shape_of_the_wrong_type_is_refused(shape):
    with pytest.raises(TypeError, match="input_shape"):
        count(Conv2D(filters=1, kernel_size=3), shape)
