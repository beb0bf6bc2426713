"""Measured time of the kinds of layer while one setting varies, within bounds that a server can bear."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from sepviz.costs.cost import Cost
from sepviz.costs.count import count
from sepviz.costs.curves import values_of
from sepviz.costs.design import Design, layers
from sepviz.costs.roofline import moved
from sepviz.costs.stopwatch import ENGINES, Timing, measure
from sepviz.errors import ShapeError
from sepviz.layers import Convolution

MOST_MULTIPLICATIONS = {"plain": 120_000_000, "fast": 1_000_000_000}
"""Of a layer that is timed, by engine: a few tenths of a second."""
MOST_BYTES = 64 * 2**20
"""That a layer which is timed may move: input, weights and outputs."""
MOST_VALUES = 10
"""Of the variable in one sweep."""
_RUNS, _SECONDS = 5, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One layer with one engine: its count and its time, None where that would take too much."""

    value: int
    kind: str
    engine: str
    multiplications: int
    timing: Timing | None


def sweep_values(design: Design, variable: str, least: int, most: int) -> list[int]:
    """Return at most `MOST_VALUES` values from ``least`` to ``most``, both ends among them.

    Examples
    --------
    >>> design = Design(c_in=4, c_out=8, kernel_size=(3, 3), input_size=(20, 20))
    >>> sweep_values(design, "c_in", 1, 64)
    [1, 4, 6, 9, 11, 14, 16, 28, 40, 64]
    """
    every = values_of(design, variable, least=least, most=most)
    if len(every) <= MOST_VALUES:
        return every
    return [every[round(at)] for at in np.linspace(0, len(every) - 1, MOST_VALUES)]


def sweep(design: Design, variable: str, values: Sequence[int]) -> Iterator[Measurement]:
    """Time every kind of layer at every value, with both engines; stopping to iterate stops the work.

    Parameters
    ----------
    design : Design
        All other settings.
    variable : str
        One of ``VARIABLES``.
    values : sequence of int
        Where to measure.

    Yields
    ------
    Measurement
        From the first value to the last; a layer that cannot be has none.

    Examples
    --------
    >>> design = Design(c_in=4, c_out=8, kernel_size=(3, 3), input_size=(6, 5))
    >>> [(one.value, one.kind, one.engine) for one in sweep(design, "c_out", [2])][:2]
    [(2, 'standard', 'plain'), (2, 'standard', 'fast')]
    """
    for value in values:
        varied = design.varied(variable, value)
        for kind, layer in layers(varied).items():
            for engine in ENGINES:
                with suppress(ShapeError):
                    cost = count(layer, varied.input_shape)
                    yield Measurement(
                        value=value,
                        kind=kind,
                        engine=engine,
                        multiplications=cost.multiplications,
                        timing=timed(layer, cost, varied.input_shape, engine=engine),
                    )


def timed(layer: Convolution, cost: Cost, input_shape: tuple[int, ...], *, engine: str) -> Timing | None:
    """Time a layer on noise, or return None where it would take more than a visitor may ask for.

    Examples
    --------
    >>> from sepviz.layers import Conv2D
    >>> layer, shape = Conv2D(filters=1024, kernel_size=3), (512, 512, 512)
    >>> timed(layer, count(layer, shape), shape, engine="fast") is None
    True
    """
    size = sum(stage.bytes for stage in moved(cost, input_shape))
    if cost.multiplications > MOST_MULTIPLICATIONS[engine] or size > MOST_BYTES:
        return None
    x = np.random.default_rng(0).random(input_shape, np.float32)
    weights = layer.init_weights(input_shape, seed=0)
    return measure(layer, x, weights, engine=engine, runs=_RUNS, seconds=_SECONDS)
