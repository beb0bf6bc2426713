"""Layers are described with Keras's arguments, checked once, and equal when their fields are."""

import dataclasses

import pytest

from sepviz.errors import SepvizError, ShapeError
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
)

CONVOLUTIONS = {
    Conv2D: {"filters": 4},
    DepthwiseConv2D: {},
    SeparableConv2D: {"filters": 4},
    SpatiallySeparableConv2D: {},
}


@pytest.fixture(params=list(CONVOLUTIONS), ids=lambda kind: kind.__name__)
def make(request):
    """Return a function that makes one of the convolutions."""
    return lambda **given: request.param(**{"kernel_size": 3, **CONVOLUTIONS[request.param], **given})


def test_defaults_are_those_of_keras():
    layer = Conv2D(filters=4, kernel_size=(3, 5))
    assert layer.strides == layer.dilation_rate == (1, 1)
    assert (layer.padding, layer.groups, layer.activation, layer.use_bias) == ("valid", 1, None, True)
    assert (layer.kernel_initializer, layer.bias_initializer) == ("glorot_uniform", "zeros")
    assert layer.kernel_regularizer is layer.bias_regularizer is layer.activity_regularizer is None
    assert layer.kernel_constraint is layer.bias_constraint is None
    assert layer.data_format == "channels_last"


def test_block_defaults_are_those_of_mobilenet():
    block = DepthwiseSeparableBlock(filters=8)
    assert (block.kernel_size, block.strides, block.padding) == ((3, 3), (1, 1), "same")
    assert (block.depth_multiplier, block.epsilon) == (1, 1e-3)


def test_ints_become_pairs_and_words_lower_case(make):
    layer = make(kernel_size=3, strides=2, padding="SAME", data_format="Channels_First")
    assert (layer.kernel_size, layer.strides, layer.padding) == ((3, 3), (2, 2), "same")
    assert layer.data_format == "channels_first"


def test_padding_takes_all_forms_of_the_operations(make):
    assert make(padding=2).padding == ((2, 2), (2, 2))
    assert make(padding=(1, 2)).padding == ((1, 1), (2, 2))
    assert make(padding=[[0, 1], [2, 3]]).padding == ((0, 1), (2, 3))


def test_settings_are_sorted_tuples_of_pairs():
    layer = Conv2D(
        filters=4,
        kernel_size=3,
        kernel_regularizer=("l2", {"l2": 0.05}),
        kernel_constraint=("max_norm", {"max_value": 1.5, "axis": [0, 1, 2]}),
    )
    assert layer.kernel_regularizer == ("l2", (("l2", 0.05),))
    assert layer.kernel_constraint == ("max_norm", (("axis", (0, 1, 2)), ("max_value", 1.5)))


def test_layers_are_equal_and_hash_alike_however_they_are_written():
    one = Conv2D(
        filters=4, kernel_size=3, padding=1, kernel_constraint=("max_norm", {"max_value": 1, "axis": 0})
    )
    other = Conv2D(
        filters=4,
        kernel_size=[3, 3],
        padding=((1, 1), (1, 1)),
        kernel_constraint=["max_norm", {"axis": 0, "max_value": 1.0}],
    )
    assert one == other
    assert hash(one) == hash(other)
    assert one != Conv2D(filters=4, kernel_size=3, padding=1)


def test_layers_are_frozen_and_keyword_only(make):
    layer = make()
    with pytest.raises(dataclasses.FrozenInstanceError):
        layer.kernel_size = (5, 5)
    with pytest.raises(TypeError):
        type(layer)(3)


def test_a_layer_can_be_made_again_with_one_field_replaced():
    layer = Conv2D(filters=4, kernel_size=3, kernel_regularizer=("l1_l2", {"l2": 0.5, "l1": 0.1}))
    again = dataclasses.replace(layer, filters=8)
    assert again.kernel_regularizer == layer.kernel_regularizer
    assert dataclasses.replace(again, filters=4) == layer


def test_none_and_linear_are_no_activation_and_silu_is_swish():
    assert Conv2D(filters=1, kernel_size=1, activation="linear").activation is None
    assert Conv2D(filters=1, kernel_size=1, activation="silu").activation == "swish"


def test_no_initializer_is_the_documented_default():
    layer = SeparableConv2D(filters=1, kernel_size=1, depthwise_initializer=None, bias_initializer=None)
    assert (layer.depthwise_initializer, layer.bias_initializer) == ("glorot_uniform", "zeros")


def test_strides_with_dilation_are_refused(make):
    with pytest.raises(ShapeError, match=r"strides=\(1, 2\) and dilation_rate=\(2, 1\)"):
        make(strides=(1, 2), dilation_rate=(2, 1))
    assert make(strides=(1, 2)).strides == (1, 2)
    assert make(dilation_rate=(2, 1)).dilation_rate == (2, 1)


@pytest.mark.parametrize("name", ["kernel_size", "strides", "dilation_rate"])
@pytest.mark.parametrize("value", [0, -1, (3, 0), (1, 2, 3), ()])
def test_pairs_out_of_range_are_named(make, name, value):
    with pytest.raises(ShapeError, match=name):
        make(**{name: value})


@pytest.mark.parametrize("name", ["kernel_size", "strides", "dilation_rate"])
@pytest.mark.parametrize("value", ["3", "33", 3.0, (3, 3.5), None, True, 2j])
def test_pairs_of_the_wrong_type_are_named(make, name, value):
    with pytest.raises(TypeError, match=name):
        make(**{name: value})


