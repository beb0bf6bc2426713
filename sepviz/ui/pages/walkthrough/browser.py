"""The browser's side of the walkthrough: keys, the top of a new chapter, a copy of the predictions."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.ui.pages.walkthrough import predictions

_KEY = "_walk_browser"


def listen(*, chapter: int, present: bool, announcement: str) -> None:
    """Mount the script that presses our buttons when keys are pressed.

    Parameters
    ----------
    chapter : int
        The chapter on show; the page scrolls to its top when it changes.
    present : bool
        Whether the keys of a clicker count, too.
    announcement : str
        What a screen reader hears when the chapter changes.
    """
    data = {
        "chapter": chapter,
        "present": present,
        "announcement": announcement,
        "predictions": predictions.as_text(),
        "settled": predictions.settled(),
    }
    _renderer()(key=_KEY, data=data, on_kept_change=_restored)


def _restored() -> None:
    """Take over what the browser kept when the page was loaded again."""
    predictions.restore((st.session_state.get(_KEY) or {}).get("kept"))


@cache
def _renderer() -> ComponentRenderer:
    """Register the script once in a process."""
    script = (Path(__file__).parent / "keys.js").read_text("utf-8")
    live = '<p class="live" aria-live="polite"></p>'
    style = (
        ".live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }"
    )
    return st.components.v2.component("sepviz_walk", html=live, css=style, js=script)
