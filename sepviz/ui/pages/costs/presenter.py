"""Presenter mode: larger type and no navigation, to be read from the back of a classroom."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.session import state

_STYLE = """<style>
[data-testid="stHeader"] { display: none; }
.stMainBlockContainer { zoom: 1.35; padding-top: 1rem; max-width: none; }
</style>"""


def style() -> None:
    """Enlarge the page where presenter mode is on."""
    if state.settings().present:
        st.html(_STYLE)


def switch(text: Translator) -> None:
    """Turn presenter mode on or off."""
    state.keep("present", st.toggle(text("walk.present"), key=state.key("present"), on_change=_switched))


def _switched() -> None:
    """Use the new size from the top of the page on."""
    state.keep("present", st.session_state.get("present"))
