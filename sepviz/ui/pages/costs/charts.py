"""Show a chart with its text equivalent, and with a button that saves it as PNG."""

from typing import Any

import streamlit as st

from sepviz.ui.pages.costs import presenter
from sepviz.ui.session import state

_CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]]}


def chart(figure: Any, *, name: str, alt: str) -> None:
    """Show a finished figure, larger in presenter mode."""
    if state.settings().present:
        presenter.enlarge(figure)
    image = {"format": "png", "filename": f"sepviz-{name.replace('_', '-')}", "scale": 2}
    st.plotly_chart(figure, key=f"_{name}", alt=alt, config=_CONFIG | {"toImageButtonOptions": image})
