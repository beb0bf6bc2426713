"""Weights as a histogram, with the limits and the curve that their distribution promises."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import plotly.graph_objects as go

_BAR, _CURVE, _LIMIT = "#3f86c9", "#e07b1f", "#8a95a1"


def weight_histogram(
    counts: Sequence[int],
    edges: Sequence[float],
    *,
    curve: tuple[Sequence[float], Sequence[float]] | None,
    limits: tuple[float, float] | None,
    names: Mapping[str, str],
) -> go.Figure:
    """Draw how many weights fall between each two edges.

    Parameters
    ----------
    counts : list of int
        Weights in each bin.
    edges : list of float
        Limits of the bins, one more than counts.
    curve : pair of list of float, or None
        Values and the number of weights a bin that is to be expected there.
    limits : pair of float, or None
        Values beyond which there can be no weight, drawn as dashed lines.
    names : mapping of str to str
        Words for ``weights``, ``promise``, ``limit``, ``axis`` and ``count``.

    Returns
    -------
    plotly.graph_objects.Figure
        The figure, which follows Streamlit's theme.

    Examples
    --------
    >>> names = dict.fromkeys(("weights", "promise", "limit", "axis", "count"), "")
    >>> len(weight_histogram([1, 2], [0, 1, 2], curve=None, limits=(0, 2), names=names).data)
    1
    """
    centres = [(low + high) / 2 for low, high in pairwise(edges)]
    width = (edges[-1] - edges[0]) / len(counts)
    figure = go.Figure(
        go.Bar(
            x=centres,
            y=list(counts),
            width=width,
            name=names["weights"],
            marker_color=_BAR,
            hovertemplate="%{x:.3g}: %{y}<extra></extra>",
        )
    )
    if curve:
        line = {"color": _CURVE, "width": 3}
        figure.add_scatter(
            x=list(curve[0]), y=list(curve[1]), name=names["promise"], line=line, hoverinfo="skip"
        )
    for limit in limits or ():
        words = f"{names['limit']} {limit:.3g}".replace("-", "−")
        figure.add_vline(limit, line={"color": _LIMIT, "dash": "dash"})
        figure.add_annotation(x=limit, y=1, yref="paper", yanchor="bottom", text=words, showarrow=False)
    figure.update_layout(
        height=320,
        margin={"l": 8, "r": 8, "t": 64, "b": 8},
        font={"size": 15},
        xaxis={"title": names["axis"]},
        yaxis={"title": names["count"]},
        legend={"orientation": "h", "y": 1.3},
        bargap=0,
    )
    return figure
