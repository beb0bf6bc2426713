"""How fast a layer can run at best: bounded by a machine's arithmetic or by its memory.

The roofline model: a layer that does few multiplications for each byte it moves waits for memory,
however few multiplications it has.
"""

import math
from dataclasses import dataclass

import numpy as np

from sepviz.costs.cost import BYTES_PER_VALUE, Cost
from sepviz.costs.stopwatch import clock

_SIDE = (
    384  # of the matrices: large enough to keep the arithmetic units busy, short enough to run undisturbed
)
_COPIED = 8 * 2**20  # values of 4 bytes, more than most caches hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceilings:
    """What a machine can do at most.

    Parameters
    ----------
    multiplications : float
        In a second, when no memory is waited for.
    bytes : float
        Read and written in a second, when nothing is computed.

    References
    ----------
    S. Williams, A. Waterman, D. Patterson 2009, Roofline: an insightful visual performance model

    Examples
    --------
    >>> machine = Ceilings(multiplications=100.0, bytes=20.0)
    >>> machine.ridge, machine.attainable(2.0), machine.attainable(50.0)
    (5.0, 40.0, 100.0)
    """

    multiplications: float
    bytes: float

    @property
    def ridge(self) -> float:
        """Multiplications a byte from which on arithmetic is the limit."""
        return self.multiplications / self.bytes

    def attainable(self, intensity: float) -> float:
        """Return the multiplications a second that a layer with this intensity reaches at most."""
        return min(self.multiplications, intensity * self.bytes)

    def seconds(self, stages: "list[Moved]") -> float:
        """Return the shortest time of stages that run one after the other."""
        return sum(stage.multiplications / self.attainable(stage.intensity) for stage in stages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One stage of a layer: what it computes, and what it reads and writes at least."""

    name: str
    multiplications: int
    bytes: int

    @property
    def intensity(self) -> float:
        """Multiplications for each byte moved."""
        return self.multiplications / self.bytes


def moved(cost: Cost, input_shape: tuple[int, ...]) -> list[Moved]:
    """Return each stage of a layer with the bytes that it moves: input, weights and output, once each.

    Parameters
    ----------
    cost : Cost
        Of the whole layer.
    input_shape : tuple of int
        Shape of its input.

    Returns
    -------
    list of Moved
        In order of execution.

    Examples
    --------
    >>> from sepviz.costs import count
    >>> from sepviz.layers import DepthwiseConv2D
    >>> layer = DepthwiseConv2D(kernel_size=3, padding="same", use_bias=False)
    >>> stage, = moved(count(layer, (14, 14, 512)), (14, 14, 512))
    >>> stage.bytes, round(stage.intensity, 2)
    (821248, 1.1)
    """
    read = math.prod(input_shape)
    stages = []
    for stage in cost.stages:
        written = stage.activation_bytes // BYTES_PER_VALUE
        size = BYTES_PER_VALUE * (read + stage.parameters + written)
        stages.append(Moved(name=stage.name, multiplications=stage.multiplications, bytes=size))
        read = written
    return stages


def measure_ceilings() -> Ceilings:
    """Measure this machine: a matrix product for its arithmetic, a copy for its memory.

    The fastest of many short runs, in about a second; float32, one thread as the app has it.
    """
    rng = np.random.default_rng(0)
    first, second = (rng.random((_SIDE, _SIDE), np.float32) for _ in range(2))
    product = clock(lambda: first @ second, runs=200, seconds=0.4).fastest
    values = np.zeros(_COPIED, np.float32)
    target = np.empty_like(values)
    copy = clock(lambda: np.copyto(target, values), runs=20, seconds=0.4).fastest
    return Ceilings(multiplications=_SIDE**3 / product, bytes=2 * values.nbytes / copy)
