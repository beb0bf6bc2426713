"""The steps through a layer: their names, their order, and that they add up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.errors import SepvizError, ShapeError
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)

IMAGE = (9, 11, 4)
X = np.random.default_rng(3).standard_normal(IMAGE)


def names_of(layer):
    weights = layer.init_weights(IMAGE, seed=1)
    return [stage.name for stage in layer.stages(X, weights)]


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        (Conv2D(filters=3, kernel_size=3), ["standard", "bias"]),
        (Conv2D(filters=3, kernel_size=3, use_bias=False), ["standard"]),
        (Conv2D(filters=3, kernel_size=3, activation="linear"), ["standard", "bias"]),
        (Conv2D(filters=3, kernel_size=3, activation="relu"), ["standard", "bias", "activation"]),
        (DepthwiseConv2D(kernel_size=3, activation="relu"), ["depthwise", "bias", "activation"]),
        (
            SeparableConv2D(filters=3, kernel_size=3, activation="tanh"),
            ["depthwise", "pointwise", "bias", "activation"],
        ),
        (
            SeparableConv2D(filters=3, kernel_size=3, use_bias=False, activation="tanh"),
            ["depthwise", "pointwise", "activation"],
        ),
        (SpatiallySeparableConv2D(kernel_size=3), ["column", "row"]),
    ],
)
def test_stages_come_in_order_and_only_where_there_is_one(layer, names):
    assert names_of(layer) == names


def test_stages_of_a_block_have_names_of_their_own():
    assert names_of(DepthwiseSeparableBlock(filters=3)) == [
        "depthwise",
        "depthwise_batch_norm",
        "depthwise_activation",
        "pointwise",
        "pointwise_batch_norm",
        "pointwise_activation",
    ]


def test_stages_of_a_standard_block_are_three():
    assert names_of(StandardBlock(filters=3)) == ["standard", "batch_norm", "activation"]


def test_a_stage_has_a_name_and_an_output():
    layer = Conv2D(filters=3, kernel_size=3)
    (name, output), _ = layer.stages(X, layer.init_weights(IMAGE, seed=1))
    assert name == "standard"
    assert output.shape == (7, 9, 3)


def test_column_stage_is_as_wide_as_the_input():
    layer = SpatiallySeparableConv2D(kernel_size=(3, 5), padding="same", strides=(2, 3))
    column, row = layer.stages(X, layer.init_weights(IMAGE, seed=1))
    assert column.output.shape == (5, 11, 4)
    assert row.output.shape == (5, 4, 4)


def test_bias_stage_adds_one_number_to_each_channel():
    layer = SeparableConv2D(filters=3, kernel_size=3, data_format="channels_first")
    weights = layer.init_weights((4, 9, 11), seed=1) | {"bias": np.array([1.0, 10.0, 100.0])}
    _, pointwise, bias = layer.stages(X.transpose(2, 0, 1), weights)
    differences = bias.output - pointwise.output
    np.testing.assert_allclose(differences, np.array([1, 10, 100.0])[:, None, None] * np.ones((3, 7, 9)))


def test_prelu_slopes_each_channel_by_its_own_alpha():
    layer = Conv2D(filters=2, kernel_size=1, activation="prelu", use_bias=False)
    weights = {"kernel": np.ones((1, 1, 1, 2)), "alpha": np.array([0.5, 2.0])}
    y = layer.apply(np.array([[[-1.0], [3.0]]]), weights)
    np.testing.assert_allclose(y, [[[-0.5, -2.0], [3.0, 3.0]]])


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(1, 2),
    st.sampled_from(["valid", "same", (1, 2)]),
    st.sampled_from(["channels_last", "channels_first"]),
    st.booleans(),
    st.data(),
)
def test_slices_of_a_filter_sum_to_its_output_without_bias(
    groups, inside, outside, padding, data_format, is_batch, data
):
    layer = Conv2D(
        filters=groups * outside,
        kernel_size=(3, 2),
        strides=(2, 1),
        padding=padding,
        groups=groups,
        data_format=data_format,
        activation="relu",
    )
    shape = (7, 8, groups * inside) if data_format == "channels_last" else (groups * inside, 7, 8)
    x = np.random.default_rng(5).standard_normal((2, *shape) if is_batch else shape)
    weights = layer.init_weights(shape, seed=2)
    number = data.draw(st.integers(0, layer.filters - 1))
    slices = layer.slices(x, weights, filter=number)
    axis = -1 if data_format == "channels_last" else -3
    assert slices.ndim == x.ndim
    assert slices.shape[axis] == inside
    expected = np.take(layer.stages(x, weights)[0].output, number, axis=axis)
    np.testing.assert_allclose(slices.sum(axis=axis), expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("number", [-1, 3, 1000])
def test_a_filter_that_is_not_there_is_named(number):
    layer = Conv2D(filters=3, kernel_size=3)
    with pytest.raises(ShapeError, match="filter"):
        layer.slices(X, layer.init_weights(IMAGE, seed=1), filter=number)


def test_a_filter_must_be_an_integer():
    layer = Conv2D(filters=3, kernel_size=3)
    with pytest.raises(TypeError, match="filter"):
        layer.slices(X, layer.init_weights(IMAGE, seed=1), filter=1.0)


@pytest.mark.parametrize("run", ["apply", "stages"])
@pytest.mark.parametrize(
    "layer",
    [
        Conv2D(filters=3, kernel_size=3),
        SeparableConv2D(filters=3, kernel_size=3),
        SpatiallySeparableConv2D(kernel_size=3),
        DepthwiseSeparableBlock(filters=3),
        StandardBlock(filters=3),
    ],
)
def test_missing_and_misshapen_weights_are_named(layer, run):
    weights = layer.init_weights(IMAGE, seed=1)
    for name, values in weights.items():
        rest = {key: value for key, value in weights.items() if key != name}
        with pytest.raises(SepvizError, match=name):
            getattr(layer, run)(X, rest)
        with pytest.raises(ShapeError, match=name):
            getattr(layer, run)(X, rest | {name: values[..., None]})
        with pytest.raises(TypeError, match=name):
            getattr(layer, run)(X, rest | {name: values.astype(complex)})
    assert getattr(layer, run)(X, {**weights, "something else": "is not looked at"}) is not None


@pytest.mark.parametrize("x", [np.ones((3, 3)), np.ones((1, 1, 9, 11, 4)), np.ones((9, 11, 5))])
def test_images_that_do_not_fit_are_refused(x):
    layer = Conv2D(filters=3, kernel_size=3)
    with pytest.raises(ShapeError, match=r"x "):
        layer.apply(x, layer.init_weights(IMAGE, seed=1))


@pytest.mark.parametrize("x", ["abc", np.ones(IMAGE, complex), None])
def test_images_that_are_no_numbers_are_refused(x):
    layer = Conv2D(filters=3, kernel_size=3)
    with pytest.raises(TypeError, match="x must"):
        layer.apply(x, layer.init_weights(IMAGE, seed=1))


def test_weights_must_be_a_mapping():
    layer = Conv2D(filters=3, kernel_size=3)
    with pytest.raises(TypeError, match="weights"):
        layer.apply(X, [np.ones((3, 3, 4, 3))])


def test_a_nan_reaches_only_the_windows_that_cover_it():
    x = X.copy()
    x[4, 5, 1] = np.nan
    layer = SpatiallySeparableConv2D(kernel_size=3, padding="same")
    y = layer.stages(x, layer.init_weights(IMAGE, seed=1))[-1].output
    where = np.argwhere(np.isnan(y))
    assert {tuple(place) for place in where} == {(i, j, 1) for i in (3, 4, 5) for j in (4, 5, 6)}
