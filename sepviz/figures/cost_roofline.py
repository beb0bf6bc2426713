"""The roofline of a machine with the stages of a layer on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from sepviz.figures.cost_style import COLOURS, MARK, SYMBOLS, dressed


@dataclass(frozen=True, slots=True, kw_only=True)
class RooflinePoint:
    """One stage: multiplications a byte, and a second: at most, and as measured where it was."""

    kind: str
    name: str
    intensity: float
    attainable: float
    measured: float | None = None


def roofline_chart(
    points: Sequence[RooflinePoint], *, multiplications: float, bytes_moved: float, words: Mapping[str, str]
) -> go.Figure:
    """Draw both ceilings and, for each stage, where it could be and where it was measured.

    Parameters
    ----------
    points : sequence of RooflinePoint
        The stages.
    multiplications, bytes_moved : float
        The machine's ceilings, each in a second.
    words : mapping of str to str
        ``roof``, ``measured``, ``attainable``, ``x``, ``y``.

    Returns
    -------
    plotly.graph_objects.Figure
        Both axes are logarithmic.

    Examples
    --------
    >>> words = dict.fromkeys(("roof", "measured", "attainable", "x", "y"), "")
    >>> point = RooflinePoint(kind="standard", name="standard", intensity=4.0, attainable=40.0)
    >>> chart = roofline_chart([point], multiplications=100.0, bytes_moved=10.0, words=words)
    >>> list(chart.data[0].x), list(chart.data[0].y)
    ([1.0, 10.0, 100.0], [10.0, 100.0, 100.0])
    """
    ridge = multiplications / bytes_moved
    intensities = [point.intensity for point in points]
    low, high = min([ridge / 10, *[x / 2 for x in intensities]]), max([ridge * 10, *intensities]) * 1.0
    figure = go.Figure()
    figure.add_scatter(
        x=[low, ridge, high],
        y=[low * bytes_moved, multiplications, multiplications],
        mode="lines",
        name=words["roof"],
        line={"color": MARK, "width": 3},
        hovertemplate="%{x:.3~g} → %{y:.3s}",
    )
    for point in points:
        _stage(figure, point, words)
    return dressed(
        figure, x_title=words["x"], y_title=words["y"], log_x=True, log_y=True, height=440, fractions="x"
    )


def _stage(figure: go.Figure, point: RooflinePoint, words: Mapping[str, str]) -> None:
    """Draw a stage: hollow on the roof, filled where it was measured, and a line between."""
    style = {"symbol": SYMBOLS[point.kind], "color": COLOURS[point.kind], "size": 13}
    figure.add_scatter(
        x=[point.intensity],
        y=[point.attainable],
        mode="markers",
        marker=style | {"symbol": f"{style['symbol']}-open", "line": {"width": 2}},
        name=f"{point.name} ({words['attainable']})",
        showlegend=False,
        hovertemplate="%{x:.3~g} → %{y:.3s}",
    )
    if point.measured is None:
        return
    figure.add_scatter(
        x=[point.intensity, point.intensity],
        y=[point.attainable, point.measured],
        mode="lines+markers",
        line={"color": COLOURS[point.kind], "width": 1, "dash": "dot"},
        marker=style | {"size": [1, 13]},
        name=point.name,
        hovertemplate="%{x:.3~g} → %{y:.3s}",
    )
