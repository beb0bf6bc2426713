"""Scale a picture down by area: every input pixel counts for the part of it that an output pixel covers.

The average over an area is separable: rows first, columns after, each a small matrix product. It needs no
picture in full: bands of rows come in, and only the result is kept.
"""

from collections.abc import Iterable, Iterator

import numpy as np

_BLOCK = 32  # outputs computed by one matrix product


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
    """
    planes, top = None, 0
    for band in bands:
        if planes is None:
            planes = np.zeros((len(band), *target), np.float32)
        _add_rows(planes, _shrink_columns(band, target[1]), top, source[0])
        top += band.shape[1]
    if planes is None or top != source[0]:
        raise ValueError("bands do not add up to the picture")
    return planes


def _shrink_columns(band: np.ndarray, width: int) -> np.ndarray:
    """Average the columns of a band (channels, rows, columns) to `width`."""
    channels, rows, columns = band.shape
    if columns == width:
        return band
    lines = band.reshape(channels * rows, columns)
    result = np.empty((len(lines), width), np.float32)
    for inputs, outputs, weights in _blocks(range(columns), columns, width):
        np.matmul(
            lines[:, inputs.start : inputs.stop], weights.T, out=result[:, outputs.start : outputs.stop]
        )
    return result.reshape(channels, rows, width)


def _add_rows(planes: np.ndarray, band: np.ndarray, top: int, source_height: int) -> None:
    """Add what input rows `top` and below contribute to the output rows that they touch."""
    height, rows = planes.shape[1], band.shape[1]
    if height == source_height:
        planes[:, top : top + rows] = band
        return
    for inputs, outputs, weights in _blocks(range(top, top + rows), source_height, height):
        planes[:, outputs.start : outputs.stop] += weights @ band[:, inputs.start - top : inputs.stop - top]


def _blocks(inputs: range, source: int, target: int) -> Iterator[tuple[range, range, np.ndarray]]:
    """Yield (inputs, outputs, weights), a few outputs at a time: the weights stay a small matrix."""
    end = -(-inputs.stop * target // source)
    for first in range(inputs.start * target // source, end, _BLOCK):
        outputs = range(first, min(first + _BLOCK, end))
        touched = range(
            max(inputs.start, outputs.start * source // target),
            min(inputs.stop, -(-outputs.stop * source // target)),
        )
        yield touched, outputs, _coverage(outputs, touched, source / target)


def _coverage(outputs: range, inputs: range, scale: float) -> np.ndarray:
    """Return the share of each input pixel in each output pixel, shape (outputs, inputs)."""
    left = np.array(outputs, np.float64)[:, None] * scale
    pixel = np.array(inputs, np.float64)
    overlap = np.minimum(pixel + 1, left + scale) - np.maximum(pixel, left)
    return (np.clip(overlap, 0, None) / scale).astype(np.float32)
