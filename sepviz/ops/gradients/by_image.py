"""The derivative by ``x``: each tile's share, in padded pixels, is added where it belongs."""

import numpy as np

from sepviz.arrays import Array
from sepviz.ops.problem import Problem
from sepviz.ops.tiles import Tile, spans


class ImageGradient:
    """Collects the derivative by ``x``, (N, H, W, C); what falls on the padding is dropped.

    The windows of neighbouring tiles overlap, so each share is added to what stands there.
    """

    def __init__(self, p: Problem) -> None:
        self._geometry = p.geometry
        self.total = np.zeros(p.images.shape, p.dtype)

    def covered(self, tile: Tile) -> tuple[int, int]:
        """Return how many rows and columns of the padded input the windows of ``tile`` cover."""
        rows, columns = spans(self._geometry, tile)
        return rows.size, columns.size

    def add(self, share: Array, tile: Tile) -> None:
        """Add a tile's share (images, rows, columns, channels), which starts where its windows do."""
        rows, columns = spans(self._geometry, tile)
        place = self.total[tile.images, rows.found, columns.found]
        place += share[:, rows.before : rows.after, columns.before : columns.after]
