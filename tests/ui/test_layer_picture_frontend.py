"""The words of the layer's picture: each that its front end asks for is there, and none is left over."""

import re
import tomllib
from pathlib import Path

import pytest

from sepviz.ui.components.bundle import FRONTEND, html

TEXTS = Path(__file__).parents[2] / "sepviz" / "text"


def words_in_use() -> set[str]:
    """Return the names of all words that the front end asks for."""
    source = "".join(module.read_text("utf-8") for module in FRONTEND.glob("layer_*.js"))
    return set(re.findall(r"labels\.(\w+)", source))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_is_there_and_none_is_left_over(language):
    table = tomllib.loads((TEXTS / f"{language}.toml").read_text("utf-8"))["layer_picture"]
    assert words_in_use() | {"numbers_before"} == set(table["frontend"]) | {"name", "rest"}
    assert {"name"} <= set(table)


def test_skeleton_holds_no_words():
    assert re.sub(r"<[^>]*>", "", html("layer_picture")).strip() == ""
