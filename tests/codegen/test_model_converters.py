"""The programs that convert a model in memory, read; tests/peers runs them beside their libraries."""

import ast
import subprocess
import sys

import pytest

from sepviz.codegen import keras_model_converter, pytorch_model_converter

CONVERTERS = pytest.mark.parametrize(
    ("converter", "library"), [(pytorch_model_converter, "torch"), (keras_model_converter, "keras")]
)


@CONVERTERS
def test_a_model_converter_imports_its_library_only(converter, library):
    imported = set()
    for node in ast.walk(ast.parse(converter())):
        if isinstance(node, ast.Import):
            imported |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])
    assert imported == {library}


@CONVERTERS
def test_a_model_converter_defines_make_separable(converter, library):
    tree = ast.parse(converter())
    [function] = [node for node in tree.body if getattr(node, "name", "") == "make_separable"]
    assert [one.arg for one in function.args.args] == ["model"]
    defaults = [ast.literal_eval(one) for one in function.args.kw_defaults]
    settings = dict(zip([one.arg for one in function.args.kwonlyargs], defaults, strict=True))
    assert settings == {"minimum_kernel": 2, "initialise": False}


@CONVERTERS
def test_a_model_converter_says_that_the_new_weights_are_untrained(converter, library):
    assert "untrained" in ast.get_docstring(ast.parse(converter()))


def test_model_converters_are_clean_and_formatted(tmp_path):
    (tmp_path / "pytorch.py").write_text(pytorch_model_converter(), "utf-8")
    (tmp_path / "keras_.py").write_text(keras_model_converter(), "utf-8")
    for command in (["check", "--select", "E,F,I"], ["format", "--diff"]):
        for length in ("88", "108"):
            run = subprocess.run(
                [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", length, tmp_path],
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, run.stdout


def test_sepviz_never_imports_the_programs_that_it_hands_out():
    code = (
        "import sys; from sepviz.codegen import keras_model_converter, pytorch_model_converter;"
        "keras_model_converter(), pytorch_model_converter();"
        "print(sorted({'torch', 'keras', 'sepviz.codegen.recipes'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
