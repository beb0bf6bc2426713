"""Layers are compared where they put out the same maps, and nowhere else."""

from fractions import Fraction
from typing import Any

import pytest

from sepviz.costs import compare, count, share
from sepviz.errors import ShapeError
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    SeparableConv2D,
    SpatiallySeparableConv2D,
)

SHAPE = (11, 17, 3)
WINDOWS: dict[str, Any] = {"kernel_size": (3, 5), "strides": (2, 1), "padding": "same"}
LAYERS = [
    Conv2D(filters=6, groups=3, **WINDOWS),
    Conv2D(filters=6, **WINDOWS),
    DepthwiseConv2D(depth_multiplier=2, kernel_size=(3, 5), padding="same"),
    SeparableConv2D(filters=6, kernel_size=(3, 5), use_bias=False),
    SpatiallySeparableConv2D(**WINDOWS),
]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_a_layer_and_its_reference_put_out_maps_of_the_same_shape(layer):
    found = compare(layer, SHAPE)
    assert found.cost == count(layer, SHAPE)
    assert found.reference.output_shape == found.cost.output_shape
    assert found.share == Fraction(found.cost.multiplications, found.reference.multiplications)


def test_a_spatially_separable_layer_is_compared_with_the_same_kernel_on_each_channel():
    reference = compare(SpatiallySeparableConv2D(kernel_size=(3, 5)), SHAPE).reference
    assert [stage.name for stage in reference.stages] == ["depthwise"]
    assert reference.multiplications == 9 * 13 * 3 * (3 * 5)
    assert reference.parameters == 3 * 5


def test_the_reference_of_every_layer_that_mixes_channels_is_the_standard_one():
    for layer in (
        SeparableConv2D(filters=7, kernel_size=(3, 5)),
        Conv2D(filters=9, kernel_size=3, groups=3),
    ):
        reference = compare(layer, SHAPE).reference
        assert reference == count(Conv2D(filters=layer.filters, kernel_size=layer.kernel_size), SHAPE)


def test_the_order_of_the_axes_changes_no_comparison():
    first = SpatiallySeparableConv2D(kernel_size=(3, 5), data_format="channels_first")
    last = SpatiallySeparableConv2D(kernel_size=(3, 5))
    assert compare(first, (3, 11, 17)).share == compare(last, SHAPE).share


def test_layers_of_different_outputs_have_no_ratio():
    standard = count(Conv2D(filters=256, kernel_size=3, padding="same"), SHAPE)
    spatial = count(SpatiallySeparableConv2D(kernel_size=3, padding="same"), SHAPE)
    with pytest.raises(ShapeError, match="not compared"):
        share(spatial, standard)
