"""The depthwise convolution backwards: both derivatives by sweeps along the rows, tile by tile."""

from itertools import product

import numpy as np

from sepviz.arrays import Array
from sepviz.ops.gradients.by_image import ImageGradient
from sepviz.ops.gradients.phases import Phase, phases
from sepviz.ops.problem import Problem
from sepviz.ops.tiles import TILE_BYTES, PaddedInput, Scratch, Tile, tiles
from sepviz.ops.windows import copy_runs, line_values, row_windows, tap_lines
from sepviz.shapes import geometry


class BackwardSweep:
    """Both derivatives of a depthwise convolution with ``p.weights[0]``, tile by tile of ``plan``.

    As in `sepviz.ops.sweep`, a row of pixels is one line of numbers. By the kernel, the line that a tap
    has met is multiplied with the upstream line and added up; only at the end are the pixels of the line
    summed. By the image, upstream is convolved with the flipped kernel, see `sepviz.ops.gradients.phases`.

    ``output_values`` are the scratch values that the caller keeps for each output position.
    """

    def __init__(self, p: Problem, output_values: int = 0) -> None:
        weights = p.weights[0]
        kh, kw, self._c_in, self._multiplier = weights.shape
        outputs = self._c_in * self._multiplier
        self.plan = tiles(
            p,
            output_values=2 * outputs + output_values,
            input_values=2 * self._c_in + line_values(p.geometry, self._c_in, self._multiplier),
            widest=max(1, TILE_BYTES // (2 * weights.nbytes)),
        )
        self._geometry = p.geometry
        self._phases = phases(p.geometry, 0), phases(p.geometry, 1)
        self._halo = tuple(max(phase.reach for phase in of_axis) for of_axis in self._phases)
        width = self.plan[0].columns.stop
        self._weights = np.empty((kh, kw, width + self._halo[1], outputs), p.dtype)
        self._weights[...] = weights.reshape(kh, kw, 1, outputs)
        self._weights = self._weights.reshape(kh, kw, -1)
        self._by_kernel: Array = np.zeros((kh, kw, width * outputs), p.dtype)
        self._padded, self._by_image = PaddedInput(p), ImageGradient(p)
        scratch = (Scratch(p.dtype) for _ in range(5))
        self._lines, self._framed, self._gathered, self._phase, self._share = scratch

    @property
    def by_x(self) -> Array:
        """The derivative by the images, (N, H, W, C)."""
        return self._by_image.total

    @property
    def by_kernel(self) -> Array:
        """The derivative by the kernel, (kh, kw, C, depth_multiplier)."""
        kh, kw, _ = self._by_kernel.shape
        return np.add.reduce(self._by_kernel.reshape(kh, kw, -1, self._c_in, self._multiplier), axis=2)

    def met(self, tile: Tile) -> Array:
        """Return the lines that each tap meets, (kh, kw, images, rows, columns * outputs).

        They live in a buffer that the next tile overwrites.
        """
        rows, columns = (places.stop - places.start for places in (tile.rows, tile.columns))
        source = self._padded.under(tile)
        lines = tap_lines(source, self._geometry, columns, self._multiplier, self._lines)
        return row_windows(lines, self._geometry, rows)

    def filter_into(self, out: Array, met: Array) -> None:
        """Write the convolution itself of the lines that the taps meet into ``out``, a contiguous array."""
        lines = out.reshape(met.shape[2:])
        np.einsum("ijnhw,ijw->nhw", met, self._weights[..., : met.shape[-1]], out=lines)

    def add(self, upstream: Array, met: Array, tile: Tile) -> None:
        """Add what the upstream values under ``tile``, a contiguous array, contribute."""
        lines = upstream.reshape(met.shape[2:])
        values = met.shape[-1]
        for i in range(len(met)):  # all taps in one call take twice as long with few channels
            total = self._by_kernel[i, ..., :values]
            total += np.einsum("jnhw,nhw->jw", met[i], lines)
        self._by_image.add(self._on_pixels(upstream, self._by_image.covered(tile)), tile)

    def _on_pixels(self, upstream: Array, covered: tuple[int, int]) -> Array:
        """Hand upstream values back to the pixels, phase by phase: (images, rows, columns, C)."""
        framed = self._in_a_frame(upstream)
        share = self._share.shaped(len(upstream), *covered, self._c_in)
        if any(len(of_axis) < of_axis[0].step for of_axis in self._phases):
            share[...] = 0  # some pixels are met by no tap
        for vertical, horizontal in product(*self._phases):
            place = share[:, vertical.start :: vertical.step, horizontal.start :: horizontal.step]
            self._convolve_back(framed, vertical, horizontal, place)
        return share

    def _in_a_frame(self, upstream: Array) -> Array:
        """Put as many zeros around upstream as the flipped kernel reaches beyond it."""
        images, rows, columns, outputs = upstream.shape
        above, left = self._halo
        framed = self._framed.shaped(images, rows + 2 * above, columns + 2 * left, outputs)
        inside = framed[:, above : above + rows]
        framed[:, :above] = framed[:, above + rows :] = 0
        inside[:, :, :left] = inside[:, :, left + columns :] = 0
        inside[:, :, left : left + columns] = upstream
        return framed

    def _convolve_back(self, framed: Array, vertical: Phase, horizontal: Phase, place: Array) -> None:
        """Write into ``place`` the convolution of upstream with the flipped taps of one phase."""
        source = framed[:, self._halo[0] - vertical.reach :, self._halo[1] - horizontal.reach :]
        images, rows, columns, channels = place.shape
        g = geometry(
            source.shape[1:3],
            (len(vertical.taps), len(horizontal.taps)),
            dilation_rate=(vertical.dilation, horizontal.dilation),
        )
        lines = tap_lines(source, g, columns, 1, self._gathered)
        weights = self._weights[vertical.flipped][:, horizontal.flipped]
        is_direct = place.flags.c_contiguous and self._multiplier == 1
        out = place if is_direct else self._phase.shaped(*place.shape[:3], channels * self._multiplier)
        values = columns * out.shape[-1]
        np.einsum(
            "ijnhw,ijw->nhw",
            row_windows(lines, g, rows),
            weights[..., :values],
            out=out.reshape(images, rows, values),
        )
        if self._multiplier > 1:
            np.add.reduce(out.reshape(*place.shape, self._multiplier), axis=-1, out=place)
        elif not is_direct:
            copy_runs(out, place)
