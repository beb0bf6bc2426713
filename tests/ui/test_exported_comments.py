"""Exported programs speak the reader's language in their comments, and are the same programs."""

import ast
import io
import re
import tokenize
from itertools import product

import pytest

from sepviz.text import translator
from sepviz.ui.pages.code.comments import in_the_readers_language
from sepviz.ui.pages.code.exported import PROGRAMS
from sepviz.ui.session.kinds import layer_of
from sepviz.ui.session.parameters import ACTIVATIONS, OPERATIONS, Settings

NAMES = {"# ReLU", "# ReLU6"}
WINDOWS = [
    {"stride": stride, "dilation": dilation, "padding": padding}
    for stride, dilation, padding in product((1, 2), (1, 2), ("same", "valid"))
    if stride == 1 or dilation == 1
]
SETTINGS = [
    *({"op": op, "depth_multiplier": 2} | window for op, window in product(OPERATIONS, WINDOWS)),
    *({"op": "separable", "activation": name, "use_bias": True} for name in ACTIVATIONS),
]


def words(program: str) -> list[str]:
    """Return every comment and docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(program).readline)
    return [
        token.string for token in tokens if token.type == tokenize.COMMENT or token.string.startswith('"""')
    ]


def code(program: str) -> str:
    """Return what runs: the program without its comments and docstrings."""
    tree = ast.parse(program)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


@pytest.mark.parametrize("library", PROGRAMS)
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_every_comment_is_chinese_for_a_reader_of_chinese_and_the_code_stays(library, settings):
    layer = layer_of(Settings(**({"weights": "random", "filters": 6, "kh": 3, "kw": 5} | settings)))
    program = PROGRAMS[library](layer, (12, 17, 3))
    chinese = in_the_readers_language(program, translator("zh"))
    lines = [line for said in words(chinese) for line in said.strip('"').split("\n") if line.strip()]
    assert lines
    assert [line for line in lines if line not in NAMES and not re.search("[一-鿿]", line)] == []
    assert code(chinese) == code(program)
    assert in_the_readers_language(program, translator("en")) == program
