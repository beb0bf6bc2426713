"""The input in tiles: what a piece of the output needs, padded and ready, in little memory.

A fresh page of memory costs more than the arithmetic done on it, so no operation makes a padded
copy of the whole input. The output is computed in tiles, and one small buffer serves them all.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sepviz.arrays import Array
from sepviz.ops.problem import Problem
from sepviz.shapes import Geometry

TILE_BYTES = 2 * 2**20
"""Scratch memory of one kind that a tile may take; two MiB stay in the cache of a present-day core."""


class Tile(NamedTuple):
    """A block of output positions; its slices have a start and a stop."""

    images: slice
    rows: slice
    columns: slice


def tiles(
    p: Problem,
    *,
    output_values: int,
    input_values: int,
    output_bytes: int = TILE_BYTES,
    widest: int | None = None,
) -> list[Tile]:
    """Cut the output of ``p`` into tiles whose scratch memory stays within bounds.

    Parameters
    ----------
    p : Problem
        What is computed.
    output_values, input_values : int
        Scratch values that each output position, and each position of the padded input, takes.
    output_bytes : int
        Bound on the scratch memory that belongs to the output positions.
    widest : int, optional
        Most columns of a tile.

    Returns
    -------
    list of Tile
        Whole images where several fit, else whole rows of one image, else a part of one row:
        in each case one contiguous piece of the output. The first tile is as large as any.
    """
    g = p.geometry
    (height, width), (down, across), (wh, ww) = g.output_size, g.strides, g.window
    outputs = output_bytes // (p.dtype.itemsize * output_values)
    inputs = TILE_BYTES // (p.dtype.itemsize * input_values)
    columns = min(width, widest or width, max(1, outputs), _windows_in(inputs // wh, across, ww))
    covered = (columns - 1) * across + ww
    rows = images = 1
    if columns == width:
        rows = min(height, max(1, outputs // columns), _windows_in(inputs // covered, down, wh))
    if columns == width and rows == height:
        images = max(1, min(outputs // (rows * columns), inputs // (covered * ((rows - 1) * down + wh))))
    return [
        Tile(i, r, c)
        for i in _slices(p.images.shape[0], images)
        for r in _slices(height, rows)
        for c in _slices(width, columns)
    ]


def _windows_in(size: int, stride: int, window: int) -> int:
    """Return how many windows stand in ``size`` positions; at least one."""
    return max(1, (size - window) // stride + 1)


def _slices(size: int, step: int) -> Iterator[slice]:
    """Cut ``size`` into slices of ``step``."""
    return (slice(start, min(start + step, size)) for start in range(0, size, step))


class Scratch:
    """A buffer that is used again: each shape that is asked for overwrites the one before."""

    def __init__(self, dtype: np.dtype) -> None:
        self._buffer = np.empty(0, dtype)

    def shaped(self, *shape: int) -> Array:
        """Return uninitialised memory of this shape, C-contiguous."""
        size = math.prod(shape)
        if self._buffer.size < size:
            self._buffer = np.empty(size, self._buffer.dtype)
        return self._buffer[:size].reshape(shape)


class PaddedInput:
    """Hands out the padded input under a tile: a view of the images, or a copy where it must be one.

    The result has the axes (images, rows, columns, channels), the last two adjacent in memory.
    A copy lives in a buffer that the next tile overwrites.
    """

    def __init__(self, p: Problem) -> None:
        self._images = p.images
        self._geometry = p.geometry
        self._is_ready = p.images.dtype == p.dtype and p.images.flags.c_contiguous
        self._scratch = Scratch(p.dtype)

    def under(self, tile: Tile) -> Array:
        """Return the padded input that the windows of ``tile`` cover."""
        g = self._geometry
        rows, columns = spans(g, tile)
        found = self._images[tile.images, rows.found, columns.found]
        if self._is_ready and rows.size == found.shape[1] and columns.size == found.shape[2]:
            return found
        return self._copy(found, rows, columns)

    def _copy(self, found: Array, rows: "Span", columns: "Span") -> Array:
        """Copy what there is of the input into the buffer, zeros around it."""
        copy = self._scratch.shaped(found.shape[0], rows.size, columns.size, found.shape[3])
        copy[:, : rows.before] = 0
        copy[:, rows.after :] = 0
        copy[:, rows.before : rows.after, : columns.before] = 0
        copy[:, rows.before : rows.after, columns.after :] = 0
        copy[:, rows.before : rows.after, columns.before : columns.after] = found
        return copy


class Span(NamedTuple):
    """Along one axis: how much is needed, what of the image that is, and where in it that stands."""

    size: int
    found: slice
    before: int
    after: int


def spans(g: Geometry, tile: Tile) -> tuple[Span, Span]:
    """Return which rows and which columns of the padded input the windows of ``tile`` cover."""
    return (
        _span(tile.rows, g.strides[0], g.window[0], g.padding[0][0], g.size[0]),
        _span(tile.columns, g.strides[1], g.window[1], g.padding[1][0], g.size[1]),
    )


def _span(outputs: slice, stride: int, window: int, padding: int, size: int) -> Span:
    """Return what the windows ``outputs`` need of an image of ``size``."""
    first = outputs.start * stride - padding
    needed = (outputs.stop - outputs.start - 1) * stride + window
    start, stop = (min(max(edge, 0), size) for edge in (first, first + needed))
    before = min(max(-first, 0), needed)
    return Span(needed, slice(start, stop), before, before + stop - start)
