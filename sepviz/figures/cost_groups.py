"""Which input channel each output channel of a grouped convolution reads, as a matrix."""

from typing import Any

import plotly.graph_objects as go

from sepviz.figures.cost_style import COLOURS

_MOST_LINES = 32  # more could not be told apart


def connectivity_chart(
    channels: int, filters: int, groups: int, *, x_title: str, y_title: str
) -> go.Figure:
    """Draw a column an input channel and a row an output channel, filled where it is read.

    Parameters
    ----------
    channels, filters : int
        Input and output channels.
    groups : int
        Divides both.
    x_title, y_title : str
        Titles of the axes.

    Returns
    -------
    plotly.graph_objects.Figure
        One outline a group, each cell as wide and as high as 1; the first channels are at the upper left.

    Examples
    --------
    >>> chart = connectivity_chart(4, 8, 2, x_title="in", y_title="out")
    >>> chart.data[0].x[:5], chart.data[0].y[:5]
    ((0.5, 2.5, 2.5, 0.5, 0.5), (0.5, 0.5, 4.5, 4.5, 0.5))
    """
    across, down = channels // groups, filters // groups
    x: list[float | None] = []
    y: list[float | None] = []
    for group in range(groups):
        left, top = 0.5 + group * across, 0.5 + group * down
        x += [left, left + across, left + across, left, left, None]
        y += [top, top, top + down, top + down, top, None]
    figure = go.Figure(
        go.Scatter(x=x, y=y, mode="lines", line_color=COLOURS["standard"], fill="toself", hoverinfo="skip")
    )
    figure.update_layout(
        height=380,
        margin={"l": 8, "r": 16, "t": 32, "b": 40, "pad": 0},
        font={"size": 15},
        xaxis=_axis(x_title, channels) | {"range": [0.5, channels + 0.5]},
        yaxis=_axis(y_title, filters) | {"range": [filters + 0.5, 0.5]},
    )
    return figure


def _axis(title: str, count: int) -> dict[str, Any]:
    """Return an axis of channels counted from 1, with a line between two where they can be told apart."""
    described: dict[str, Any] = {
        "title": title,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": True,
        "minor": {"tick0": 0.5, "dtick": 1, "showgrid": count <= _MOST_LINES},
    }
    return described | ({"tick0": 1, "dtick": 1} if count <= _MOST_LINES / 2 else {"nticks": 6})
