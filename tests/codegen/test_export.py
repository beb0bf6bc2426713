"""Exported programs: the NumPy one runs here, the others beside their libraries in tests/peers."""

import ast
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings

from sepviz.codegen import keras_code, numpy_code, pytorch_code
from sepviz.errors import ShapeError
from sepviz.layers import (
    ACTIVATIONS,
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)
from tests.codegen.random_layers import assert_same_numbers, layers

EXPORTS = {numpy_code: {"numpy"}, keras_code: {"keras", "numpy"}, pytorch_code: {"torch", "numpy"}}
WINDOWS: list[dict[str, Any]] = [
    {},
    {"kernel_size": (3, 5), "padding": "same", "strides": (3, 2)},
    {"kernel_size": (3, 5), "padding": ((0, 1), (2, 1)), "dilation_rate": (2, 3)},
    {"kernel_size": (1, 2), "padding": (1, 2), "data_format": "channels_first"},
]
SETTINGS: dict[str, Any] = {
    "activity_regularizer": ("l1_l2", {"l1": 0.012345678901234567, "l2": 0.012345678901234567}),
    "bias_initializer": ("constant", {"value": 0.5}),
}
LAYERS = [
    *(Conv2D(**{"filters": 4, "kernel_size": 3, "groups": 2} | one) for one in WINDOWS),
    *(DepthwiseConv2D(**{"kernel_size": 3, "depth_multiplier": 2} | one) for one in WINDOWS),
    *(SeparableConv2D(**{"filters": 4, "kernel_size": 3} | one) for one in WINDOWS),
    *(SpatiallySeparableConv2D(**{"kernel_size": 3} | one) for one in WINDOWS),
    *(DepthwiseSeparableBlock(**{"filters": 4} | one, epsilon=0.01) for one in WINDOWS[:2]),
    *(StandardBlock(**{"filters": 4} | one, epsilon=0.01) for one in WINDOWS[:2]),
    *(SeparableConv2D(filters=4, kernel_size=3, activation=name) for name in ACTIVATIONS),
    Conv2D(
        **SETTINGS,
        filters=100_000,
        kernel_size=(3, 5),
        kernel_initializer=("random_uniform", {"minval": -0.0123456789, "maxval": 0.0123456789, "seed": 9}),
        kernel_regularizer="l1_l2",
        kernel_constraint=("min_max_norm", {"min_value": 0.5, "axis": (0, 1, 2)}),
    ),
    SeparableConv2D(
        **SETTINGS,
        filters=100_000,
        kernel_size=(3, 5),
        strides=2,
        padding=((100_000, 200_000), (100_000, 200_001)),
        depthwise_constraint=("max_norm", {"max_value": 1.5}),
        pointwise_regularizer=("l2", {"l2": 0.05}),
    ),
]


def shape_for(layer):
    """Return a shape that all the layers above fit."""
    return (4, 11, 12) if layer.data_format == "channels_first" else (11, 12, 4)


@given(layers())
@settings(max_examples=120, deadline=None)
def test_numpy_code_gives_the_numbers_of_the_app(drawn):
    layer, input_shape = drawn
    assert_same_numbers(numpy_code(layer, input_shape), layer, input_shape)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_numpy_code_has_every_activation(activation):
    layer = Conv2D(filters=3, kernel_size=(2, 3), activation=activation)
    assert_same_numbers(numpy_code(layer, (5, 6, 2)), layer, (5, 6, 2))


def test_numpy_code_does_not_overflow_where_the_app_does_not():
    for activation in ("sigmoid", "swish", "softmax"):
        layer = DepthwiseConv2D(kernel_size=1, activation=activation, use_bias=False)
        namespace = {}
        exec(numpy_code(layer, (1, 2, 2)), namespace)
        x = [[[-500.0, 500.0], [1000.0, -1000.0]]]
        weights = {"depthwise_kernel": layer.init_weights((1, 2, 2), seed=0)["depthwise_kernel"] * 0 + 1}
        x = layer.apply(x, weights) * 0 + x
        y = namespace["forward"](x, weights)
        assert y == pytest.approx(layer.apply(x, weights), abs=1e-6)


def test_numpy_code_as_a_script_prints_the_shape(tmp_path):
    script = tmp_path / "layer.py"
    script.write_text(numpy_code(SeparableConv2D(filters=256, kernel_size=5), (12, 12, 3)))
    run = subprocess.run(
        [sys.executable, "-W", "error", script], capture_output=True, text=True, check=True
    )
    assert run.stdout == "(8, 8, 256)\n"


@pytest.mark.parametrize("export", EXPORTS)
def test_exported_code_imports_its_library_only(export):
    for layer in LAYERS:
        tree = ast.parse(export(layer, shape_for(layer)))
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            )
        }
        assert imported == EXPORTS[export]
        assert any(isinstance(node, ast.FunctionDef) and node.name == "forward" for node in tree.body)


def test_exported_code_is_clean_and_formatted(tmp_path):
    for export in EXPORTS:
        for number, layer in enumerate(LAYERS):
            (tmp_path / f"{export.__name__}_{number}.py").write_text(export(layer, shape_for(layer)))
    for command in (["check", "--select", "E,F,I"], ["format", "--diff"]):
        for length in ("88", "108"):
            run = subprocess.run(
                [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", length, tmp_path],
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("export", EXPORTS)
def test_a_layer_that_does_not_fit_is_refused(export):
    with pytest.raises(ShapeError, match="13"):
        export(Conv2D(filters=4, kernel_size=13), (12, 16, 3))
    with pytest.raises(ShapeError, match="groups=2"):
        export(Conv2D(filters=4, kernel_size=3, groups=2), (12, 16, 3))
    with pytest.raises(TypeError, match="layer"):
        export("Conv2D", (12, 16, 3))


def test_padding_is_written_out_in_pixels():
    layer = Conv2D(filters=4, kernel_size=3, strides=2, padding="same")
    assert "np.pad(x, ((0, 1), (1, 1), (0, 0)))" in numpy_code(layer, (12, 9, 3))
    assert "nn.ZeroPad2d((1, 1, 0, 1))" in pytorch_code(layer, (12, 9, 3))
    assert "padding=1)" in pytorch_code(layer, (9, 9, 3))  # even: PyTorch's own padding is the same
