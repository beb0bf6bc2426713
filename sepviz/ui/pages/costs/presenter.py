"""Presenter mode: larger type and no navigation, to be read from the back of a classroom."""

from typing import Any

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.session import state

ENLARGED = 1.35
_STYLE = f"""<style>
:root {{ font-size: {16 * ENLARGED:g}px; }}
[data-testid="stHeader"], .st-key-cost_presets, .st-key-cost_files {{ display: none; }}
.stMainBlockContainer {{ padding-top: 1rem; max-width: none; }}
table.costs {{ min-width: 0; }}
table.costs :is(th, td):nth-child(5) {{ display: none; }}
</style>"""


def style() -> None:
    """Enlarge the page where presenter mode is on."""
    if state.settings().present:
        st.html(_STYLE)


def width(pixels: int) -> int:
    """Return the width of a field, wider where its type is larger."""
    return round(pixels * ENLARGED) if state.settings().present else pixels


def enlarge(figure: Any) -> None:
    """Enlarge a chart: its type is in pixels, which the size of the page does not change."""
    layout = figure.layout
    large = {"size": round(15 * ENLARGED)}
    figure.update_layout(height=round(layout.height * ENLARGED), font=large, legend={"font": large})
    figure.update_xaxes(title_font=large, tickfont=large)
    figure.update_yaxes(title_font=large, tickfont=large)


def switch(text: Translator) -> None:
    """Turn presenter mode on or off."""
    state.keep("present", st.toggle(text("walk.present"), key=state.key("present"), on_change=_switched))


def _switched() -> None:
    """Use the new size from the top of the page on."""
    state.keep("present", st.session_state.get("present"))
