"""The way forward through all parts of a network in training, and the way back."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sepviz.arrays import Array
from sepviz.training.part import Arrays, Part


class Forward(NamedTuple):
    """A batch behind all parts.

    Parameters
    ----------
    output : ndarray
        The feature maps behind the last one.
    kept : list
        What the way back of each part needs.
    observed : dict of str to ndarray
        Mean and variance of the batch, by the names of the moving statistics.
    """

    output: Array
    kept: list[Any]
    observed: dict[str, Array]


def forward(parts: Sequence[Part], x: Array, weights: Arrays) -> Forward:
    """Run a batch, each normalisation with the mean and variance of the batch."""
    kept: list[Any] = []
    observed: dict[str, Array] = {}
    for part in parts:
        ran = part.run(x, weights, training=True)
        x = ran.output
        kept.append(ran.kept)
        observed |= ran.observed
    return Forward(x, kept, observed)


def infer(parts: Sequence[Part], x: Array, weights: Arrays) -> Array:
    """Run a batch as after training, each normalisation with its moving statistics."""
    for part in parts:
        x = part.run(x, weights, training=False).output
    return x


def backward(parts: Sequence[Part], run: Forward, weights: Arrays, upstream: Array) -> dict[str, Array]:
    """Return the derivatives by all that learns; nothing asks for that by the pictures.

    What ``run`` kept is let go part by part: with many pictures it is most of a step's memory.
    """
    found: dict[str, Array] = {}
    for part in reversed(parts):
        own = run.kept.pop()
        by_x, by_weight = part.back(own, weights, upstream, wants_x=bool(run.kept))
        found |= by_weight
        if by_x is not None:
            upstream = by_x
    return found


def moved(weights: Arrays, observed: Arrays) -> dict[str, Array]:
    """Return the weights with each moving statistic a tenth of the way nearer to the batch's."""
    with np.errstate(all="ignore"):
        nearer = {
            name: (0.9 * weights[name] + 0.1 * seen).astype(weights[name].dtype)
            for name, seen in observed.items()
        }
    return {**weights, **nearer}


def batch_innermost(x: Array, data_format: str) -> Array:
    """Return a batch of pictures as (channels, height, width, pictures), contiguous."""
    order = (1, 2, 3, 0) if data_format == "channels_first" else (3, 1, 2, 0)
    return np.ascontiguousarray(x.transpose(order))
