"""The public names of the contract, each documented, without a web framework behind them."""

import inspect
import pydoc
import subprocess
import sys

import pytest
from numpydoc.validate import validate

import sepviz

NAMES = [f"sepviz.{name}" for name in sepviz.__all__ if callable(getattr(sepviz, name))] + [
    f"sepviz.{module}.{name}"
    for module in ("architectures", "codegen", "training")
    for name in getattr(sepviz, module).__all__
    if callable(getattr(getattr(sepviz, module), name))
]
# GL08 no docstring, SS01 no summary, PR.. parameters, EX01 no example; a class documents its attributes.
CHECKED = {"GL08", "SS01", "PR01", "PR02", "PR03", "PR10", "EX01"}


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_documents_its_parameters_and_has_an_example(name):
    checked = {"GL08", "SS01"} if inspect.isclass(pydoc.locate(name)) else CHECKED
    found = {code: message for code, message in validate(name)["errors"] if code in checked}
    assert found == {}


def test_what_the_submodules_return_is_named_at_the_top_as_well():
    assert isinstance(sepviz.architectures.mobilenet_v1(), sepviz.Network)
    assert isinstance(sepviz.codegen.convert(""), sepviz.Conversion)


def test_the_package_imports_neither_streamlit_nor_plotly():
    code = "import sys, sepviz; print(sorted({'streamlit', 'plotly'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_modules_that_take_their_time_are_loaded_when_first_used():
    later = ("sepviz.architectures", "sepviz.codegen", "sepviz.training")
    code = f"import sys, sepviz; print([m for m in {later} if m in sys.modules]); print(sepviz.training)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, module = done.stdout.splitlines()
    assert before == "[]"
    assert module.startswith("<module 'sepviz.training'")
