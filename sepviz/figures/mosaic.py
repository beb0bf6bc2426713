"""Very many maps at a glance: a square of small tiles without labels."""

import math

import numpy as np
from numpy.typing import NDArray

from sepviz.figures.colour import TRANSPARENT, Scale, colour_indices
from sepviz.figures.sheet import palette_png

_GAP = 1


def mosaic_png(maps: NDArray[np.floating], scale: Scale) -> bytes:
    r"""Draw maps (H, W, C) as a PNG with one pixel a value, as square as C allows.

    Parameters
    ----------
    maps : ndarray of shape (H, W, C)
        Feature maps, channels last.
    scale : Scale
        What the colours mean, for all of them.

    Returns
    -------
    bytes
        The PNG file; the pixels between the tiles are transparent.

    Examples
    --------
    >>> mosaic_png(np.zeros((8, 8, 256)), Scale(limit=1.0, signed=True))[:4]
    b'\x89PNG'
    """
    height, width, count = maps.shape
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    canvas = np.full(
        (rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP), TRANSPARENT, np.uint8
    )
    for index, tile in enumerate(np.moveaxis(colour_indices(maps, scale), -1, 0)):
        row, column = divmod(index, columns)
        top, left = row * (height + _GAP), column * (width + _GAP)
        canvas[top : top + height, left : left + width] = tile
    return palette_png(canvas, signed=scale.signed)
