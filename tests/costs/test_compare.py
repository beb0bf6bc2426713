"""Twins do the same job on the same windows, and the break-even rule tells which is cheaper."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.costs import compare, count, separable_pays, separable_share, twins
from sepviz.errors import ShapeError
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
)

IMAGE = (13, 17, 4)
SIZES = st.tuples(st.integers(1, 7), st.integers(1, 7))


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        (Conv2D(filters=5, kernel_size=3), {"standard", "depthwise_separable"}),
        (Conv2D(filters=8, kernel_size=3), {"standard", "depthwise_separable", "depthwise"}),
        (Conv2D(filters=6, kernel_size=3, groups=2), {"standard", "depthwise_separable", "grouped"}),
        (SeparableConv2D(filters=5, kernel_size=3), {"standard", "depthwise_separable"}),
        (
            DepthwiseConv2D(kernel_size=3, depth_multiplier=2),
            {"standard", "depthwise_separable", "depthwise"},
        ),
        (
            SpatiallySeparableConv2D(kernel_size=3),
            {"standard", "depthwise_separable", "depthwise", "spatially_separable"},
        ),
    ],
)
def test_twins_are_there_where_they_have_the_same_shape(layer, names):
    found = twins(layer, IMAGE)
    assert set(found) == names
    assert layer in found.values()
    assert {twin.output_shape(IMAGE) for twin in found.values()} == {layer.output_shape(IMAGE)}


def test_twins_keep_windows_bias_and_activation():
    layer = SeparableConv2D(
        filters=5, kernel_size=(3, 5), strides=(2, 1), padding=(1, 2), use_bias=False, activation="relu"
    )
    standard = twins(layer, IMAGE)["standard"]
    assert standard == Conv2D(
        filters=5, kernel_size=(3, 5), strides=(2, 1), padding=(1, 2), use_bias=False, activation="relu"
    )


def test_twins_follow_the_data_format():
    layer = Conv2D(filters=4, kernel_size=3, data_format="channels_first")
    assert twins(layer, (4, 13, 17))["spatially_separable"].output_shape((4, 13, 17)) == (4, 11, 15)


def test_compare_shows_the_worked_example_side_by_side():
    costs = compare(SeparableConv2D(filters=256, kernel_size=5, use_bias=False), (12, 12, 3))
    assert costs["standard"].multiplications == 1_228_800
    assert costs["depthwise_separable"].multiplications == 53_952


def test_compare_shows_9_against_6_for_one_channel():
    costs = compare(SpatiallySeparableConv2D(kernel_size=3, padding="same"), (7, 9, 1))
    assert costs["depthwise"].multiplications == costs["standard"].multiplications == 9 * 63
    assert costs["spatially_separable"].multiplications == 6 * 63


def test_a_block_has_no_twins():
    with pytest.raises(TypeError, match="layer"):
        twins(DepthwiseSeparableBlock(filters=3), IMAGE)


@given(st.integers(1, 300), SIZES, st.integers(1, 4), st.integers(1, 5))
def test_share_is_the_ratio_of_the_counts_whatever_the_image(filters, size, multiplier, channels):
    share = separable_share(filters=filters, kernel_size=size, depth_multiplier=multiplier)
    image = (9, 11, channels)
    separable = SeparableConv2D(
        filters=filters, kernel_size=size, depth_multiplier=multiplier, use_bias=False
    )
    standard = Conv2D(filters=filters, kernel_size=size, use_bias=False)
    ours, theirs = count(separable, image), count(standard, image)
    assert Fraction(ours.multiplications, theirs.multiplications) == share
    assert Fraction(ours.parameters, theirs.parameters) == share
    pays = separable_pays(filters=filters, kernel_size=size, depth_multiplier=multiplier)
    assert pays == (ours.multiplications < theirs.multiplications)


@given(st.integers(1, 10_000), st.integers(1, 5))
def test_a_1_x_1_kernel_always_loses(filters, multiplier):
    assert not separable_pays(filters=filters, kernel_size=1, depth_multiplier=multiplier)


def test_the_break_even_point_itself_does_not_pay():
    assert separable_share(filters=2, kernel_size=(1, 2)) == 1
    assert not separable_pays(filters=2, kernel_size=(1, 2))
    assert separable_pays(filters=3, kernel_size=(1, 2))


def test_impossible_numbers_are_named():
    with pytest.raises(ShapeError, match="filters"):
        separable_share(filters=0, kernel_size=3)
    with pytest.raises(ShapeError, match="depth_multiplier"):
        separable_share(filters=1, kernel_size=3, depth_multiplier=0)
    with pytest.raises(ShapeError, match="kernel_size"):
        separable_share(filters=1, kernel_size=(3, 0))
