"""Layers against Keras: shapes, outputs, parameters, penalties, constraints, first weights.

Keras runs on torch here. It knows no padding but 'valid' and 'same', and its softmax always takes the
last axis, so those are what is compared.
"""

import dataclasses
import inspect
import math
import os
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.costs import count
from sepviz.layers import (
    ACTIVATIONS,
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    activate,
    initial_values,
)

ROLES: dict[str, dict[str, dict[str, Any]]] = {
    "initializer": {
        "zeros": {},
        "ones": {},
        "constant": {"value": 0.25},
        "random_normal": {"mean": 0.5, "stddev": 0.1},
        "random_uniform": {"minval": -0.25, "maxval": 0.5},
        "glorot_uniform": {},
        "glorot_normal": {},
        "he_uniform": {},
        "he_normal": {},
    },
    "regularizer": {"l1": {"l1": 0.3}, "l2": {"l2": 0.05}, "l1_l2": {"l1": 0.1, "l2": 0.2}},
    "constraint": {
        "max_norm": {"max_value": 0.75, "axis": [0, 1, 2]},
        "non_neg": {},
        "unit_norm": {"axis": [0, 1]},
        "min_max_norm": {"min_value": 0.5, "max_value": 1.25, "rate": 0.75, "axis": [0, 1, 2]},
    },
}
WEIGHTS = {
    Conv2D: ["kernel", "bias"],
    DepthwiseConv2D: ["depthwise", "bias"],
    SeparableConv2D: ["depthwise", "pointwise", "bias"],
}


def keras_setting(role, setting):
    """Return Keras's object for one of our settings; a bare name has Keras's own defaults."""
    if setting is None:
        return None
    name, given = (setting, {}) if isinstance(setting, str) else setting
    return getattr(getattr(keras, f"{role}s"), name)(**dict(given))


@st.composite
def settled(draw, role, weight):
    """Return a bare name, or a name with settings, that fits the weight."""
    name = draw(st.sampled_from(list(ROLES[role])))
    given = dict(ROLES[role][name])
    if weight == "bias" and "axis" in given:
        given["axis"] = 0
    return name if draw(st.booleans()) else (name, given)


def keras_layer(layer):
    """Return the layer of Keras with the same arguments, each of which it must know."""
    given = {field.name: getattr(layer, field.name) for field in dataclasses.fields(layer)}
    for name, value in given.items():
        if (role := name.rpartition("_")[2]) in ROLES:
            given[name] = keras_setting(role, value)
    return getattr(keras.layers, type(layer).__name__)(**given)


@st.composite
def layers(draw):
    """Return one of our layers, and an image shape."""
    kind = draw(st.sampled_from(list(WEIGHTS)))
    size = st.tuples(st.integers(1, 3), st.integers(1, 3))
    given = {
        "kernel_size": draw(size),
        "padding": draw(st.sampled_from(["valid", "same"])),
        "data_format": draw(st.sampled_from(["channels_last", "channels_first"])),
        "use_bias": draw(st.booleans()),
        draw(st.sampled_from(["strides", "dilation_rate"])): draw(size),
    }
    usable = [name for name in ACTIVATIONS if name not in ("prelu", "softmax")]
    if given["data_format"] == "channels_last":
        usable.append("softmax")
    given["activation"] = draw(st.sampled_from([None, *usable]))
    groups = draw(st.integers(1, 3)) if kind is Conv2D else 1
    if kind is Conv2D:
        given["groups"] = groups
    if kind is not DepthwiseConv2D:
        given["filters"] = groups * draw(st.integers(1, 3))
    if kind is not Conv2D:
        given["depth_multiplier"] = draw(st.integers(1, 3))
    for weight in WEIGHTS[kind]:
        for role in ROLES:
            given[f"{weight}_{role}"] = draw(st.none() | settled(role, weight))
    given["activity_regularizer"] = draw(st.none() | settled("regularizer", "kernel"))
    axes = draw(st.integers(7, 9)), draw(st.integers(7, 10)), groups * draw(st.integers(1, 2))
    shape = axes if given["data_format"] == "channels_last" else (axes[2], *axes[:2])
    return kind(**given), shape


def random_weights(layer, shape, seed):
    generator = np.random.default_rng(seed)
    shapes = layer.weight_shapes(shape)
    return {name: generator.standard_normal(size).astype(np.float32) for name, size in shapes.items()}


def to_numpy(tensor):
    """Return a tensor or variable as an array; Keras's own way warns under NumPy 2."""
    return keras.ops.convert_to_tensor(tensor).detach().numpy()


@pytest.mark.parametrize("kind", list(WEIGHTS))
def test_arguments_and_defaults_are_those_of_keras(kind):
    parameters = inspect.signature(getattr(keras.layers, kind.__name__).__init__).parameters
    theirs = {name: p.default for name, p in parameters.items() if name not in ("self", "kwargs")}
    theirs["data_format"] = "channels_last"  # None in Keras: what its configuration file says
    missing = {inspect.Parameter.empty: dataclasses.MISSING}
    assert {field.name: field.default for field in dataclasses.fields(kind)} == {
        name: missing.get(default, default) for name, default in theirs.items()
    }


