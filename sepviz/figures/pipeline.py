"""The stages of a layer as stacked slabs, the kernels and their cost between them.

Each slab and each kernel is a small SVG; the words beside them are ordinary text, so that they keep
their size on a phone and on a projector, and a screen reader reads them in order.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_MOST_SHEETS = 9
_SHEET_STEP = 5
_TALLEST, _SHORTEST = 74, 26
_KERNEL_CELL, _MOST_CELLS = 9, 9
# The hues of the feature maps' colour scale; fill and line are readable on light and dark pages.
_INPUT, _MAPS, _KERNEL, _LINE = "#9aa5b1", "#3f86c9", "#e07b1f", "#10202e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slab:
    """A stack of maps: its name, its shape (height, width, channels), and a text equivalent."""

    name: str
    shape: tuple[int, ...]
    alt: str
    is_input: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What lies between two slabs: kernels of (kh, kw), in words, and what they cost."""

    kernel_size: tuple[int, int]
    kernels: str
    formula: str
    cost: str
    alt: str


def pipeline(parts: Sequence[Slab | Step]) -> str:
    """Return the drawing as HTML: slab, step, slab, ... in the order of the computation.

    Parameters
    ----------
    parts : sequence of Slab and Step
        Finished words and shapes; every word is escaped here.

    Returns
    -------
    str
        An ordered list with class ``pipeline``; it runs across, and downwards where that is too narrow.

    Examples
    --------
    >>> html = pipeline([Slab(name="Input", shape=(12, 12, 3), alt="3 maps of 12 x 12")])
    >>> "12 x 12 x 3" in html
    True
    """
    largest = max(max(part.shape[:2]) for part in parts if isinstance(part, Slab))
    items = [_slab(part, largest) if isinstance(part, Slab) else _step(part) for part in parts]
    return f'<ol class="pipeline">{"".join(items)}</ol>'


def _slab(slab: Slab, largest: int) -> str:
    """Return one stack of sheets; more channels than can be told apart are drawn as the most that can."""
    height, width, channels = slab.shape
    # Lengths by the square root: 8 beside 256 pixels stays visible, and stays the smaller one.
    high, wide = (round(max(_SHORTEST, _TALLEST * (size / largest) ** 0.5)) for size in (height, width))
    sheets = min(channels, _MOST_SHEETS)
    depth = (sheets - 1) * _SHEET_STEP
    fill = _INPUT if slab.is_input else _MAPS
    rectangles = "".join(
        f'<rect x="{1 + (sheets - 1 - i) * _SHEET_STEP}" y="{1 + i * _SHEET_STEP}" width="{wide}" '
        f'height="{high}" rx="2" fill="{fill}" stroke="{_LINE}"/>'
        for i in range(sheets)
    )
    drawing = _svg(wide + depth + 2, high + depth + 2, rectangles, slab.alt)
    shape = " x ".join(f"{size:,}" for size in slab.shape)
    return f'<li class="slab">{drawing}<b>{_unbroken(shape)}</b><span>{escape(slab.name)}</span></li>'


def _step(step: Step) -> str:
    """Return a kernel's grid, what it is in words, and its count under an arrow."""
    rows, columns = (min(size, _MOST_CELLS) for size in step.kernel_size)
    cells = "".join(
        f'<rect x="{1 + c * _KERNEL_CELL}" y="{1 + r * _KERNEL_CELL}" width="{_KERNEL_CELL}" '
        f'height="{_KERNEL_CELL}" fill="{_KERNEL}" stroke="{_LINE}"/>'
        for r in range(rows)
        for c in range(columns)
    )
    drawing = _svg(columns * _KERNEL_CELL + 2, rows * _KERNEL_CELL + 2, cells, step.alt)
    return (
        f'<li class="step">{drawing}<span>{_unbroken(step.kernels)}</span><span class="arrow" '
        f'aria-hidden="true"></span><b>{escape(step.cost)}</b><span>{_unbroken(step.formula)}</span></li>'
    )


def _unbroken(words: str) -> str:
    """Return escaped words in which no line ends inside a product."""
    return re.sub(r"[\d,]+( [x×] [\d,]+)+", r'<span class="unbroken">\g<0></span>', escape(words))


def _svg(width: int, height: int, content: str, alt: str) -> str:
    """Return an SVG of its own size with a text equivalent; inside an img, for pages strip inline SVG."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{content}</svg>'
    data = b64encode(svg.encode()).decode()
    source = f"data:image/svg+xml;base64,{data}"
    return f'<img alt="{escape(alt)}" width="{width}" height="{height}" src="{source}">'
