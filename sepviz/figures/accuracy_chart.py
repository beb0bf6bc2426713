"""Printed accuracy over a count, one point a network."""

from collections.abc import Sequence

import plotly.graph_objects as go


def accuracy_chart(
    points: Sequence[tuple[str, int, float, str]], *, count_axis: str, accuracy_axis: str
) -> go.Figure:
    """Draw a labelled point for each network on a logarithmic count axis.

    Parameters
    ----------
    points : list of (str, int, float, str)
        Name, count, accuracy in per cent, colour.
    count_axis, accuracy_axis : str
        Titles of the axes with their units.

    Returns
    -------
    plotly.graph_objects.Figure
        The figure, which follows Streamlit's theme.

    Examples
    --------
    >>> chart = accuracy_chart([("a", 100, 70.0, "#000")], count_axis="count", accuracy_axis="per cent")
    >>> chart.data[0].text
    ('a',)
    """
    names, counts, accuracies, colours = (list(column) for column in zip(*points, strict=True))
    figure = go.Figure(
        go.Scatter(
            x=counts,
            y=accuracies,
            text=names,
            mode="markers+text",
            textposition=_positions(counts, accuracies),
            textfont={"size": 13},
            marker={"size": 13, "color": colours, "line": {"width": 1, "color": "#10202e"}},
            hovertemplate="%{text}<br>%{x:,}<br>%{y:.1f}%<extra></extra>",
            cliponaxis=False,
        )
    )
    # Room for the names at both ends.
    low, high = min(counts) / 2, max(counts) * 2
    ticks = [mantissa * 10**power for power in range(12) for mantissa in (1, 2, 5)]
    figure.update_layout(
        height=380,
        margin={"l": 8, "r": 8, "t": 16, "b": 40},
        font={"size": 14},
        xaxis={
            "type": "log",
            "title": count_axis,
            "tickvals": [tick for tick in ticks if low <= tick <= high],
            "ticktext": [_short(tick) for tick in ticks if low <= tick <= high],
        },
        yaxis={"title": accuracy_axis, "automargin": True},
        showlegend=False,
    )
    return figure


def _positions(counts: Sequence[int], accuracies: Sequence[float]) -> list[str]:
    """Put a name below its point where another point stands close above, so that names do not cover it."""
    positions = []
    for count, accuracy in zip(counts, accuracies, strict=True):
        crowded = any(
            0 < other - accuracy < 2 and 1 / 4 < near / count < 4
            for near, other in zip(counts, accuracies, strict=True)
        )
        positions.append("bottom center" if crowded else "top center")
    return positions


def _short(value: int) -> str:
    """Return a count in thousand millions or millions."""
    return f"{value / 10**9:g} G" if value >= 10**9 else f"{value / 10**6:g} M"
