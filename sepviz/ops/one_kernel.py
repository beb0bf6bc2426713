"""The depthwise convolution where all channels share one kernel, as a picture's filter is applied."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sepviz.arrays import Array
from sepviz.ops.problem import Problem
from sepviz.ops.tiles import PaddedInput, Scratch, Tile, tiles
from sepviz.ops.windows import column_windows, steps


def is_one_kernel(depthwise_kernel: Array) -> bool:
    """Whether each channel has the same kernel, and that of more than one row."""
    kh, _kw, _c_in, multiplier = depthwise_kernel.shape
    return kh > 1 and multiplier == 1 and bool((depthwise_kernel == depthwise_kernel[:, :, :1]).all())


class OneKernel:
    """The depthwise convolution with one kernel, tile by tile of ``plan``.

    A row of pixels needs no sorting by channel then. One small matrix product filters it with all columns
    of the kernel at once, so that there is a line of results for each column; shifted by a pixel a
    column, the lines add up to the result. For 11 x 11 taps that is five times as fast as `DepthwiseSweep`.

    ``output_values`` are the scratch values that the caller keeps for each output position.
    """

    def __init__(self, p: Problem, output_values: int = 0) -> None:
        kw, self.channels = p.weights[0].shape[1:3]
        g = p.geometry
        width = g.output_size[1]
        covered = (width - 1) * g.strides[1] + g.window[1]
        lines = -(-kw * self.channels * covered // width)
        self.plan = tiles(p, output_values=output_values + lines, input_values=self.channels)
        self._columns = np.ascontiguousarray(p.weights[0][:, :, 0, 0].T)
        self._geometry = g
        self._padded = PaddedInput(p)
        self._scratch = Scratch(p.dtype)

    def into(self, out: Array, tile: Tile) -> None:
        """Write the result under ``tile`` into ``out``, a contiguous array."""
        images, rows, columns, channels = out.shape
        source = self._padded.under(tile)
        width, kw = source.shape[2], len(self._columns)
        lines = self._scratch.shaped(images, rows, kw, width * channels)
        np.matmul(self._columns, column_windows(source, self._geometry, rows), out=lines)
        across, dilation = steps(self._geometry, 1, width)
        n, row, line, value = lines.strides
        pixel = channels * value
        shifted = as_strided(
            lines,
            (kw, images, rows, columns, channels),
            (line + dilation * pixel, n, row, across * pixel, value),
            writeable=False,
        )
        np.add.reduce(shifted, axis=0, out=out)
