"""Show a chart with its text equivalent, and with a button that saves it as PNG."""

from typing import Any

import streamlit as st

_CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]]}


def chart(figure: Any, *, name: str, alt: str) -> None:
    """Show a finished figure."""
    image = {"format": "png", "filename": f"sepviz-{name.replace('_', '-')}", "scale": 2}
    st.plotly_chart(figure, key=f"_{name}", alt=alt, config=_CONFIG | {"toImageButtonOptions": image})
