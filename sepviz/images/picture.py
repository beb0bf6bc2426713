"""What every format's reader hands over: a size, an orientation, and rows that are decoded on demand."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BAND_PIXELS = 1 << 16
"""Pixels that are decoded and converted at a time; small enough to stay in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture whose header has been checked and whose pixels have not been decoded yet.

    Parameters
    ----------
    width, height : int
        Size in pixels as `bands` delivers it, before `orientation` is applied.
    bands : iterator of ndarray
        Float32 planes of shape (3, rows, width), or (1, rows, width) for grey, in [0, 1], top to bottom.
    orientation : int
        1 to 8, as EXIF and TIFF count.
    """

    width: int
    height: int
    bands: Iterator[np.ndarray]
    orientation: int = 1


def row_ranges(height: int, width: int) -> Iterator[tuple[int, int]]:
    """Cut `height` rows into ranges of about `BAND_PIXELS` pixels."""
    step = max(1, BAND_PIXELS // width)
    for top in range(0, height, step):
        yield top, min(top + step, height)
