"""Show a chart with its text equivalent, and with a button that saves it as PNG."""

from typing import Any

import streamlit as st

from sepviz.text import Translator


def chart(text: Translator, figure: Any, *, name: str, alt: str) -> None:
    """Show a finished figure; the words of Plotly's button are in the reader's language."""
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
