"""What a layer is made of while it trains: each part runs forward, and back with what it kept.

In training a normalisation needs the whole batch, and the way back needs what the way forward met. So the
layers are taken apart. Feature maps are (channels, height, width, pictures) in all parts.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from sepviz.arrays import Array

Arrays = Mapping[str, Array]
"""Weights, or derivatives, by their names in the network."""


class Ran(NamedTuple):
    """What a part made of a batch.

    Parameters
    ----------
    output : ndarray
        The feature maps behind it.
    kept : object
        What its way back needs, after a run in training.
    observed : mapping of str to ndarray
        Mean and variance of the batch, by the names of the moving statistics.
    """

    output: Array
    kept: Any
    observed: Arrays


class Part(Protocol):
    """One thing that is done to the feature maps."""

    def run(self, x: Array, weights: Arrays, *, training: bool) -> Ran:
        """Run on a batch; only in training does one picture depend on the others."""

    def back(
        self, kept: Any, weights: Arrays, upstream: Array, *, wants_x: bool
    ) -> tuple[Array | None, dict[str, Array]]:
        """Return the derivatives by the maps, None unless wanted, and by what learns here."""
