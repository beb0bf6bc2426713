"""Show a chart with its text equivalent, and with a button that saves it as PNG."""

from typing import Any

import streamlit as st
from streamlit.elements.lib.streamlit_plotly_theme import GRAY_90

from sepviz.text import Translator

_INK = {"color": GRAY_90}
"""Streamlit's frontend puts its theme's ink in place of this colour; its own grey contrasts 3.7 : 1."""


def chart(text: Translator, figure: Any, *, name: str, alt: str) -> None:
    """Show a finished figure; the words of Plotly's button are in the reader's language."""
    axis = {"tickfont": _INK, "title": {"font": _INK}}
    figure.update_layout(font=_INK, legend={"font": _INK}, xaxis=axis, yaxis=axis)
    words = {
        "Download plot as a PNG": text("downloads.chart"),
        "Taking snapshot - this may take a few seconds": text("downloads.chart_in_work"),
        "Snapshot succeeded": text("downloads.chart_saved"),
    }
    st.plotly_chart(
        figure,
        key=f"_{name}",
        alt=alt,
        config={
            "displaylogo": False,
            "displayModeBar": True,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {
                "format": "png",
                "filename": f"sepviz-{name.replace('_', '-')}",
                "scale": 2,
            },
            "locale": text.language,
            "locales": {text.language: {"dictionary": words}},
        },
    )
