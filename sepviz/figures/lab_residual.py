"""How the residual of a projection falls with the depth multiplier, as a curve."""

from collections.abc import Sequence

import plotly.graph_objects as go

_CHOSEN, _CURVE = "#e07b1f", "#3f86c9"


def residual_chart(shares: Sequence[float], *, chosen: int, x_title: str, y_title: str) -> go.Figure:
    """Draw the lost share of the energy for depth multipliers 1, 2, ..., each with its number.

    Parameters
    ----------
    shares : list of float
        Residual energy for depth multiplier 1, 2, ..., from 0 to 1.
    chosen : int
        The depth multiplier on screen, which gets a colour of its own.
    x_title, y_title : str
        Titles of the axes.

    Returns
    -------
    plotly.graph_objects.Figure
        The figure, which follows Streamlit's theme.

    Examples
    --------
    >>> list(residual_chart([0.5, 0.0], chosen=2, x_title="m", y_title="lost").data[0].text)
    ['50.0%', '0.0%']
    """
    multipliers = list(range(1, len(shares) + 1))
    figure = go.Figure(
        go.Scatter(
            x=multipliers,
            y=list(shares),
            mode="lines+markers+text",
            text=[f"{share:.1%}" for share in shares],
            textposition="top right",
            textfont={"size": 14},
            cliponaxis=False,
            line={"color": _CURVE, "width": 2},
            marker={"size": 11, "color": [_CHOSEN if m == chosen else _CURVE for m in multipliers]},
            hovertemplate="%{x}: %{y:.2%}<extra></extra>",
        )
    )
    figure.update_layout(
        height=300,
        margin={"l": 8, "r": 48, "t": 24, "b": 8},
        font={"size": 15},
        xaxis={"title": x_title, "dtick": 1},
        yaxis={"title": y_title, "tickformat": ".0%", "rangemode": "tozero"},
        showlegend=False,
    )
    return figure
