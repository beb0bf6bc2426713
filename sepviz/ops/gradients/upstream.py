"""What a gradient starts from: the derivative of the loss by the output, checked, tile by tile."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.errors import ShapeError
from sepviz.ops.arguments import real_array
from sepviz.ops.problem import Problem
from sepviz.ops.tiles import Scratch, Tile

Engine = Callable[[Problem, Array], dict[str, Array]]
"""From a problem and (N, H', W', c_out) to the derivatives by name, that by ``x`` as (N, H, W, C)."""


def solve(p: Problem, upstream: ArrayLike, channels: int, engine: Engine) -> dict[str, Array]:
    """Let ``engine`` compute the derivatives, and give that by ``x`` the axes which ``x`` came with."""
    checked = upstream_of(upstream, p, channels)
    # As in the frameworks, an overflow or inf - inf is a value in the result and no warning.
    with np.errstate(all="ignore"):
        result = engine(p, checked)
    return {**result, "x": p.laid_out(result["x"])}


def upstream_of(upstream: ArrayLike, p: Problem, channels: int) -> Array:
    """Return ``upstream`` viewed as (N, H', W', channels), or raise where it does not fit."""
    expected: tuple[int, ...] = (*p.geometry.output_size, channels)
    if p.layout.channels_first:
        expected = (channels, *p.geometry.output_size)
    if p.layout.is_batch:
        expected = (len(p.images), *expected)
    array = of_shape(upstream, expected)
    batch = array if p.layout.is_batch else array[np.newaxis]
    return np.moveaxis(batch, 1, -1) if p.layout.channels_first else batch


def of_shape(upstream: ArrayLike, expected: tuple[int, ...]) -> Array:
    """Return ``upstream`` as an array of real numbers, or raise where its shape is another one."""
    array = real_array(upstream, "upstream")
    if array.shape != expected:
        raise ShapeError(
            f"upstream must have the output's shape {expected}, but its shape is {array.shape}",
            code="upstream_shape",
            expected=str(expected),
            shape=str(array.shape),
        )
    return array


class UpstreamTiles:
    """Hands out ``upstream`` under a tile, C-contiguous and in the result's dtype.

    A copy, where one is needed, lives in a buffer that the next tile overwrites.
    """

    def __init__(self, upstream: Array, dtype: np.dtype) -> None:
        self._upstream = upstream
        self._is_ready = upstream.dtype == dtype and upstream.flags.c_contiguous
        self._scratch = Scratch(dtype)

    def under(self, tile: Tile) -> Array:
        """Return (images, rows, columns, c_out)."""
        found = self._upstream[tile]
        if self._is_ready:
            return found
        copy = self._scratch.shaped(*found.shape)
        copy[...] = found
        return copy


class BiasGradient:
    """Collects the sum of upstream over images and positions, one value an output channel."""

    def __init__(self, channels: int, dtype: np.dtype) -> None:
        self.total = np.zeros(channels, dtype)
        self._ones = np.ones(0, dtype)

    def add(self, upstream: Array) -> None:
        """Add a contiguous tile; a matrix product sums faster, and loses less, than ``sum`` does."""
        pixels = upstream.reshape(-1, len(self.total))
        if len(self._ones) < len(pixels):
            self._ones = np.ones(len(pixels), pixels.dtype)
        self.total += self._ones[: len(pixels)] @ pixels
