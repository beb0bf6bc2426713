"""The line between layers that depthwise separable makes cheaper and those that it makes dearer."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from sepviz.figures.cost_style import COLOURS, MARK, SHADE, dressed


def break_even_chart(
    line: Sequence[tuple[int, float | None]],
    *,
    present: tuple[int, int],
    pays: bool,
    most: int,
    words: Mapping[str, str],
) -> go.Figure:
    """Draw the break-even line over the taps of the kernel, and shade where it does not pay.

    Parameters
    ----------
    line : sequence of (int, float or None)
        Taps of the kernel, and the filters at which both layers cost the same; None where no number does.
    present : (int, int)
        Taps and filters of the present layer.
    pays : bool
        Whether it lies on the side that pays.
    most : int
        The upper end of the axis of filters.
    words : mapping of str to str
        ``line``, ``loses``, ``present``, ``x``, ``y``.

    Returns
    -------
    plotly.graph_objects.Figure
        Both axes are logarithmic.

    Examples
    --------
    >>> words = dict.fromkeys(("line", "loses", "present", "x", "y"), "")
    >>> chart = break_even_chart(
    ...     [(1, None), (2, 2.0), (4, 4 / 3)], present=(4, 1), pays=False, most=64, words=words
    ... )
    >>> [round(y, 2) for y in chart.data[0].y]
    [64.0, 64.0, 2.0, 1.33]
    """
    never = [taps for taps, filters in line if filters is None]
    finite = [(taps, filters) for taps, filters in line if filters is not None]
    # Up to the last kernel that never pays, everything is below the line.
    edge = [(taps, float(most)) for taps in ([never[0], never[-1]] if never else [])]
    border = [*edge, *finite]
    figure = go.Figure()
    figure.add_scatter(
        x=[x for x, _ in border],
        y=[y for _, y in border],
        mode="lines",
        line={"width": 0},
        fill="tozeroy",
        fillcolor=SHADE,
        name=words["loses"],
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[x for x, _ in finite],
        y=[y for _, y in finite],
        mode="lines+markers",
        line={"color": MARK, "width": 2},
        marker={"size": 5},
        name=words["line"],
        hovertemplate="%{x:,} → %{y:.4~g}",
    )
    figure.add_scatter(
        x=[present[0]],
        y=[present[1]],
        mode="markers",
        name=words["present"],
        marker={
            "size": 15,
            "symbol": "circle" if pays else "x",
            "color": COLOURS["separable"],
            "line": {"width": 2, "color": MARK},
        },
        hovertemplate="%{x:,} → %{y:,}",
    )
    dressed(figure, x_title=words["x"], y_title=words["y"], log_x=True, log_y=True)
    figure.update_yaxes(range=[-0.08, 3.06])
    return figure
