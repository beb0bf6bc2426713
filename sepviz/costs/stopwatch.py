"""Measured time of a layer, with two engines that answer two different questions.

``"fast"`` is what the app computes with: matrix products where there are any, so that a standard
convolution runs at many times the rate of a depthwise one. ``"plain"`` does one multiplication at
a time and takes time in proportion to the count.
"""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from numpy.typing import ArrayLike

from sepviz.layers.convolution import Convolution
from sepviz.ops.plain import PLAIN
from sepviz.ops.problem import FAST, Engine, using

ENGINES: Mapping[str, Engine] = {"plain": PLAIN, "fast": FAST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds of several runs of the same layer."""

    median: float
    fastest: float
    slowest: float
    runs: int


def measure(
    layer: Convolution,
    x: ArrayLike,
    weights: Mapping[str, ArrayLike],
    *,
    engine: str = "fast",
    runs: int = 7,
    seconds: float = 0.5,
) -> Timing:
    """Time the convolutions of a layer, without bias and activation.

    Parameters
    ----------
    layer : Convolution
        What is timed.
    x : array_like of shape (H, W, C)
        One image.
    weights : mapping of str to array_like
        By the names of ``layer.weight_shapes``.
    engine : {"fast", "plain"}
        Which implementation to time.
    runs : int, default 7
        At most so many timed runs, after one that warms up.
    seconds : float, default 0.5
        No run is started after this time, but one always is.

    Returns
    -------
    Timing
        Median, fastest and slowest, in seconds.

    Examples
    --------
    >>> import numpy as np
    >>> from sepviz.layers import Conv2D
    >>> layer = Conv2D(filters=2, kernel_size=3)
    >>> weights = layer.init_weights((9, 9, 3), seed=0)
    >>> measure(layer, np.ones((9, 9, 3), np.float32), weights, runs=3).runs
    3
    """
    bare = layer.convolution_only()
    return clock(lambda: bare.apply(x, weights), engine=engine, runs=runs, seconds=seconds)


def clock(
    work: Callable[[], object], *, engine: str = "fast", runs: int = 7, seconds: float = 0.5
) -> Timing:
    """Time a piece of work several times with one engine, after one run that warms up.

    Examples
    --------
    >>> clock(lambda: sum(range(9)), runs=3).runs
    3
    """
    with using(ENGINES[engine]):
        begin = perf_counter()
        work()
        times: list[float] = []
        while not times or (len(times) < runs and perf_counter() - begin < seconds):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    return Timing(median=statistics.median(times), fastest=min(times), slowest=max(times), runs=len(times))
