"""The gradients of every layer against central differences, and what they have in common."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sepviz.errors import SepvizError, ShapeError
from sepviz.layers import (
    ACTIVATIONS,
    Conv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    StandardBlock,
    layer_from_dict,
)
from tests.layers.test_random_layers import image_of, layers, random_weights

STEP = 1e-5
CORNERS = (0, 6)
"""Where a curve of an activation has a corner: there is no derivative there to compare with."""


def loss(layer, x, weights, upstream):
    return float((layer.apply(x, weights) * upstream).sum())


def difference(of, array):
    """Return the central differences of ``of``, a function of an array like this one."""
    result = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        up, down = array.copy(), array.copy()
        up[place] += STEP
        down[place] -= STEP
        result[place] = (of(up) - of(down)) / (2 * STEP)
    return result


def is_near_a_corner(layer, x, weights):
    """Whether a value in front of an activation could cross a corner within a step."""
    before = [stage.output for stage in layer.stages(x, weights) if not stage.name.endswith("activation")]
    return any(np.abs(y - corner).min() < 1e-3 for y in before for corner in CORNERS)


@settings(max_examples=50, deadline=None)
@given(layers(), st.integers(0, 999))
def test_gradients_are_central_differences(case, seed):
    layer, shape = case
    x, weights = image_of(shape, seed), random_weights(layer, shape, seed)
    weights = {
        name: values * (1 if "variance" in name else np.sign(image_of(values.shape, seed + 1)))
        for name, values in weights.items()
    }
    assume(x.size < 300 and sum(values.size for values in weights.values()) < 300)
    assume(not is_near_a_corner(layer, x, weights))
    upstream = image_of(layer.output_shape(shape), seed + 2)
    found = layer.gradients(x, weights, upstream)
    assert list(found) == ["x", *layer.weight_shapes(shape)]
    expected = {"x": difference(lambda moved: loss(layer, moved, weights, upstream), x)}
    for name, values in weights.items():
        expected[name] = difference(
            lambda moved, name=name: loss(layer, x, {**weights, name: moved}, upstream), values
        )
    for name, values in expected.items():
        scale = max(1.0, np.abs(values).max())
        np.testing.assert_allclose(found[name], values, rtol=1e-5, atol=1e-6 * scale, err_msg=name)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_has_its_derivative(activation):
    layer = Conv2D(filters=3, kernel_size=(2, 3), activation=activation)
    x = 5 * image_of((2, 5, 6, 2), 4)
    weights = {
        name: image_of(shape, number)
        for number, (name, shape) in enumerate(layer.weight_shapes(x.shape[1:]).items())
    }
    upstream = image_of((2, 4, 4, 3), 5)
    found = layer.gradients(x, weights, upstream)
    assert ("alpha" in found) == (activation == "prelu")
    for name, values in {"x": x, **weights}.items():

        def moved_loss(moved, name=name):
            given = {"x": x, **weights, name: moved}
            return loss(layer, given["x"], given, upstream)

        np.testing.assert_allclose(found[name], difference(moved_loss, values), rtol=1e-4, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(layers(), st.integers(0, 99))
def test_a_batch_sums_the_weights_gradients_of_its_images(case, seed):
    layer, shape = case
    weights = random_weights(layer, shape, seed)
    batch, upstream = image_of((3, *shape), seed), image_of((3, *layer.output_shape(shape)), seed + 1)
    together = layer.gradients(batch, weights, upstream)
    each = [layer.gradients(x, weights, u) for x, u in zip(batch, upstream, strict=True)]
    np.testing.assert_allclose(together.pop("x"), [one["x"] for one in each], rtol=1e-9, atol=1e-9)
    for name, values in together.items():
        np.testing.assert_allclose(values, sum(one[name] for one in each), rtol=1e-9, atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(layers(), st.integers(0, 99))
def test_data_format_only_moves_the_channels_of_x(case, seed):
    layer, shape = case
    weights = random_weights(layer, shape, seed)
    x, upstream = image_of(shape, seed), image_of(layer.output_shape(shape), seed)
    order = (2, 0, 1) if layer.data_format == "channels_last" else (1, 2, 0)
    other_format = "channels_first" if layer.data_format == "channels_last" else "channels_last"
    other = layer_from_dict({**layer.to_dict(), "data_format": other_format})
    ours = layer.gradients(x, weights, upstream)
    theirs = other.gradients(x.transpose(order), weights, upstream.transpose(order))
    ours["x"] = ours["x"].transpose(order)
    for name, values in ours.items():
        np.testing.assert_allclose(values, theirs[name], rtol=1e-9, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(layers(), st.sampled_from([np.uint8, np.float16, np.float32, bool, np.float64]))
def test_x_decides_the_type_and_nothing_given_is_changed(case, dtype):
    layer, shape = case
    weights = random_weights(layer, shape, 1)
    x = image_of(shape, 1).astype(dtype)
    upstream = image_of(layer.output_shape(shape), 2)
    before = [array.copy() for array in (x, upstream, *weights.values())]
    for array in (x, upstream, *weights.values()):
        array.flags.writeable = False
    found = layer.gradients(x, weights, upstream)
    assert {values.dtype for values in found.values()} == {layer.apply(x, weights).dtype}
    assert {name: values.shape for name, values in found.items()} == {
        "x": shape,
        **layer.weight_shapes(shape),
    }
    for array, copy in zip((x, upstream, *weights.values()), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    "layer", [Conv2D(filters=4, kernel_size=3), SeparableConv2D(filters=4, kernel_size=3)]
)
def test_penalties_are_no_part_of_the_gradients(layer):
    weights = layer.init_weights((6, 7, 2), seed=1)
    x, upstream = image_of((6, 7, 2), 1), image_of((4, 5, 4), 2)
    penalised = layer_from_dict({**layer.to_dict(), "bias_regularizer": "l2", "activity_regularizer": "l1"})
    for name, values in layer.gradients(x, weights, upstream).items():
        np.testing.assert_array_equal(penalised.gradients(x, weights, upstream)[name], values)


@pytest.mark.parametrize(
    "layer",
    [
        Conv2D(filters=4, kernel_size=3, padding="same", activation="tanh"),
        StandardBlock(filters=4),
        DepthwiseSeparableBlock(filters=4),
    ],
)
def test_upstream_has_the_shape_of_the_output(layer):
    x, weights = np.ones((2, 6, 7, 3)), layer.init_weights((6, 7, 3), seed=0)
    for bad in (np.ones((6, 7, 4)), np.ones((2, 6, 7, 3)), np.ones((2, 7, 6, 4)), np.ones((1, 6, 7, 4))):
        with pytest.raises(ShapeError, match="upstream") as caught:
            layer.gradients(x, weights, bad)
        assert str(bad.shape) in str(caught.value)
        assert "(2, 6, 7, 4)" in str(caught.value)
    with pytest.raises(TypeError, match="upstream"):
        layer.gradients(x, weights, np.ones((2, 6, 7, 4), complex))
    with pytest.raises(SepvizError, match="kernel"):
        layer.gradients(x, {}, np.ones((2, 6, 7, 4)))


def test_a_bad_upstream_value_does_not_pass_a_dead_relu():
    layer = Conv2D(filters=1, kernel_size=1, use_bias=False, activation="relu")
    upstream = np.array([[[np.nan], [1.0]]])
    found = layer.gradients(np.array([[[-1.0], [2.0]]]), {"kernel": np.ones((1, 1, 1, 1))}, upstream)
    np.testing.assert_array_equal(found["x"].ravel(), [0, 1])
    assert found["kernel"].item() == 2


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softmax", "swish"])
def test_far_values_have_a_finite_derivative_and_no_warning(activation):
    layer = Conv2D(filters=2, kernel_size=1, activation=activation)
    x = np.array([[[1e30], [-1e30], [100.0], [-100.0]]], np.float32)
    weights = {"kernel": np.array([[[[1.0, -1.0]]]]), "bias": np.zeros(2)}
    found = layer.gradients(x, weights, np.ones((1, 4, 2)))
    assert np.isfinite(found["x"]).all()
