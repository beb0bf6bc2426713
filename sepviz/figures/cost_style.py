"""What all charts of costs share: a colour, dash and marker a kind of layer, axes, legend and fonts.

Background, grid and ink follow Streamlit's theme; these colours contrast 3 : 1 with its light and its
dark page, and dash and marker say the same as the colour.
"""

from typing import Any

import plotly.graph_objects as go

COLOURS = {
    "standard": "#3f86c9",
    "grouped": "#a45fc4",
    "spatial": "#12947c",
    "depthwise": "#7f8b97",
    "separable": "#d9741a",
}
DASHES = {
    "standard": "solid",
    "grouped": "dashdot",
    "spatial": "dash",
    "depthwise": "dot",
    "separable": "solid",
}
SYMBOLS = {
    "standard": "square",
    "grouped": "diamond",
    "spatial": "triangle-up",
    "depthwise": "triangle-down",
    "separable": "circle",
}
MARK = "#c0392b"
SHADE = "rgba(192, 57, 43, 0.16)"


def dressed(
    figure: go.Figure,
    *,
    x_title: str,
    y_title: str,
    log_x: bool,
    log_y: bool,
    height: int = 400,
    fractions: str = "",
) -> go.Figure:
    """Give a figure the axes, legend and fonts that all charts of costs share.

    ``fractions`` names the axes, ``"x"`` or ``"y"``, whose numbers lie around 1.

    Examples
    --------
    >>> dressed(go.Figure(), x_title="x", y_title="y", log_x=True, log_y=False).layout.xaxis.type
    'log'
    """
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 16, "b": 40},
        font={"size": 15},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 14}},
        xaxis=_axis(x_title, log=log_x, fractions="x" in fractions),
        yaxis=_axis(y_title, log=log_y, fractions="y" in fractions),
        hovermode="closest",
    )
    return figure


def _axis(title: str, *, log: bool, fractions: bool) -> dict[str, Any]:
    """Return an axis from 0 or, where it is logarithmic, with a tick at each power of ten or 1, 2, 5."""
    font = {"size": 15}
    described: dict[str, Any] = {
        "title": {"text": title, "font": font},
        "tickformat": "~g" if fractions else "~s",
    }
    if log:
        return described | {"type": "log", "dtick": "D2", "exponentformat": "SI"}
    return described | {"type": "linear", "rangemode": "tozero"}
