"""A kernel as a table of numbers on the colours of the feature maps, its factors beside it."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, colour_indices, ink, palette

_LARGEST_WITH_NUMBERS = 7
_SCALE_OF = 1e-12


def kernel_card(parts: Sequence[tuple[str, NDArray[np.floating]]], signs: Sequence[str]) -> str:
    """Return HTML with 2-D arrays side by side, each under its caption, signs such as ``=`` between them.

    Parameters
    ----------
    parts : list of (str, ndarray of shape (kh, kw))
        Captions and weights; a column is (kh, 1), a row (1, kw).
    signs : list of str
        One fewer than parts.

    Returns
    -------
    str
        HTML in which every word is escaped; the numbers are a table, which a screen reader can read.

    Examples
    --------
    >>> "<table" in kernel_card([("Kernel 1 x 2", np.array([[1.0, -1.0]]))], [])
    True
    """
    pieces = []
    for index, (caption, weights) in enumerate(parts):
        sign = f'<span class="sign">{escape(signs[index - 1])}</span>' if index else ""
        figure = f"<figure><figcaption>{escape(caption)}</figcaption>{_table(weights)}</figure>"
        pieces.append(f'<div class="part">{sign}{figure}</div>')
    small = " small" if max(max(weights.shape) for _, weights in parts) > _LARGEST_WITH_NUMBERS else ""
    return f'<div class="kernel-card{small}">{"".join(pieces)}</div>'


def _table(weights: NDArray[np.floating]) -> str:
    """Return the weights as a table; large kernels show colours only and numbers on hovering."""
    limit = float(np.abs(weights).max())
    indices = colour_indices(weights, Scale(limit=limit if limit > _SCALE_OF else 1.0, signed=True))
    colours = palette(signed=True)
    numbers = max(weights.shape) <= _LARGEST_WITH_NUMBERS
    rows = "".join(
        "<tr>"
        + "".join(_cell(value, colours[i], numbers=numbers) for value, i in zip(line, row, strict=True))
        + "</tr>"
        for line, row in zip(weights, indices, strict=True)
    )
    return f"<table>{rows}</table>"


def _cell(value: float, colour: NDArray[np.integer], *, numbers: bool) -> str:
    """Return one cell with black or white ink, whichever is easier to read on its colour."""
    red, green, blue = (int(c) for c in colour)
    text = weight_text(value)
    style = f"background:rgb({red},{green},{blue});color:{ink(colour)}"
    return f'<td style="{style}" title="{text}">{text if numbers else ""}</td>'


def weight_text(value: float) -> str:
    """Return a weight in at most three digits, with a real minus sign.

    Examples
    --------
    >>> weight_text(-2.0), weight_text(1 / 9), weight_text(0.0)
    ('−2', '0.111', '0')
    """
    return f"{value + 0.0:.3g}".replace("-", "−")
