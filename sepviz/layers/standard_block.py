"""The standard twin of MobileNet's block: convolution, BN, ReLU."""

from dataclasses import dataclass
from typing import ClassVar

from sepviz.arrays import Array
from sepviz.layers.activations import activate, activation_gradients
from sepviz.layers.arguments import AnyPadding, PairOfInts
from sepviz.layers.axes import Axes
from sepviz.layers.base import Layer, Stage
from sepviz.layers.batch_norm import STATISTICS, normalise, normalise_gradients
from sepviz.layers.inputs import Shape
from sepviz.layers.settings import Setting
from sepviz.layers.standard import Conv2D


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StandardBlock(Layer):
    """A standard convolution with batch normalisation and ReLU; no bias.

    It runs as after training (inference): the normalisation takes the statistics that stand among the
    weights. Weights: ``kernel``, ``gamma``, ``beta``, ``mean``, ``variance``. Stages: ``standard``,
    ``batch_norm``, ``activation``.

    Parameters
    ----------
    filters : int
        Number of output channels.
    kernel_size : int or tuple of int, optional
        (vertical, horizontal) taps.
    strides : int or tuple of int, optional
        Pixels from one window to the next.
    padding : str, int or tuple, optional
        As in the convolutions.
    epsilon : float, optional
        Added to the variance.
    data_format : str, optional
        Where the channels of images are.

    Raises
    ------
    SepvizError
        If an argument is out of range or unknown.
    TypeError
        If an argument has the wrong type.

    References
    ----------
    A. Howard et al. 2017, MobileNets, arXiv:1704.04861, figure 3

    Examples
    --------
    >>> block = StandardBlock(filters=64, strides=2)
    >>> block.output_shape((15, 16, 32)), block.weight_shapes((15, 16, 32))["kernel"]
    ((8, 8, 64), (3, 3, 32, 64))
    """

    KERNELS: ClassVar[tuple[str, ...]] = ("kernel",)

    filters: int
    kernel_size: PairOfInts = (3, 3)
    strides: PairOfInts = (1, 1)
    padding: AnyPadding = "same"
    epsilon: float = 1e-3

    @property
    def standard(self) -> Conv2D:
        """The convolution on its own."""
        return Conv2D(
            filters=self.filters,
            kernel_size=self.kernel_size,
            strides=self.strides,
            padding=self.padding,
            use_bias=False,
            data_format=self.data_format,
        )

    def _output_axes(self, before: Axes) -> Axes:
        """Return the sizes behind the convolution."""
        return self.standard._output_axes(before)

    def _weight_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shape of the kernel, then those of its normalisation."""
        kernel = (*self.kernel_size, channels, self.filters)
        return {"kernel": kernel, **dict.fromkeys(STATISTICS, (self.filters,))}

    def _run(self, x: Array, weights: dict[str, Array]) -> Array:
        """Go through all three steps."""
        return self._run_stages(x, weights)[-1].output

    def _run_stages(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Convolve, normalise and activate."""
        y = self.standard.apply(x, weights)
        normal = normalise(y, _statistics(weights), epsilon=self.epsilon, data_format=self.data_format)
        return [
            Stage("standard", y),
            Stage("batch_norm", normal),
            Stage("activation", activate(normal, "relu")),
        ]

    def _gradients(self, x: Array, weights: dict[str, Array], upstream: Array) -> dict[str, Array]:
        """Go back through ReLU, normalisation and convolution."""
        y, normal = (stage.output for stage in self._run_stages(x, weights)[:2])
        by_normal, _ = activation_gradients(normal, upstream, "relu")
        by_y, by_statistic = normalise_gradients(
            y, by_normal, _statistics(weights), epsilon=self.epsilon, data_format=self.data_format
        )
        return {**self.standard.gradients(x, weights, by_y), **by_statistic}

    def _weight_names(self) -> tuple[str, ...]:
        """Return the names of all five weights."""
        return ("kernel", *STATISTICS)

    def _setting(self, weight: str, role: str) -> Setting | None:
        """Return how a weight starts; there is nothing else to set."""
        return STATISTICS.get(weight, "glorot_uniform") if role == "initializer" else None


def _statistics(weights: dict[str, Array]) -> dict[str, Array]:
    """Return the weights of the normalisation."""
    return {name: weights[name] for name in STATISTICS}