@pytest.mark.parametrize("name", ["filters", "groups"])
def test_channel_numbers_are_checked(name):
    for value in (0, -3):
        with pytest.raises(ShapeError, match=name):
            Conv2D(**{"filters": 4, "kernel_size": 3, name: value})
    for value in ("4", 4.0, None, True):
        with pytest.raises(TypeError, match=name):
            Conv2D(**{"filters": 4, "kernel_size": 3, name: value})


@pytest.mark.parametrize("kind", [DepthwiseConv2D, SeparableConv2D])
def test_depth_multiplier_is_checked(kind):
    with pytest.raises(ShapeError, match="depth_multiplier"):
        kind(**CONVOLUTIONS[kind], kernel_size=3, depth_multiplier=0)


def test_groups_must_divide_both_channel_counts():
    with pytest.raises(ShapeError, match="groups=3 does not divide filters=4"):
        Conv2D(filters=4, kernel_size=3, groups=3)
    layer = Conv2D(filters=4, kernel_size=3, groups=2)
    for ask in (layer.output_shape, layer.weight_shapes):
        with pytest.raises(ShapeError, match="groups=2 does not divide input channels=5"):
            ask((8, 9, 5))


@pytest.mark.parametrize("value", ["full", "causal", -1, (1, -1), (1, 2, 3)])
def test_unknown_padding_is_named(make, value):
    with pytest.raises(ShapeError, match="padding"):
        make(padding=value)


def test_unknown_data_format_is_named(make):
    with pytest.raises(ShapeError, match="data_format"):
        make(data_format="channels_middle")
    with pytest.raises(TypeError, match="data_format"):
        make(data_format=None)


@pytest.mark.parametrize("value", [0, 1, "yes", None])
def test_use_bias_must_be_a_bool(value):
    with pytest.raises(TypeError, match="use_bias"):
        Conv2D(filters=1, kernel_size=1, use_bias=value)


def test_unknown_activation_is_named():
    with pytest.raises(SepvizError, match="activation must be None or one of relu"):
        Conv2D(filters=1, kernel_size=1, activation="gelu")
    with pytest.raises(TypeError, match="activation"):
        Conv2D(filters=1, kernel_size=1, activation=max)


@pytest.mark.parametrize(
    "name",
    [
        "kernel_initializer",
        "bias_initializer",
        "kernel_regularizer",
        "activity_regularizer",
        "bias_constraint",
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "nonsense",
        ("nonsense", {}),
        "",
        ("l2", {"l3": 1}),
        ("zeros", {"value": 1}),
        ("unit_norm", {"l2": 1}),
    ],
)
def test_unknown_names_and_settings_are_named(name, value):
    with pytest.raises(SepvizError, match=name):
        Conv2D(filters=1, kernel_size=1, **{name: value})


@pytest.mark.parametrize("name", ["kernel_initializer", "kernel_regularizer", "kernel_constraint"])
@pytest.mark.parametrize(
    "value",
    [
        0.01,
        abs,
        ("l2",),
        ("l2", 0.01),
        ("l2", "l2"),
        {"l2": 0.01},
        ("l2", {}, {}),
        (1, {}),
        ("l2", {1: 2}),
        b"l2",
    ],
)
def test_settings_of_another_form_are_refused(name, value):
    with pytest.raises(TypeError, match=name):
        Conv2D(filters=1, kernel_size=1, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kernel_regularizer", ("l2", {"l2": -0.1})),
        ("kernel_regularizer", ("l1", {"l1": float("nan")})),
        ("kernel_regularizer", ("l1", {"l1": 10**400})),
        ("kernel_initializer", ("constant", {"value": float("inf")})),
        ("kernel_initializer", ("random_normal", {"stddev": -1.0})),
        ("kernel_initializer", ("random_uniform", {"minval": 1.0, "maxval": 0.0})),
        ("kernel_initializer", ("he_normal", {"seed": -1})),
        ("kernel_constraint", ("max_norm", {"max_value": -1})),
        ("kernel_constraint", ("min_max_norm", {"min_value": 3, "max_value": 2})),
        ("kernel_constraint", ("max_norm", {"axis": 4})),
        ("kernel_constraint", ("max_norm", {"axis": [0, 0]})),
        ("kernel_constraint", ("max_norm", {"axis": [1, -3]})),
        ("bias_constraint", ("unit_norm", {"axis": 1})),
    ],
)
def test_settings_out_of_range_are_named(name, value):
    with pytest.raises(SepvizError, match=name):
        Conv2D(filters=1, kernel_size=1, **{name: value})


@pytest.mark.parametrize("value", ["0.1", True, 1j, [0.1]])
def test_settings_of_the_wrong_type_are_named(value):
    with pytest.raises(TypeError, match="kernel_regularizer: l2"):
        Conv2D(filters=1, kernel_size=1, kernel_regularizer=("l2", {"l2": value}))


@pytest.mark.parametrize("value", [-1.0, float("nan")])
def test_epsilon_is_checked(value):
    with pytest.raises(SepvizError, match="epsilon"):
        DepthwiseSeparableBlock(filters=1, epsilon=value)


def test_a_kernel_that_is_too_large_is_named_with_both_sizes():
    with pytest.raises(ShapeError, match=r"kernel_size of 3 x 5.*3 x 9.*8 x 8"):
        Conv2D(filters=1, kernel_size=(3, 5), dilation_rate=(1, 2)).output_shape((8, 8, 3))


def test_repr_shows_what_is_not_a_default_filters_first():
    layer = Conv2D(filters=8, kernel_size=3, activation="relu", data_format="channels_first")
    assert repr(layer).startswith("Conv2D(filters=8, kernel_size=(3, 3), ")
    assert "activation='relu'" in repr(layer)
    assert "strides" not in repr(layer)
