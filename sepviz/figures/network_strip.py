"""A network as a row of bars, one a layer: its height is the layer's share, its colours are its kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

KIND_COLOURS = {
    "standard": "#3f86c9",
    "pointwise": "#e07b1f",
    "depthwise": "#12947c",
    "rectangular": "#a45fc4",
    "dense": "#7f8b97",
}
"""The colour of each kind of convolution; the page's style has the same ones by class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerBar:
    """One layer: the share of each of its convolutions (parts of 1) by kind, and what it is in words."""

    parts: tuple[tuple[str, float], ...]
    words: str


def network_strip(bars: Sequence[LayerBar], *, top: float, name: str, description: str) -> str:
    """Return HTML of bars from 0 on one linear scale, each a link to its row in a table.

    Parameters
    ----------
    bars : list of LayerBar
        From the first layer to the last.
    top : float
        The share at the upper end of the scale.
    name : str
        Identifies the network on the page; the row of layer 3 has the id ``"<name>-3"``.
    description : str
        What is drawn, for those who do not see it.

    Returns
    -------
    str
        HTML, every word escaped.

    Examples
    --------
    >>> bar = LayerBar(parts=(("standard", 0.25),), words="conv1")
    >>> 'style="height:50%"' in network_strip([bar], top=0.5, name="a", description="one layer")
    True
    """
    items = "".join(_bar(bar, top, f"{name}-{number}", number) for number, bar in enumerate(bars, 1))
    return (
        f'<div class="net-plot"><span class="net-top">{100 * top:.1f}%</span>'
        '<span class="net-zero">0</span>'
        f'<ol class="net-strip" data-strip="{escape(name)}" aria-label="{escape(description)}">'
        f"{items}</ol></div>"
    )


def _bar(bar: LayerBar, top: float, target: str, number: int) -> str:
    """Return one bar; only the first is reached by the tab key, the arrow keys reach the others."""
    parts = "".join(
        f'<span class="k-{kind}" style="height:{100 * share / top if top else 0:.4g}%"></span>'
        for kind, share in reversed(bar.parts)
    )
    where, stop = escape(target), 0 if number == 1 else -1
    return (
        f'<li><a href="#{where}" data-layer="{where}" tabindex="{stop}" aria-label="{escape(bar.words)}">'
        f"{parts}</a></li>"
    )


def share_bar(shares: Sequence[tuple[str, float]], *, description: str) -> str:
    """Return HTML of one bar of full width, divided by kind.

    Parameters
    ----------
    shares : list of (str, float)
        Kinds and their parts of 1.
    description : str
        The same in words.

    Returns
    -------
    str
        HTML, every word escaped.

    Examples
    --------
    >>> '<span class="k-dense" style="width:100%">' in share_bar([("dense", 1.0)], description="all dense")
    True
    """
    parts = "".join(
        f'<span class="k-{kind}" style="width:{100 * share:.4g}%"></span>'
        for kind, share in shares
        if share
    )
    return f'<div class="net-shares" role="img" aria-label="{escape(description)}">{parts}</div>'
