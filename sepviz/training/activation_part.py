"""An activation while it trains."""

from dataclasses import dataclass

from sepviz.arrays import Array
from sepviz.layers import activate, activation_gradients
from sepviz.training.part import Arrays, Ran


@dataclass(frozen=True, slots=True)
class ActivationPart:
    """An activation; ``alpha`` is the network's name of the slopes of ``prelu``."""

    activation: str
    alpha: str | None = None

    def run(self, x: Array, weights: Arrays, *, training: bool) -> Ran:
        """Activate."""
        y = activate(_one_image(x), self.activation, data_format="channels_first", alpha=self._of(weights))
        return Ran(y.reshape(x.shape), x, {})

    def back(
        self, kept: Array, weights: Arrays, upstream: Array, *, wants_x: bool
    ) -> tuple[Array | None, dict[str, Array]]:
        """Return the derivatives, that by the slopes only for ``prelu``."""
        if self.activation == "relu":  # twice as fast as the general way, and in every block
            return upstream * (kept > 0), {}
        by_x, by_alpha = activation_gradients(
            _one_image(kept),
            _one_image(upstream),
            self.activation,
            data_format="channels_first",
            alpha=self._of(weights),
        )
        found = {} if self.alpha is None or by_alpha is None else {self.alpha: by_alpha}
        return by_x.reshape(kept.shape), found

    def _of(self, weights: Arrays) -> Array | None:
        """Return the slopes of ``prelu``."""
        return None if self.alpha is None else weights[self.alpha]


def _one_image(maps: Array) -> Array:
    """View all pictures side by side as one image with its channels first."""
    return maps.reshape(*maps.shape[:2], -1)
