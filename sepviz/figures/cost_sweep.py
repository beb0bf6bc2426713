"""Measured times over one setting, with their spread, and the count's prediction beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from sepviz.figures.cost_style import COLOURS, DASHES, SYMBOLS, dressed


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPoint:
    """One time in seconds with its spread, and what the count predicts for it."""

    value: int
    median: float
    fastest: float
    slowest: float
    predicted: float


def sweep_chart(
    kinds: Mapping[str, Sequence[MeasuredPoint]],
    names: Mapping[str, str],
    *,
    predicted: str,
    x_title: str,
    y_title: str,
    logarithmic: bool,
) -> go.Figure:
    """Draw the measured median of each kind with its spread, and the prediction as a thin line.

    Parameters
    ----------
    kinds : mapping of str to sequence of MeasuredPoint
        By kind of layer.
    names : mapping of str to str
        Name of each kind.
    predicted : str
        What the thin lines are, for the legend.
    x_title, y_title : str
        Titles of the axes.
    logarithmic : bool
        Both axes logarithmic, or both linear from 0.

    Returns
    -------
    plotly.graph_objects.Figure
        Times are in milliseconds.

    Examples
    --------
    >>> point = MeasuredPoint(value=8, median=0.002, fastest=0.001, slowest=0.004, predicted=0.002)
    >>> chart = sweep_chart(
    ...     {"standard": [point]},
    ...     {"standard": "Standard"},
    ...     predicted="by the count",
    ...     x_title="c_in",
    ...     y_title="ms",
    ...     logarithmic=True,
    ... )
    >>> list(chart.data[0].y), list(chart.data[0].error_y.array)
    ([2.0], [2.0])
    """
    figure = go.Figure()
    for number, (kind, points) in enumerate(kinds.items()):
        x = [point.value for point in points]
        figure.add_scatter(
            x=x,
            y=[1000 * point.median for point in points],
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [1000 * (point.slowest - point.median) for point in points],
                "arrayminus": [1000 * (point.median - point.fastest) for point in points],
                "thickness": 1,
            },
            name=names[kind],
            mode="lines+markers",
            line={"color": COLOURS[kind], "width": 2, "dash": DASHES[kind]},
            marker={"size": 8, "symbol": SYMBOLS[kind]},
            hovertemplate="%{x:,} → %{y:.3~g}",
        )
        figure.add_scatter(
            x=x,
            y=[1000 * point.predicted for point in points],
            name=predicted,
            legendgroup="predicted",
            showlegend=number == 0,
            mode="lines",
            line={"color": COLOURS[kind], "width": 1, "dash": "dot"},
            hovertemplate="%{x:,} → %{y:.3~g}",
        )
    dressed(figure, x_title=x_title, y_title=y_title, log_x=logarithmic, log_y=logarithmic, fractions="y")
    times = [
        time for points in kinds.values() for point in points for time in (point.predicted, point.slowest)
    ]
    if logarithmic and max(times) > 100 * min(times):
        figure.update_yaxes(dtick=1)  # more ticks than powers of ten would cover each other
    values = sorted({point.value for points in kinds.values() for point in points})
    return figure.update_xaxes(tickmode="array", tickvals=values)
