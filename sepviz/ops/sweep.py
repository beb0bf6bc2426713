"""The depthwise convolution in general: one sweep of multiply-and-add along the rows for each tap."""

import numpy as np

from sepviz.arrays import Array
from sepviz.ops.problem import Problem
from sepviz.ops.tiles import TILE_BYTES, PaddedInput, Scratch, Tile, tiles
from sepviz.ops.windows import line_values, row_windows, tap_lines


class DepthwiseSweep:
    """The depthwise convolution with ``p.weights[0]``, tile by tile of ``plan``.

    Memory holds the channels of a pixel side by side, and so the pixels of a row. Seen as one line of
    numbers, a tap multiplies the line by its weights, one a channel, over and over again. So the weights
    are written out once along a line, and ``np.einsum`` runs along it without a temporary array.

    ``output_values`` are the scratch values that the caller keeps for each output position.
    """

    def __init__(self, p: Problem, output_values: int = 0) -> None:
        weights = p.weights[0]
        kh, kw, c_in, self._multiplier = weights.shape
        self.channels = c_in * self._multiplier
        self.plan = tiles(
            p,
            output_values=max(1, output_values),
            input_values=c_in + line_values(p.geometry, c_in, self._multiplier),
            widest=max(1, TILE_BYTES // weights.nbytes),
        )
        width = self.plan[0].columns.stop
        written_out = np.empty((kh, kw, width, self.channels), p.dtype)
        written_out[...] = weights.reshape(kh, kw, 1, self.channels)
        self._weights = written_out.reshape(kh, kw, -1)
        self._geometry = p.geometry
        self._padded = PaddedInput(p)
        self._scratch = Scratch(p.dtype)

    def into(self, out: Array, tile: Tile) -> None:
        """Write the result under ``tile`` into ``out``, a contiguous array."""
        images, rows, columns, channels = out.shape
        source = self._padded.under(tile)
        lines = tap_lines(source, self._geometry, columns, self._multiplier, self._scratch)
        taps = row_windows(lines, self._geometry, rows)
        weights = self._weights[:, :, : columns * channels]
        np.einsum("ijnhw,ijw->nhw", taps, weights, out=out.reshape(images, rows, columns * channels))
