"""Both ends of the groups: one group is a standard convolution, a group a channel is depthwise."""

from dataclasses import dataclass

import numpy as np

from sepviz.arrays import Array
from sepviz.ops import conv2d, depthwise_conv2d
from sepviz.ops.plain import PLAIN
from sepviz.ops.problem import using

_HEIGHT, _WIDTH, _CHANNELS, _MULTIPLIER, _KERNEL = 9, 7, 4, 2, (3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The largest difference at each end, beside the largest value that came out."""

    standard: float
    depthwise: float
    largest: float


def group_ends(seed: int = 0) -> Ends:
    """Run a grouped convolution at both ends, and what it should equal, on small random arrays.

    With one group: a loop over all products, each filter over all channels. With a group a channel:
    `depthwise_conv2d` with the same numbers.

    Examples
    --------
    >>> ends = group_ends()
    >>> max(ends.standard, ends.depthwise) < 1e-12 < ends.largest
    True
    """
    rng = np.random.default_rng(seed)
    filters = _CHANNELS * _MULTIPLIER
    x = rng.standard_normal((_HEIGHT, _WIDTH, _CHANNELS))
    whole = rng.standard_normal((*_KERNEL, _CHANNELS, filters))
    single = rng.standard_normal((*_KERNEL, 1, filters))
    one_group = conv2d(x, whole, groups=1)
    with using(PLAIN):
        standard = conv2d(x, whole)
    each_alone = conv2d(x, single, groups=_CHANNELS)
    depthwise = depthwise_conv2d(x, single.reshape(*_KERNEL, _CHANNELS, _MULTIPLIER))
    return Ends(
        standard=_difference(one_group, standard),
        depthwise=_difference(each_alone, depthwise),
        largest=float(np.abs(one_group).max()),
    )


def _difference(first: Array, second: Array) -> float:
    """Return the largest difference of two arrays."""
    return float(np.abs(first - second).max())
