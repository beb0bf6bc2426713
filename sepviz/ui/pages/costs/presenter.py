"""Presenter mode: one part of the page fills the screen, in type for the back of a classroom."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.views import charts

ENLARGED = 1.35
_HEIGHT = 350  # pixels of a chart, which leave room for a title and an idea on a screen of 720
_LEGEND = 17  # pixels, with which it takes two lines of half a screen
_STYLE = Path(__file__).parent / "presenter.css"


def style() -> None:
    """Enlarge the page."""
    st.html(_STYLE)


def detail(name: str = "more") -> DeltaGenerator:
    """Return a container for what a screen in front of a class leaves out."""
    return st.container(key=f"cost_detail_{name}")


def width(pixels: int) -> int:
    """Return the width of a field, wider where its type is larger."""
    return round(pixels * ENLARGED) if state.settings().present else pixels


def chart(text: Translator, figure: Any, *, name: str, alt: str, height: int = _HEIGHT) -> None:
    """Show a finished figure; its type is in pixels, which the size of the page does not change.

    The ``height``, also in pixels, is that in front of a class, where other things share the screen.
    """
    if state.settings().present:
        large = {"size": round(15 * ENLARGED)}
        figure.update_layout(height=height, font=large, legend={"font": {"size": _LEGEND}})
        figure.update_xaxes(title_font=large, tickfont=large)
        figure.update_yaxes(title_font=large, tickfont=large)
    charts.chart(text, figure, name=name, alt=alt)


def switch(text: Translator) -> None:
    """Turn presenter mode on or off."""
    state.keep("present", st.toggle(text("walk.present"), key=state.key("present"), on_change=_switched))


def _switched() -> None:
    """Use the new size from the top of the page on."""
    state.keep("present", st.session_state.get("present"))
