"""Scale a picture down by area: every input pixel counts for the part of it that an output pixel covers.

The average over an area is separable: along the rows first, then down the columns. It never needs the whole
picture: bands of rows come in, and only the result is kept.
"""

from collections.abc import Iterable

import numpy as np


def result_size(height: int, width: int, max_side: int) -> tuple[int, int]:
    """Return (height, width) with the longer side at most `max_side`; nothing is enlarged.

    Examples
    --------
    >>> result_size(3000, 4000, 1024)
    (768, 1024)
    >>> result_size(3, 5, 1024)
    (3, 5)
    """
    longer = max(height, width)
    if longer <= max_side:
        return height, width
    return _scaled(height, max_side, longer), _scaled(width, max_side, longer)


def _scaled(side: int, numerator: int, denominator: int) -> int:
    """Round side * numerator / denominator half up, to at least one pixel."""
    return max(1, (2 * side * numerator + denominator) // (2 * denominator))


def shrink(bands: Iterable[np.ndarray], source: tuple[int, int], target: tuple[int, int]) -> np.ndarray:
    """Average bands of rows to planes of shape (channels, *target).

    Parameters
    ----------
    bands : iterable of ndarray
        Float32 planes (channels, rows, width), top to bottom, `source[0]` rows altogether.
    source, target : (height, width)
        Sizes in pixels; `target` is nowhere larger than `source`.

    Returns
    -------
    ndarray
        Float32, (channels, *target).

    Examples
    --------
    >>> shrink([np.array([[[0, 3, 6]]]), np.array([[[6, 3, 0]]])], (2, 3), (1, 2))
    array([[[3., 3.]]], dtype=float32)
    """
    height, width = source
    result, waiting = None, None
    bottom = done = 0
    for band in bands:
        rows = _average(band, width, target[1], range(target[1]), axis=2)
        waiting = rows if waiting is None else np.concatenate([waiting, rows], axis=1)
        bottom += band.shape[1]
        top = bottom - waiting.shape[1]
        complete = range(done, min(bottom * target[0] // height, target[0]))
        if result is None:
            result = np.empty((len(band), *target), np.float32)
        if complete:
            result[:, done : complete.stop] = _average(
                waiting, height, target[0], complete, axis=1, start=top
            )
            done = complete.stop
        waiting = waiting[:, done * height // target[0] - top :]  # what the next output row begins with
    if result is None or bottom != height:
        raise ValueError("bands do not add up to the picture")
    return result


def _average(
    values: np.ndarray, source: int, target: int, outputs: range, *, axis: int, start: int = 0
) -> np.ndarray:
    """Average `source` pixels along one axis to `target`; return the range `outputs` of them.

    `values` hold the inputs from pixel `start` on, as far as these outputs reach. Output i begins at
    i * source / target: it is the sum of the whole pixels from there on, less the part of the first one
    that lies before, and with the part of the one in which the next output begins.
    """
    if source == target:
        return values
    edges = np.arange(outputs.start, outputs.stop + 1, dtype=np.int64) * source
    whole, part = edges // target - start, (edges % target / target).astype(np.float32)
    last = values.shape[axis] - 1  # the very last edge takes no part of a pixel
    parts = values.take(np.minimum(whole, last), axis) * (part if axis == 2 else part[:, None])
    inside = values[:, : whole[-1]] if axis == 1 else values[:, :, : whole[-1]]
    sums = np.add.reduceat(inside, whole[:-1], axis=axis) + np.diff(parts, axis=axis)
    return (sums * np.float32(target / source)).astype(np.float32, copy=False)
