"""Small maps and kernels in rows with signs between them: an equation made of pictures."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, colour_indices, scale_of
from sepviz.figures.sheet import palette_png


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One picture of an equation.

    Parameters
    ----------
    png : bytes
        One pixel a value: the page enlarges it, with sharp pixels.
    caption : str
        Shown below it.
    alt : str
        Its text equivalent.
    size : float
        Its width beside the others; a kernel is smaller than a map.
    """

    png: bytes
    caption: str
    alt: str
    size: float = 1.0


def map_tile(
    values: NDArray[np.floating], caption: str, alt: str, *, scale: Scale | None = None, size: float = 1.0
) -> Tile:
    """Return a tile of a map or a kernel (H, W); signed and up to its largest value without a scale.

    Examples
    --------
    >>> map_tile(np.eye(3), "k", "a kernel", size=0.5).size
    0.5
    """
    used = scale or scale_of(values, signed=True)
    png = palette_png(colour_indices(values, used), signed=used.signed)
    return Tile(png=png, caption=caption, alt=alt, size=size)


def tile_rows(rows: Sequence[Sequence[Tile | str]], *, description: str) -> str:
    """Return HTML of rows of tiles and signs, all columns as wide as their widest tile.

    Parameters
    ----------
    rows : list of list of (Tile or str)
        Tiles and the signs between them, as many in each row.
    description : str
        What the whole says, for those who do not see it.

    Returns
    -------
    str
        HTML, every word escaped.

    Examples
    --------
    >>> one = map_tile(np.eye(2), "in", "the input")
    >>> "the input" in tile_rows([[one, "=", one]], description="nothing happens")
    True
    """
    sizes = [
        max(item.size if isinstance(item, Tile) else 0.0 for item in column)
        for column in zip(*rows, strict=True)
    ]
    columns = " ".join(f"{size:g}fr" if size else "auto" for size in sizes)
    cells = "".join(_cell(item) for row in rows for item in row)
    return (
        f'<div class="tiles" role="group" aria-label="{escape(description)}" '
        f'style="grid-template-columns:{columns};--room:{sum(sizes):g}">{cells}</div>'
    )


def _cell(item: Tile | str) -> str:
    """Return one tile or one sign."""
    if isinstance(item, str):
        return f'<span class="sign" aria-hidden="true">{escape(item)}</span>'
    source = base64.b64encode(item.png).decode()
    caption = f"<figcaption>{escape(item.caption)}</figcaption>" if item.caption else ""
    return f'<figure><img src="data:image/png;base64,{source}" alt="{escape(item.alt)}">{caption}</figure>'
