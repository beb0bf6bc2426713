"""Small pictures of several maps in one PNG, side by side: what a component cuts thumbnails from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sepviz.figures.colour import Scale
from sepviz.figures.sheet import palette_png, resized, tile_colours

# Up to so many tiles, so long a side: a picture of more maps shows each of them smaller.
_SIDES = ((4, 96), (8, 72), (12, 56))
_SMALLEST_SIDE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprite:
    """A PNG of ``count`` tiles of ``height`` x ``width`` pixels in one row."""

    png: bytes
    height: int
    width: int
    count: int


def sprite(maps: NDArray[np.floating], scales: Scale | list[Scale]) -> Sprite:
    """Draw maps (H, W, C) in one scale or one for each; large ones are averaged down, none is enlarged.

    Examples
    --------
    >>> drawn = sprite(np.zeros((6, 8, 3)), Scale(limit=1.0, signed=True))
    >>> drawn.height, drawn.width, drawn.count
    (6, 8, 3)
    """
    height, width, count = maps.shape
    side = next((side for most, side in _SIDES if count <= most), _SMALLEST_SIDE)
    shrink = max(1.0, max(height, width) / side)
    tile = max(1, round(height / shrink)), max(1, round(width / shrink))
    colours, signed = tile_colours(resized(maps, *tile), scales)
    strip = np.moveaxis(colours, 2, 1).reshape(tile[0], count * tile[1])
    return Sprite(png=palette_png(strip, signed=signed), height=tile[0], width=tile[1], count=count)
