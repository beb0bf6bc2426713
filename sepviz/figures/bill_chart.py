"""Multiplications of a few layers as bars."""

from collections.abc import Sequence

import plotly.graph_objects as go

_CHOSEN, _OTHER = "#e07b1f", "#3f86c9"


def bill_chart(
    names: list[str],
    counts: Sequence[Sequence[float]],
    parts: Sequence[Sequence[str]],
    *,
    chosen: int,
    axis: str,
) -> go.Figure:
    """Draw one bar a layer from 0 on a linear axis, the total written at its end.

    Parameters
    ----------
    names : list of str
        Name of each layer, from top to bottom.
    counts : list of list of float
        Multiplications of the stages of each layer, or ratios.
    parts : list of list of str
        Name of each of these stages, shown on hovering.
    chosen : int
        Index of the layer on screen, which gets a colour of its own.
    axis : str
        Title of the axis, with its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        The figure, which follows Streamlit's theme.
    """
    totals = [sum(stages) for stages in counts]
    details = [
        "<br>".join(f"{part}: {number:,}" for part, number in zip(part_names, stages, strict=True))
        for part_names, stages in zip(parts, counts, strict=True)
    ]
    figure = go.Figure(
        go.Bar(
            x=totals,
            y=names,
            orientation="h",
            text=[f"{total:,}" for total in totals],
            textposition="auto",
            textangle=0,
            constraintext="none",
            textfont={"size": 15},
            customdata=details,
            hovertemplate="%{y}<br>%{customdata}<extra></extra>",
            marker_color=[_CHOSEN if index == chosen else _OTHER for index in range(len(names))],
        )
    )
    figure.update_layout(
        height=94 + 52 * len(names),
        margin={"l": 8, "r": 8, "t": 32, "b": 40},
        font={"size": 15},
        xaxis={"type": "linear", "rangemode": "tozero", "title": axis, "nticks": 6, "tickformat": ","},
        yaxis={"autorange": "reversed", "automargin": True},
        showlegend=False,
    )
    return figure
