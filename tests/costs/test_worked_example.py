"""Every figure of the worked example: 12 x 12 x 3, kernel 5 x 5, 256 outputs, no padding, no bias."""

import math

import pytest

from sepviz.costs import count
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D, SpatiallySeparableConv2D

IMAGE = (12, 12, 3)
STANDARD = Conv2D(filters=256, kernel_size=5, use_bias=False)
SEPARABLE = SeparableConv2D(filters=256, kernel_size=5, use_bias=False)


def test_standard_layer_needs_1228800_multiplications():
    cost = count(STANDARD, IMAGE)
    assert cost.output_shape == (8, 8, 256)
    assert cost.multiplications == 1_228_800
    assert cost.parameters == 19_200
    assert [stage.name for stage in cost.stages] == ["standard"]


def test_depthwise_separable_layer_needs_53952_in_two_stages():
    cost = count(SEPARABLE, IMAGE)
    depthwise, pointwise = cost.stages
    assert (depthwise.name, pointwise.name) == ("depthwise", "pointwise")
    assert (depthwise.output_shape, pointwise.output_shape) == ((8, 8, 3), (8, 8, 256))
    assert (depthwise.multiplications, pointwise.multiplications) == (4_800, 49_152)
    assert (depthwise.parameters, pointwise.parameters) == (75, 768)
    assert (cost.multiplications, cost.parameters, cost.output_shape) == (53_952, 843, (8, 8, 256))


def test_ratio_is_22_78_in_multiplications_and_in_parameters():
    standard, separable = count(STANDARD, IMAGE), count(SEPARABLE, IMAGE)
    expected = 1 / (1 / 256 + 1 / 25)
    assert round(expected, 2) == 22.78
    assert standard.multiplications / separable.multiplications == pytest.approx(expected, rel=1e-12)
    assert standard.parameters / separable.parameters == pytest.approx(expected, rel=1e-12)


def test_each_output_value_of_the_standard_layer_is_a_dot_product_of_75_values():
    factors = dict(count(STANDARD, IMAGE).factors)
    assert factors["kh"] * factors["kw"] * factors["channels"] == 75


def test_formula_names_every_factor():
    cost = count(STANDARD, IMAGE)
    assert cost.factors == (
        ("out_height", 8),
        ("out_width", 8),
        ("filters", 256),
        ("kh", 5),
        ("kw", 5),
        ("channels", 3),
    )
    assert math.prod(value for _, value in cost.factors) == 1_228_800


def test_depth_multiplier_2_needs_107904():
    layer = SeparableConv2D(filters=256, kernel_size=5, depth_multiplier=2, use_bias=False)
    cost = count(layer, IMAGE)
    depthwise, pointwise = cost.stages
    assert layer.weight_shapes(IMAGE)["depthwise_kernel"] == (5, 5, 3, 2)
    assert layer.weight_shapes(IMAGE)["pointwise_kernel"] == (1, 1, 6, 256)
    assert depthwise.output_shape == (8, 8, 6)
    assert (depthwise.multiplications, pointwise.multiplications) == (9_600, 98_304)
    assert cost.multiplications == 107_904


def test_parameters_with_bias():
    assert count(Conv2D(filters=256, kernel_size=5), IMAGE).parameters == 19_456
    assert count(SeparableConv2D(filters=256, kernel_size=5), IMAGE).parameters == 1_099


def test_two_pytorch_convolutions_have_two_biases():
    depthwise = count(DepthwiseConv2D(kernel_size=5), IMAGE)
    pointwise = count(Conv2D(filters=256, kernel_size=1), depthwise.output_shape)
    assert depthwise.parameters + pointwise.parameters == 1_102


@pytest.mark.parametrize(
    ("side", "full", "separable"), [(5, 81, 72), (12, 900, 660), (224, 443_556, 297_036)]
)
def test_spatially_separable_without_padding(side, full, separable):
    image = (side, side, 1)
    assert count(DepthwiseConv2D(kernel_size=3), image).multiplications == full
    assert count(SpatiallySeparableConv2D(kernel_size=3), image).multiplications == separable


def test_spatially_separable_does_the_column_first_over_the_whole_width():
    column, row = count(SpatiallySeparableConv2D(kernel_size=3), (5, 5, 1)).stages
    assert (column.name, row.name) == ("column", "row")
    assert (column.multiplications, row.multiplications) == (3 * 3 * 5, 3 * 3 * 3)
    assert (column.output_shape, row.output_shape) == ((3, 5, 1), (3, 3, 1))


def test_spatially_separable_with_same_padding_needs_6_instead_of_9_for_each_pixel():
    image = (7, 9, 1)
    full = count(DepthwiseConv2D(kernel_size=3, padding="same"), image)
    pair = count(SpatiallySeparableConv2D(kernel_size=3, padding="same"), image)
    assert full.multiplications == 9 * 7 * 9
    assert pair.multiplications == 6 * 7 * 9


def test_one_output_channel_makes_depthwise_separable_dearer():
    image = (10, 11, 3)
    standard = Conv2D(filters=1, kernel_size=3, padding="same", use_bias=False)
    separable = SeparableConv2D(filters=1, kernel_size=3, padding="same", use_bias=False)
    assert count(standard, image).multiplications == 27 * 110
    assert count(separable, image).multiplications == 30 * 110


def test_the_rewriting_example_saves_8_84_times_the_parameters():
    image = (16, 16, 256)
    full = count(Conv2D(filters=512, kernel_size=3, padding=1, use_bias=False), image)
    depthwise = Conv2D(filters=256, kernel_size=3, padding=1, groups=256, use_bias=False)
    pointwise = Conv2D(filters=512, kernel_size=1, use_bias=False)
    twin = count(depthwise, image).parameters + count(pointwise, image).parameters
    assert (full.parameters, twin) == (1_179_648, 133_376)
    assert round(full.parameters / twin, 2) == 8.84
