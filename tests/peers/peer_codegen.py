"""Exported Keras and PyTorch code beside the app, and converted code in the libraries it is written for."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import subprocess
import sys

import keras
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.codegen import convert, keras_code, pytorch_code
from sepviz.layers import (
    ACTIVATIONS,
    CONSTRAINTS,
    INITIALIZERS,
    REGULARIZERS,
    Conv2D,
    SeparableConv2D,
    SpatiallySeparableConv2D,
)
from tests.codegen.random_layers import KINDS, assert_same_numbers, layers

EXPORTS = pytest.mark.parametrize("export", [keras_code, pytorch_code])
MODERATE = settings(max_examples=40, deadline=None)


@EXPORTS
@pytest.mark.filterwarnings("ignore:(?s).*softmax over axis -1:UserWarning")  # of a single channel
@pytest.mark.parametrize("kind", KINDS)
def test_exported_code_gives_the_numbers_of_the_app(export, kind):
    @given(layers([kind]))
    @MODERATE
    def compare(drawn):
        layer, input_shape = drawn
        assert_same_numbers(export(layer, input_shape), layer, input_shape)

    compare()


@EXPORTS
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_is_exported(export, activation):
    layer = Conv2D(filters=3, kernel_size=(2, 3), activation=activation)
    assert_same_numbers(export(layer, (5, 6, 2)), layer, (5, 6, 2))


@EXPORTS
@pytest.mark.parametrize(
    "layer",
    [
        SeparableConv2D(filters=256, kernel_size=5),
        SpatiallySeparableConv2D(kernel_size=(3, 5)),
    ],
)
def test_exported_code_as_a_script_prints_the_shape(export, layer, tmp_path):
    script = tmp_path / "layer.py"
    script.write_text(export(layer, (12, 12, 3)))
    command = [sys.executable, "-W", "error::UserWarning", script]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == f"{layer.output_shape((12, 12, 3))}\n"


@pytest.mark.parametrize(
    ("role", "known"),
    [("initializer", INITIALIZERS), ("regularizer", REGULARIZERS), ("constraint", CONSTRAINTS)],
)
def test_keras_knows_every_setting_that_is_exported(role, known):
    for name, own in known.items():
        given_settings = {key: value for key, value in own.items() if value is not None}
        for setting in (name, (name, given_settings)):
            layer = SeparableConv2D(filters=2, kernel_size=3, **{f"depthwise_{role}": setting})
            namespace = {}
            exec(keras_code(layer, (5, 6, 2)), namespace)
            made = getattr(namespace["model"].layers[0], f"depthwise_{role}")
            assert type(made).__name__.lower() == name.replace("_", "")


NUMBERS = st.integers(1, 3)
TORCH_CONVOLUTIONS = st.fixed_dictionaries(
    {"in_channels": NUMBERS, "out_channels": NUMBERS, "kernel_size": st.tuples(NUMBERS, st.integers(2, 3))},
    optional={
        "stride": NUMBERS,
        "padding": st.one_of(NUMBERS, st.tuples(NUMBERS, NUMBERS)),
        "dilation": NUMBERS,
        "groups": st.just(1),
        "bias": st.booleans(),
        "padding_mode": st.sampled_from(["zeros", "reflect"]),
        "dtype": st.just(None),
    },
)


@given(arguments=TORCH_CONVOLUTIONS, positional=st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_converted_pytorch_runs_with_the_shape_and_the_parameters_that_were_promised(arguments, positional):
    first = ["in_channels", "out_channels", "kernel_size"][:positional]
    values = [repr(arguments[name]) for name in first]
    keywords = [f"{name}={value!r}" for name, value in arguments.items() if name not in first]
    source = f"nn.Conv2d({', '.join(values + keywords)})"
    conversion = convert(source)
    before, after = (eval(code, {"nn": torch.nn}) for code in (source, conversion.code))
    x = torch.zeros(1, arguments["in_channels"], 9, 11)
    assert before(x).shape == after(x).shape
    for module, totals in ((before, conversion.before), (after, conversion.after)):
        assert sum(one.numel() for one in module.parameters()) == totals.parameters
        kernels = [one for one in module.parameters() if one.ndim == 4]
        assert sum(one.numel() for one in kernels) == totals.multiplications


def test_converted_keras_runs_with_its_settings():
    source = (
        "layers.Conv2D(6, (3, 5), 2, 'same', None, 1, 1, 'relu', True, 'he_normal',\n"
        "    kernel_regularizer=keras.regularizers.L2(0.1), kernel_constraint='non_neg', name='c')"
    )
    layer = eval(convert(source).code, {"keras": keras, "layers": keras.layers})
    assert isinstance(layer, keras.layers.SeparableConv2D)
    assert layer(np.zeros((1, 9, 12, 4), np.float32)).shape == (1, 5, 6, 6)
    assert layer.count_params() == 3 * 5 * 4 + 4 * 6 + 6
    for half in (layer.depthwise_initializer, layer.pointwise_initializer):
        assert isinstance(half, keras.initializers.HeNormal)
    for half in (layer.depthwise_constraint, layer.pointwise_constraint):
        assert isinstance(half, keras.constraints.NonNeg)
    assert layer.depthwise_regularizer.l2 == layer.pointwise_regularizer.l2 == pytest.approx(0.1)
    assert (layer.name, layer.activation.__name__) == ("c", "relu")
