"""Three things to try, for who comes for the first time: a line in the place of the page's first sentence.

The browser remembers that it has shown them. A link that says anything at all shows none.
"""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.text import Translator
from sepviz.ui.session import state

_OFFERED = "_tour"


def offer() -> None:
    """Offer the tour in this visit, which has begun without settings; ``tour`` in the link asks for it."""
    if not st.context.is_embedded and not state.settings().hide:
        st.session_state[_OFFERED] = {"again": "tour" in st.query_params}


def show(text: Translator) -> None:
    """Show the tour where it was offered and this browser has not shown it yet."""
    if _OFFERED in st.session_state and not state.settings().present:
        _renderer()(key="tour", data={**text.under("tour"), **st.session_state[_OFFERED]})


@cache
def _renderer() -> ComponentRenderer:
    """Register the tour once in a process."""
    html, css, js = (
        (Path(__file__).parent / f"tour.{kind}").read_text("utf-8") for kind in ("html", "css", "js")
    )
    return st.components.v2.component("sepviz_tour", html=html, css=css, js=js)
