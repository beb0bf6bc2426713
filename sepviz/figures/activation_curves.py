"""Activation functions as curves in one diagram, the chosen one standing out."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

_CHOSEN = "#e07b1f"
# Told apart by colour and by dashes: the palette of Okabe and Ito, made for colour blindness.
_OTHERS = (
    ("#0072b2", "dash"),
    ("#009e73", "dot"),
    ("#cc79a7", "dashdot"),
    ("#56b4e9", "longdash"),
    ("#8a95a1", "solid"),
    ("#b8860b", "longdashdot"),
    ("#7a5ac2", "dash"),
)


def activation_curves(
    x: Sequence[float], curves: Mapping[str, Sequence[float]], *, chosen: str, x_title: str, y_title: str
) -> go.Figure:
    """Draw functions of one value over the same axis.

    Parameters
    ----------
    x : list of float
        Values that go in.
    curves : mapping of str to list of float
        What comes out, by the name in the legend.
    chosen : str
        Name of the curve that is thick and on top; it need not be among them.
    x_title, y_title : str
        Titles of the axes.

    Returns
    -------
    plotly.graph_objects.Figure
        The figure, which follows Streamlit's theme.

    Examples
    --------
    >>> figure = activation_curves([0, 1], {"a": [0, 1], "b": [0, 2]}, chosen="a", x_title="", y_title="")
    >>> [curve.name for curve in figure.data]
    ['b', 'a']
    """
    figure = go.Figure()
    for index, name in enumerate(sorted(curves, key=lambda name: name == chosen)):
        colour, dash = _OTHERS[index % len(_OTHERS)]
        line = (
            {"color": _CHOSEN, "width": 5}
            if name == chosen
            else {"color": colour, "dash": dash, "width": 2}
        )
        figure.add_scatter(
            x=list(x), y=list(curves[name]), name=name, line=line, hovertemplate="%{x:.2f} → %{y:.3f}"
        )
    figure.update_layout(
        height=400,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"size": 15},
        xaxis={"title": x_title, "zeroline": True},
        yaxis={"title": y_title, "range": [-2.5, 8], "zeroline": True},
        legend={"orientation": "h", "y": -0.25},
    )
    return figure
