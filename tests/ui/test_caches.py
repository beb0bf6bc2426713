"""What Streamlit keeps for all visitors is told apart by its arguments."""

import ast
from pathlib import Path

import sepviz.ui

MODULES = sorted(Path(sepviz.ui.__file__).parent.rglob("*.py"))


def cached_functions():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                ast.unparse(one).startswith("st.cache_") for one in node.decorator_list
            ):
                yield (
                    f"{path.name}:{node.name}",
                    [one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)],
                )


def test_a_cached_function_has_an_argument_that_streamlit_takes_into_the_key():
    found = dict(cached_functions())
    assert len(found) > 20
    # Streamlit leaves out what begins with an underscore.
    blind = [name for name, given in found.items() if given and all(one.startswith("_") for one in given)]
    assert blind == []
