"""Numbers as bars to a linear scale, each with its name and how it comes about, as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One number: what it is, how long its bar is (None: not told yet), and what stands beside it."""

    name: str
    value: int | None
    note: str
    chosen: bool = False


def bars_html(bars: Sequence[Bar], *, description: str) -> str:
    """Return HTML of bars from 0 on one linear scale, where a small share looks small.

    Parameters
    ----------
    bars : list of Bar
        From top to bottom; those that are ``chosen`` get another colour.
    description : str
        What is compared, for those who do not see it.

    Returns
    -------
    str
        HTML, every word escaped.

    Examples
    --------
    >>> bars = [Bar(name="a", value=4, note=""), Bar(name="b", value=2, note="")]
    >>> "width:50%" in bars_html(bars, description="two numbers")
    True
    """
    longest = max(bar.value or 0 for bar in bars)
    rows = "".join(
        f'<li class="{_kind(bar)}"><span class="name">{escape(bar.name)}</span>'
        f'<span class="bar" style="width:{100 * (bar.value or longest) / longest:.5g}%"></span>'
        f'<span class="note">{escape(bar.note)}</span></li>'
        for bar in bars
    )
    return f'<ul class="bars" aria-label="{escape(description)}">{rows}</ul>'


def _kind(bar: Bar) -> str:
    """Return the class that the page's style colours."""
    return "hidden" if bar.value is None else "chosen" if bar.chosen else ""
