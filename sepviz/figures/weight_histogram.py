"""Weights as a histogram, with the limits and the counts that their distribution promises.

It is plain HTML: the browser would take seconds to load a plotting library for it.
"""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise


def weight_histogram(
    counts: Sequence[int],
    edges: Sequence[float],
    *,
    promised: Sequence[float] | None,
    limits: tuple[float, float] | None,
    names: Mapping[str, str],
) -> str:
    """Draw how many weights fall between each two edges.

    Parameters
    ----------
    counts : list of int
        Weights in each bin.
    edges : list of float
        Limits of the bins, equally far apart, one more than counts.
    promised : list of float, or None
        Number of weights that is to be expected in each bin.
    limits : pair of float, or None
        Values beyond which there can be no weight, drawn as dashed lines.
    names : mapping of str to str
        Words for ``weights``, ``promise``, ``limit``, ``axis``, ``count``, and ``alt``, which says it all.

    Returns
    -------
    str
        HTML, in which every word is escaped.

    Examples
    --------
    >>> names = dict.fromkeys(("weights", "promise", "limit", "axis", "count", "alt"), "")
    >>> html = weight_histogram([1, 2], [0, 1, 2], promised=None, limits=(0, 2), names=names)
    >>> html.count('class="bin"'), html.count('class="limit"')
    (2, 2)
    """
    most = max(*counts, *(promised or ()), 1)
    promises = [f" --promise: {promise / most:.2%};" for promise in promised or ()] or [""] * len(counts)
    bins = [
        _bin(f"--count: {count / most:.2%};{promise}", span, count)
        for count, span, promise in zip(counts, pairwise(edges), promises, strict=True)
    ]
    low, high = edges[0], edges[-1]
    dashed = [_limit(limit, (limit - low) / (high - low), names["limit"]) for limit in limits or ()]
    ticks = "".join(f"<span>{_number(value)}</span>" for value in (low, (low + high) / 2, high))
    legend = f'<span class="weights">{escape(names["weights"])}</span>'
    if promised:
        legend += f'<span class="promise">{escape(names["promise"])}</span>'
    return (
        f'<figure class="histogram" role="img" aria-label="{escape(names["alt"])}">'
        f'<p class="legend">{legend}</p><p class="counts">{escape(names["count"])}: 0 – {most:.4g}</p>'
        f'<div class="plot">{"".join(bins)}{"".join(dashed)}</div>'
        f'<p class="ticks">{ticks}</p><figcaption>{escape(names["axis"])}</figcaption></figure>'
    )


def _bin(style: str, span: tuple[float, float], count: int) -> str:
    """Return one bar, and a mark at the height that was promised, if any was."""
    kind = "bin marked" if "--promise" in style else "bin"
    title = f"{_number(span[0])} … {_number(span[1])}: {count:,}"
    return f'<div class="{kind}" style="{style}" title="{title}"></div>'


def _limit(value: float, place: float, word: str) -> str:
    """Return a dashed line with its value."""
    return (
        f'<div class="limit" style="left: {place:.2%}"><span>{escape(word)} {_number(value)}</span></div>'
    )


def _number(value: float) -> str:
    """Return a value in three digits; what rounding leaves of 0 is 0."""
    return f"{value if abs(value) > 1e-12 else 0:.3g}".replace("-", "−")
