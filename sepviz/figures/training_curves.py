"""Curves of a training over one axis: lines in an image that stretches, with words as HTML around it.

It is no plot of a plotting library: the browser would take seconds to load that.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite

COLOURS = ("#3f86c9", "#e07b1f")
"""One for each network; both are told from the other, and from light and dark ground."""
_GRID = "#8a95a1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line; a value that is no number ends it."""

    x: Sequence[float]
    y: Sequence[float]
    colour: str
    dashed: bool = False


def training_curves(
    curves: Sequence[Curve],
    *,
    title: str,
    top: float,
    end: float,
    y_labels: tuple[str, str],
    x_labels: Sequence[str],
    description: str,
    x_title: str = "",
    playing: bool = False,
) -> str:
    """Draw curves above 0, from 0 to ``end``; what lies above ``top`` runs along the upper edge.

    Parameters
    ----------
    curves : list of Curve
        The lines.
    title : str
        What the curves show.
    top, end : float
        Upper end of the vertical axis, right end of the horizontal one.
    y_labels : pair of str
        At the top and at 0.
    x_labels : list of str
        Below, from the left to the right end; empty for none.
    description : str
        What is drawn, for those who do not see it.
    x_title : str, optional
        What the horizontal axis counts, below its labels.
    playing : bool, optional
        Whether the curves are drawn from left to right as they are shown.

    Returns
    -------
    str
        HTML, every word escaped.

    Examples
    --------
    >>> curve = Curve(x=[0, 1], y=[2.0, 1.0], colour="#000")
    >>> html = training_curves([curve], title="loss", top=2.0, end=1, y_labels=("2", "0"), x_labels=(),
    ...     description="it falls")
    >>> 'aria-label="it falls"' in html
    True
    """
    lines = "".join(_line(curve, top, end) for curve in curves)
    grid = "".join(
        f'<path d="M0 {y}H100" stroke="{_GRID}" stroke-opacity=".45" vector-effect="non-scaling-stroke"/>'
        for y in (0.5, 25, 50, 75, 99.5)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f"{grid}{lines}</svg>"
    )
    source = b64encode(svg.encode()).decode()
    labels = "".join(f"<span>{escape(label)}</span>" for label in x_labels)
    axis = f'<p class="x-title" aria-hidden="true">{escape(x_title)}</p>' if x_title else ""
    return (
        f'<figure class="train-plot{" playing" * playing}" role="img" aria-label="{escape(description)}">'
        f'<figcaption aria-hidden="true">{escape(title)}</figcaption><div aria-hidden="true">'
        f'<p class="ys"><span>{escape(y_labels[0])}</span><span>{escape(y_labels[1])}</span></p>'
        f'<img alt="" src="data:image/svg+xml;base64,{source}"></div>'
        f'<p class="xs" aria-hidden="true">{labels}</p>{axis}</figure>'
    )


def legend(networks: Sequence[str], solid: str, dashed: str) -> str:
    """Return which colour and which kind of line is what, as HTML.

    Examples
    --------
    >>> "<li>" in legend(["one"], "mean", "worst and best")
    True
    """
    coloured = "".join(
        f'<li><span style="background:{colour}"></span>{escape(name)}</li>'
        for colour, name in zip(COLOURS, networks, strict=False)
    )
    return (
        f'<ul class="train-legend">{coloured}<li><i></i>{escape(solid)}</li>'
        f'<li><i class="dashed"></i>{escape(dashed)}</li></ul>'
    )


def _line(curve: Curve, top: float, end: float) -> str:
    """Return one line, up to the first value that is no number."""
    places = []
    for x, y in zip(curve.x, curve.y, strict=True):
        if not isfinite(y):
            break
        places.append(f"{100 * x / (end or 1):.2f},{100 - 99 * min(y / top, 1):.2f}")
    dashes = ' stroke-dasharray="6 4"' if curve.dashed else ""
    return (
        f'<polyline points="{" ".join(places)}" fill="none" stroke="{curve.colour}" stroke-width="2.2" '
        f'stroke-linejoin="round" vector-effect="non-scaling-stroke"{dashes}/>'
    )
