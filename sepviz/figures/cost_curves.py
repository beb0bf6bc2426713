"""How a quantity of each kind of layer grows with one setting, as curves with the present layer on them."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from sepviz.figures.cost_style import COLOURS, DASHES, MARK, SYMBOLS, dressed

Points = Sequence[tuple[float, float]]


def cost_curves(
    curves: Mapping[str, Points],
    names: Mapping[str, str],
    *,
    present: float | None,
    x_title: str,
    y_title: str,
    logarithmic: bool,
) -> go.Figure:
    """Draw one curve a kind of layer, and mark where the present layer is.

    Parameters
    ----------
    curves : mapping of str to sequence of (float, float)
        Points by kind.
    names : mapping of str to str
        Name of each kind.
    present : float or None
        The present value on the horizontal axis; None where it is on no curve.
    x_title, y_title : str
        Titles of the axes.
    logarithmic : bool
        Both axes logarithmic, or both linear from 0.

    Returns
    -------
    plotly.graph_objects.Figure
        The figure, which follows Streamlit's theme.

    Examples
    --------
    >>> chart = cost_curves(
    ...     {"standard": [(1, 9), (2, 18)]},
    ...     {"standard": "Standard"},
    ...     present=2,
    ...     x_title="c_in",
    ...     y_title="multiplications",
    ...     logarithmic=False,
    ... )
    >>> [list(trace.y) for trace in chart.data]
    [[9, 18], [18]]
    """
    figure = go.Figure()
    for kind, points in curves.items():
        _curve(figure, kind, names[kind], points)
        at = [(x, y) for x, y in points if x == present]
        if at:
            _present(figure, kind, names[kind], at)
    if present is not None:
        figure.add_vline(x=present, line={"color": MARK, "width": 1, "dash": "dot"})
    return dressed(figure, x_title=x_title, y_title=y_title, log_x=logarithmic, log_y=logarithmic)


def _curve(figure: go.Figure, kind: str, name: str, points: Points) -> None:
    """Add the curve of a kind."""
    figure.add_scatter(
        x=[x for x, _ in points],
        y=[y for _, y in points],
        name=name,
        mode="lines+markers",
        line={"color": COLOURS[kind], "width": 2, "dash": DASHES[kind]},
        marker={"size": 5, "symbol": SYMBOLS[kind]},
        hovertemplate="%{x:,} → %{y:,}",
    )


def _present(figure: go.Figure, kind: str, name: str, at: Points) -> None:
    """Mark the present layer on a curve."""
    figure.add_scatter(
        x=[x for x, _ in at],
        y=[y for _, y in at],
        name=name,
        mode="markers",
        marker={
            "size": 14,
            "symbol": SYMBOLS[kind],
            "color": COLOURS[kind],
            "line": {"width": 2, "color": MARK},
        },
        showlegend=False,
        hovertemplate="%{x:,} → %{y:,}",
    )


def share_chart(
    shares: Points,
    *,
    present: tuple[float, float],
    asymptote: float,
    words: Mapping[str, str],
) -> go.Figure:
    """Draw the share of the standard layer that depthwise separable needs, and where it does not pay.

    Parameters
    ----------
    shares : sequence of (float, float)
        Filters and share.
    present : (float, float)
        The present layer.
    asymptote : float
        What the share falls to with ever more filters.
    words : mapping of str to str
        ``share``, ``asymptote``, ``loses``, ``present``, ``x``, ``y``.

    Returns
    -------
    plotly.graph_objects.Figure
        Both axes are logarithmic.

    Examples
    --------
    >>> words = dict.fromkeys(("share", "asymptote", "loses", "present", "x", "y"), "")
    >>> chart = share_chart([(1, 1.1), (9, 0.2)], present=(9, 0.2), asymptote=1 / 9, words=words)
    >>> chart.layout.xaxis.type
    'log'
    """
    figure = go.Figure()
    figure.add_scatter(
        x=[x for x, _ in shares],
        y=[y for _, y in shares],
        name=words["share"],
        mode="lines",
        line={"color": COLOURS["separable"], "width": 3},
        hovertemplate="%{x:,} → %{y:.4f}",
    )
    last = shares[-1][0]
    for y, name, dash in ((asymptote, words["asymptote"], "dash"), (1.0, words["loses"], "dot")):
        figure.add_scatter(
            x=[1, last],
            y=[y, y],
            name=name,
            mode="lines",
            line={"color": MARK if y == 1 else COLOURS["depthwise"], "width": 2, "dash": dash},
            hovertemplate="%{y:.4f}",
        )
    top = max(1.2, *(y for _, y in shares)) * 1.1
    figure.add_hrect(y0=1, y1=top, fillcolor=MARK, opacity=0.14, line_width=0)
    _dot(figure, present, words["present"])
    return dressed(figure, x_title=words["x"], y_title=words["y"], log_x=True, log_y=True, fractions="y")


def _dot(figure: go.Figure, at: tuple[float, float], name: str) -> None:
    """Mark the present layer."""
    figure.add_scatter(
        x=[at[0]],
        y=[at[1]],
        name=name,
        mode="markers",
        marker={"size": 14, "color": COLOURS["separable"], "line": {"width": 2, "color": MARK}},
        hovertemplate="%{x:,} → %{y:.4~g}",
    )
