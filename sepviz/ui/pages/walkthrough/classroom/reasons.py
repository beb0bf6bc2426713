"""A student's own reasons: the browser writes, lists and prints them, and sends them nowhere."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.lessons import worksheet
from sepviz.lessons.numbers import numbers
from sepviz.text import Translator
from sepviz.text.lessons import CHAPTERS, lesson
from sepviz.ui.session import answers, state


def field(text: Translator, chapter: int) -> None:
    """Show the line for the reason in a chapter."""
    data = {"chapter": chapter, "label": text("class.reason"), "of": _group()}
    _renderer()(key=f"_reason_{chapter}", data=data)


def written(text: Translator) -> None:
    """List all reasons and offer the worksheet with them; nothing where there are none."""
    seed = state.settings().seed
    data = {
        "chapter": None,
        "of": _group(),
        "titles": [lesson(text.language, one, numbers()).title for one in CHAPTERS],
        "label": text("class.get_reasons"),
        "heading": text("class.reasons"),
        "worksheet": worksheet.page(text, seed, answers=False),
        "file": f"sepviz-worksheet-{seed}-reasons.html",
    }
    _renderer()(key="_reasons", data=data)


def _group() -> str:
    """Name whose reasons are shown: those of this class, and of who sat here since it last began anew."""
    return f"{state.settings().class_}/{answers.groups()}"


@cache
def _renderer() -> ComponentRenderer:
    """Register the line once in a process."""
    html, css, js = (
        (Path(__file__).parent / f"reasons.{kind}").read_text("utf-8") for kind in ("html", "css", "js")
    )
    return st.components.v2.component("sepviz_reasons", html=html, css=css, js=js)