@pytest.mark.filterwarnings("ignore:.*softmax over axis -1:UserWarning")  # of a single channel
@settings(max_examples=120, deadline=None)
@given(layers(), st.integers(0, 999))
def test_random_layers_are_those_of_keras(case, seed):
    ours, shape = case
    theirs = keras_layer(ours)
    x = np.random.default_rng(seed + 1).standard_normal((3, *shape)).astype(np.float32)
    weights = random_weights(ours, shape, seed)
    theirs.build(x.shape)
    theirs.set_weights(list(weights.values()))

    assert [tuple(weight.shape) for weight in theirs.weights] == list(ours.weight_shapes(shape).values())
    assert theirs.compute_output_shape(x.shape) == (3, *ours.output_shape(shape))
    assert theirs.count_params() == count(ours, shape).parameters

    expected = to_numpy(theirs(x))
    y = ours.apply(x, weights)
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(ours.stages(x, weights)[-1].output, expected, rtol=1e-4, atol=1e-5)

    losses = sum(float(to_numpy(loss)) for loss in theirs.losses)
    assert ours.penalty(weights) + ours.activity_penalty(y) == pytest.approx(losses, rel=1e-4, abs=1e-6)

    constrained = ours.constrain(weights)
    for (name, values), variable in zip(weights.items(), theirs.weights, strict=True):
        project = variable.constraint or (lambda w: w)
        np.testing.assert_allclose(constrained[name], to_numpy(project(values)), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "prelu"])
def test_activations_are_those_of_keras(name):
    maps = np.random.default_rng(1).uniform(-20, 20, (2, 3, 4, 5)).astype(np.float32)
    expected = to_numpy(getattr(keras.activations, name if name != "swish" else "silu")(maps))
    np.testing.assert_allclose(activate(maps, name), expected, rtol=1e-5, atol=1e-12)


def test_prelu_is_that_of_keras_with_shared_space():
    maps = np.random.default_rng(1).standard_normal((2, 3, 4, 5)).astype(np.float32)
    theirs = keras.layers.PReLU(shared_axes=[1, 2])
    theirs.build(maps.shape)
    layer = Conv2D(filters=5, kernel_size=1, activation="prelu")
    start = layer.init_weights((3, 4, 5), seed=1)["alpha"]
    np.testing.assert_array_equal(start, to_numpy(theirs.alpha).ravel())
    alpha = np.array([-0.5, 0, 0.25, 1, 2], np.float32)
    theirs.set_weights([alpha.reshape(1, 1, 5)])
    np.testing.assert_allclose(activate(maps, "prelu", alpha=alpha), to_numpy(theirs(maps)), rtol=1e-6)
    assert count(layer, (3, 4, 5)).parameters == 5 * 5 + 5 + theirs.count_params()


@pytest.mark.parametrize("name", list(ROLES["initializer"]))
@pytest.mark.parametrize("is_bare", [True, False])
@pytest.mark.parametrize("shape", [(3, 5, 60, 70), (5, 7, 300, 20), (20_000,)])
def test_initializers_have_the_moments_and_limits_of_keras(name, is_bare, shape):
    given = {} if is_bare else ROLES["initializer"][name]
    theirs = to_numpy(keras_setting("initializer", (name, given))(shape)).astype(np.float64)
    setting = name if is_bare or not given else (name, tuple(sorted(given.items())))
    ours = initial_values(setting, shape, seed=3).astype(np.float64)
    deviation = theirs.std()
    assert ours.mean() == pytest.approx(theirs.mean(), abs=6 * deviation / math.sqrt(ours.size) + 1e-9)
    assert ours.std() == pytest.approx(deviation, rel=0.03)
    # Not the extremes: on torch, Keras lets one truncated value in 200,000 go beyond its limit.
    for share in (0.002, 0.25, 0.75, 0.998):
        expected = np.quantile(theirs, share)
        assert np.quantile(ours, share) == pytest.approx(expected, abs=0.15 * deviation)


def test_a_block_is_keras_layers_in_a_row():
    block = DepthwiseSeparableBlock(
        filters=6, kernel_size=(3, 5), strides=2, depth_multiplier=2, epsilon=0.01
    )
    shape = (9, 12, 3)
    generator = np.random.default_rng(1)
    weights = {
        name: generator.uniform(0.1, 1, size).astype(np.float32)
        for name, size in block.weight_shapes(shape).items()
    }
    theirs = keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.DepthwiseConv2D((3, 5), 2, "same", depth_multiplier=2, use_bias=False),
            keras.layers.BatchNormalization(epsilon=0.01),
            keras.layers.ReLU(),
            keras.layers.Conv2D(6, 1, use_bias=False),
            keras.layers.BatchNormalization(epsilon=0.01),
            keras.layers.ReLU(),
        ]
    )
    theirs.set_weights(list(weights.values()))
    x = generator.standard_normal((2, *shape)).astype(np.float32)
    np.testing.assert_allclose(block.apply(x, weights), to_numpy(theirs(x)), rtol=1e-4, atol=1e-5)
    assert count(block, shape).parameters == sum(
        math.prod(weight.shape) for weight in theirs.trainable_weights
    )
