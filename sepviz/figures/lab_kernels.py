"""Kernels in an equation: tables of numbers on one colour scale, column and row of a term at its edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, colour_indices, ink, palette
from sepviz.figures.kernel_card import weight_text

# Up to so many columns: digits of a number, and class of the table.
_SIZES = ((5, 3, ""), (9, 2, "small"), (15, 1, "tiny"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KernelPart:
    """One kernel of an equation.

    Parameters
    ----------
    caption : str
        What stands above it.
    weights : ndarray, shape (kh, kw)
        The taps.
    sign : str
        What stands before it, such as ``=`` or ``+``.
    column, row : ndarray, optional
        Vertical (kh,) and horizontal (kw,) taps whose outer product it is, written along its edges.
    limit : float, optional
        The magnitude of the last colour; the largest magnitude of all parts by default.

    Examples
    --------
    >>> KernelPart(caption="Kernel 1 x 2", weights=np.array([[1.0, -1.0]])).sign
    ''
    """

    caption: str
    weights: NDArray[np.floating]
    sign: str = ""
    column: NDArray[np.floating] | None = None
    row: NDArray[np.floating] | None = None
    limit: float | None = None


def kernel_equation(parts: Sequence[KernelPart]) -> str:
    """Return HTML with kernels side by side, equal colours meaning equal taps.

    Parameters
    ----------
    parts : list of KernelPart
        In order of the equation.

    Returns
    -------
    str
        HTML in which every word is escaped; each kernel is a table that a screen reader can read.

    Examples
    --------
    >>> html = kernel_equation([KernelPart(caption="K", weights=np.eye(3)), KernelPart(
    ...     caption="term 1", weights=np.eye(3), sign="=")])
    >>> html.count("<table"), "=" in html
    (2, True)
    """
    common = max(float(np.abs(part.weights).max()) for part in parts)
    pieces = [_part(part, part.limit or common or 1.0) for part in parts]
    return f'<div class="kernel-card lab-equation">{"".join(pieces)}</div>'


def _part(part: KernelPart, limit: float) -> str:
    """Return one kernel with its sign and caption."""
    sign = f'<span class="sign">{escape(part.sign)}</span>' if part.sign else ""
    digits, size = next((digits, size) for most, digits, size in _SIZES if part.weights.shape[1] <= most)
    table = f'<table class="{size}">{_head(part, digits)}{_body(part, limit, digits)}</table>'
    figure = f"<figure><figcaption>{escape(part.caption)}</figcaption>{table}</figure>"
    return f'<div class="part">{sign}{figure}</div>'


def _head(part: KernelPart, digits: int) -> str:
    """Return the horizontal taps above the kernel."""
    if part.row is None:
        return ""
    return f"<tr><td></td>{''.join(f'<th>{_short(tap, digits)}</th>' for tap in part.row)}</tr>"


def _body(part: KernelPart, limit: float, digits: int) -> str:
    """Return the lines of the kernel, each behind its vertical tap."""
    indices = colour_indices(part.weights, Scale(limit=limit, signed=True))
    colours = palette(signed=True)[indices]
    lines = []
    for i, line in enumerate(part.weights):
        edge = "" if part.column is None else f"<th>{_short(part.column[i], digits)}</th>"
        cells = "".join(_cell(tap, colours[i, j], digits) for j, tap in enumerate(line))
        lines.append(f"<tr>{edge}{cells}</tr>")
    return "".join(lines)


def _cell(tap: float, colour: NDArray[np.integer], digits: int) -> str:
    """Return one tap in black or white ink, whichever is easier to read on its colour."""
    red, green, blue = (int(c) for c in colour)
    style = f"background:rgb({red},{green},{blue});color:{ink(colour)}"
    return f'<td class="tap" style="{style}" title="{weight_text(tap)}">{_short(tap, digits)}</td>'


def _short(tap: float, digits: int) -> str:
    """Return a tap with few digits, without the zero before the point, and rounding dust as 0.

    Examples
    --------
    >>> _short(-0.125, 2), _short(2.0, 1), _short(3e-17, 3)
    ('−.12', '2', '0')
    """
    if abs(tap) < 1e-12:
        return "0"
    number = f"{tap:.{digits}g}"
    return (
        number.replace("0.", ".", 1).replace("-", "−")
        if number.lstrip("-").startswith("0.")
        else number.replace("-", "−")
    )
