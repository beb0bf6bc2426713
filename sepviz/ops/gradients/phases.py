"""Which taps have met a pixel: with strides, not every tap falls on every pixel.

The derivative by the image is a convolution of upstream with the flipped kernel. With a stride of 2, the
taps 0, 2, 4, ... meet the even pixels of the padded image and the taps 1, 3, ... the odd ones. So along
an axis the pixels fall into phases, each of which is a convolution of stride 1 with some of the taps.
"""

import math
from dataclasses import dataclass

from sepviz.shapes import Geometry


@dataclass(frozen=True, slots=True)
class Phase:
    """Along one axis: the padded pixels ``start``, ``start + step``, ..., and the taps that meet them.

    ``reach`` is how many outputs before a pixel the last of these taps began, ``dilation`` by how many
    outputs neighbouring taps differ.
    """

    start: int
    step: int
    taps: range
    reach: int
    dilation: int

    @property
    def flipped(self) -> slice:
        """The taps as a slice of the kernel, last tap first."""
        before = self.taps[0] - self.taps.step
        return slice(self.taps[-1], before if before >= 0 else None, -self.taps.step)


def phases(g: Geometry, axis: int) -> list[Phase]:
    """Return the phases of an axis that some tap meets.

    Examples
    --------
    >>> from sepviz.shapes import geometry
    >>> [list(phase.taps) for phase in phases(geometry((9, 9), (5, 1), strides=(2, 2)), 0)]
    [[0, 2, 4], [1, 3]]
    """
    stride, dilation, size = g.strides[axis], g.dilation_rate[axis], g.kernel_size[axis]
    apart = stride // math.gcd(stride, dilation)  # taps of one phase
    return [
        Phase(
            start=first * dilation % stride,
            step=stride,
            taps=(taps := range(first, size, apart)),
            reach=taps[-1] * dilation // stride,
            dilation=apart * dilation // stride,
        )
        for first in range(min(apart, size))
    ]
