"""Batch normalisation while it trains: with the batch's mean and variance, which depend on each value."""

from dataclasses import dataclass

import numpy as np

from sepviz.arrays import Array
from sepviz.layers.batch_norm import STATISTICS, scale_and_shift
from sepviz.training.part import Arrays, Ran


@dataclass(frozen=True, slots=True)
class NormalisationPart:
    """A batch normalisation, whose four weights have names that begin with ``prefix``."""

    prefix: str
    epsilon: float

    def run(self, x: Array, weights: Arrays, *, training: bool) -> Ran:
        """Normalise each channel: in training with its own mean and biased variance over the batch."""
        if training:
            return self._run_in_training(x, weights)
        statistics = {name: weights[f"{self.prefix}{name}"] for name in STATISTICS}
        scale, shift = scale_and_shift(**statistics, epsilon=self.epsilon)
        y = x.reshape(len(x), -1) * scale.astype(x.dtype)[:, np.newaxis]
        y += shift.astype(x.dtype)[:, np.newaxis]
        return Ran(y.reshape(x.shape), None, {})

    def _run_in_training(self, x: Array, weights: Arrays) -> Ran:
        """Normalise with what the batch shows, and keep it for the moving statistics."""
        rows = x.reshape(len(x), -1)
        mean = rows.mean(axis=1)
        centred = rows - mean[:, np.newaxis]
        # The mean of squared deviations is never negative, as a difference of two means could be.
        variance = np.einsum("cm,cm->c", centred, centred) / rows.shape[1]
        inverse = 1 / np.sqrt(variance + np.asarray(self.epsilon, x.dtype))
        centred *= inverse[:, np.newaxis]
        gamma, beta = (self._weight(weights, name, x) for name in ("gamma", "beta"))
        y = centred * gamma[:, np.newaxis]
        y += beta[:, np.newaxis]
        observed = {f"{self.prefix}mean": mean, f"{self.prefix}variance": variance}
        return Ran(y.reshape(x.shape), (centred, inverse), observed)

    def back(
        self, kept: tuple[Array, Array], weights: Arrays, upstream: Array, *, wants_x: bool
    ) -> tuple[Array | None, dict[str, Array]]:
        """Return the derivatives by the maps, gamma and beta.

        Each value also moves the mean and the variance of its channel: that takes from the derivative
        its mean, and its part along the normalised maps.
        """
        normal, inverse = kept
        given = upstream.reshape(normal.shape)
        by_gamma, by_beta = np.einsum("cm,cm->c", given, normal), given.sum(axis=1)
        found = {f"{self.prefix}gamma": by_gamma, f"{self.prefix}beta": by_beta}
        if not wants_x:
            return None, found
        values = normal.shape[1]
        scale = self._weight(weights, "gamma", normal) * inverse
        by_x = given - (by_beta / values)[:, np.newaxis]
        by_x -= normal * (by_gamma / values)[:, np.newaxis]
        by_x *= scale[:, np.newaxis]
        return by_x.reshape(upstream.shape), found

    def _weight(self, weights: Arrays, name: str, x: Array) -> Array:
        """Return one weight in the type of the maps."""
        return weights[f"{self.prefix}{name}"].astype(x.dtype, copy=False)
