"""Measured time of a layer, with two engines that answer two different questions.

``"fast"`` is what the app computes with: matrix products where there are any, so that a standard
convolution runs at many times the rate of a depthwise one. ``"plain"`` does one multiplication at
a time and takes time in proportion to the count.
"""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from types import ModuleType
from typing import Any

from numpy.typing import ArrayLike

from sepviz import ops
from sepviz.layers import Conv2D, DepthwiseConv2D, Layer, SeparableConv2D, SpatiallySeparableConv2D
from sepviz.ops import plain

ENGINES: Mapping[str, ModuleType] = {"plain": plain, "fast": ops}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds of several runs of the same layer."""

    median: float
    fastest: float
    slowest: float
    runs: int


def measure(
    layer: Layer,
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
    layer : Layer
        Any layer of ``sepviz.layers`` that is a convolution.
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
    >>> layer = Conv2D(filters=2, kernel_size=3)
    >>> weights = layer.init_weights((9, 9, 3), seed=0)
    >>> measure(layer, np.ones((9, 9, 3), np.float32), weights, runs=3).runs
    3
    """
    module = ENGINES[engine]
    begin = perf_counter()
    convolve(layer, x, weights, module)
    times: list[float] = []
    while not times or (len(times) < runs and perf_counter() - begin < seconds):
        start = perf_counter()
        convolve(layer, x, weights, module)
        times.append(perf_counter() - start)
    return Timing(median=statistics.median(times), fastest=min(times), slowest=max(times), runs=len(times))


def convolve(layer: Layer, x: ArrayLike, weights: Mapping[str, ArrayLike], module: ModuleType) -> Any:
    """Run the convolutions of a layer with the operations of one engine."""
    settings: dict[str, Any] = {"data_format": layer.data_format}
    for name in ("strides", "padding", "dilation_rate"):
        settings[name] = getattr(layer, name)
    if isinstance(layer, Conv2D):
        return module.conv2d(x, weights["kernel"], groups=layer.groups, **settings)
    if isinstance(layer, DepthwiseConv2D):
        return module.depthwise_conv2d(x, weights["depthwise_kernel"], **settings)
    if isinstance(layer, SeparableConv2D):
        kernels = weights["depthwise_kernel"], weights["pointwise_kernel"]
        return module.separable_conv2d(x, *kernels, **settings)
    assert isinstance(layer, SpatiallySeparableConv2D)
    return module.spatially_separable_conv2d(x, weights["column"], weights["row"], **settings)
