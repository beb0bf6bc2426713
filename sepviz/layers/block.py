"""MobileNet's building block: depthwise, BN, ReLU, pointwise, BN, ReLU."""

from dataclasses import dataclass
from typing import ClassVar

from sepviz.arrays import Array
from sepviz.layers.activations import activate, activation_gradients
from sepviz.layers.arguments import AnyPadding, PairOfInts
from sepviz.layers.axes import Axes
from sepviz.layers.base import Layer, Stage
from sepviz.layers.batch_norm import STATISTICS, normalise, normalise_gradients
from sepviz.layers.depthwise import DepthwiseConv2D
from sepviz.layers.inputs import Shape
from sepviz.layers.settings import Setting
from sepviz.layers.standard import Conv2D


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DepthwiseSeparableBlock(Layer):
    """A depthwise and a pointwise convolution, each with batch normalisation and ReLU; no bias.

    Unlike ``SeparableConv2D`` it has a non-linearity between its halves. It runs as after training
    (inference): the normalisation takes the statistics that stand among the weights.

    Weights: ``depthwise_kernel``, ``depthwise_gamma``, ``depthwise_beta``, ``depthwise_mean``,
    ``depthwise_variance``, and the same five for ``pointwise``. Stages: ``depthwise``,
    ``depthwise_batch_norm``, ``depthwise_activation``, and the same three for ``pointwise``.

    Parameters
    ----------
    filters : int
        Number of output channels.
    kernel_size : int or tuple of int, optional
        (vertical, horizontal) taps of the depthwise half.
    strides : int or tuple of int, optional
        Pixels from one window to the next.
    padding : str, int or tuple, optional
        As in the convolutions.
    depth_multiplier : int, optional
        Depthwise outputs for each input channel.
    epsilon : float, optional
        Added to the variances.
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
    >>> block = DepthwiseSeparableBlock(filters=64, strides=2)
    >>> block.output_shape((15, 16, 32))
    (8, 8, 64)
    """

    KERNELS: ClassVar[tuple[str, ...]] = ("depthwise_kernel", "pointwise_kernel")

    filters: int
    kernel_size: PairOfInts = (3, 3)
    strides: PairOfInts = (1, 1)
    padding: AnyPadding = "same"
    depth_multiplier: int = 1
    epsilon: float = 1e-3

    @property
    def depthwise(self) -> DepthwiseConv2D:
        """The depthwise half on its own."""
        return DepthwiseConv2D(
            kernel_size=self.kernel_size,
            strides=self.strides,
            padding=self.padding,
            depth_multiplier=self.depth_multiplier,
            use_bias=False,
            data_format=self.data_format,
        )

    @property
    def pointwise(self) -> Conv2D:
        """The pointwise half on its own."""
        return Conv2D(filters=self.filters, kernel_size=1, use_bias=False, data_format=self.data_format)

    def _output_axes(self, before: Axes) -> Axes:
        """Return the sizes behind both halves."""
        return self.pointwise._output_axes(self.depthwise._output_axes(before))

    def _weight_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shapes of both kernels, each followed by its normalisation."""
        between = channels * self.depth_multiplier
        depthwise = (*self.kernel_size, channels, self.depth_multiplier)
        pointwise = (1, 1, between, self.filters)
        return {**_half("depthwise", depthwise, between), **_half("pointwise", pointwise, self.filters)}

    def _run(self, x: Array, weights: dict[str, Array]) -> Array:
        """Go through all six steps."""
        return self._run_stages(x, weights)[-1].output

    def _run_stages(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Convolve, normalise and activate, twice."""
        y = self.depthwise.apply(x, {"depthwise_kernel": weights["depthwise_kernel"]})
        first = self._normalised(y, "depthwise", weights)
        y = self.pointwise.apply(first[-1].output, {"kernel": weights["pointwise_kernel"]})
        return [*first, *self._normalised(y, "pointwise", weights)]

    def _normalised(self, y: Array, half: str, weights: dict[str, Array]) -> list[Stage]:
        """Return a convolution's output, normalised, and behind the ReLU."""
        normal = normalise(
            y, _statistics(half, weights), epsilon=self.epsilon, data_format=self.data_format
        )
        return [
            Stage(half, y),
            Stage(f"{half}_batch_norm", normal),
            Stage(f"{half}_activation", activate(normal, "relu")),
        ]

    def _gradients(self, x: Array, weights: dict[str, Array], upstream: Array) -> dict[str, Array]:
        """Go back through the pointwise half, then through the depthwise one."""
        run = {stage.name: stage.output for stage in self._run_stages(x, weights)}
        by_y, second = self._normalised_gradients(run, "pointwise", weights, upstream)
        pointwise = self.pointwise.gradients(
            run["depthwise_activation"], {"kernel": weights["pointwise_kernel"]}, by_y
        )
        by_y, first = self._normalised_gradients(run, "depthwise", weights, pointwise["x"])
        depthwise = self.depthwise.gradients(x, {"depthwise_kernel": weights["depthwise_kernel"]}, by_y)
        return {**depthwise, **first, "pointwise_kernel": pointwise["kernel"], **second}

    def _normalised_gradients(
        self, run: dict[str, Array], half: str, weights: dict[str, Array], upstream: Array
    ) -> tuple[Array, dict[str, Array]]:
        """Go back through ReLU and normalisation; return the derivatives by their input and weights."""
        by_normal, _ = activation_gradients(run[f"{half}_batch_norm"], upstream, "relu")
        by_y, by_statistic = normalise_gradients(
            run[half],
            by_normal,
            _statistics(half, weights),
            epsilon=self.epsilon,
            data_format=self.data_format,
        )
        return by_y, {f"{half}_{name}": values for name, values in by_statistic.items()}

    def _weight_names(self) -> tuple[str, ...]:
        """Return the names of all ten weights."""
        return tuple(
            f"{half}_{name}" for half in ("depthwise", "pointwise") for name in ("kernel", *STATISTICS)
        )

    def _setting(self, weight: str, role: str) -> Setting | None:
        """Return how a weight starts; there is nothing else to set."""
        if role != "initializer":
            return None
        return STATISTICS.get(weight.partition("_")[2], "glorot_uniform")


def _statistics(half: str, weights: dict[str, Array]) -> dict[str, Array]:
    """Return the normalisation of one half by the names that it has alone."""
    return {name: weights[f"{half}_{name}"] for name in STATISTICS}


def _half(name: str, kernel: Shape, channels: int) -> dict[str, Shape]:
    """Return the shapes of a kernel and of its normalisation."""
    return {f"{name}_kernel": kernel, **{f"{name}_{statistic}": (channels,) for statistic in STATISTICS}}
