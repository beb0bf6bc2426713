"""MobileNet's building block: depthwise, BN, ReLU, pointwise, BN, ReLU."""

from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike, NDArray

from sepviz.layers.activations import activate
from sepviz.layers.arguments import AnyPadding, PairOfInts
from sepviz.layers.axes import per_channel
from sepviz.layers.base import Layer, Shape, Stage, Weights, images
from sepviz.layers.batch_norm import scale_and_shift
from sepviz.layers.depthwise import DepthwiseConv2D
from sepviz.layers.settings import Setting
from sepviz.layers.standard import Conv2D

STATISTICS: dict[str, Setting] = {"gamma": "ones", "beta": "zeros", "mean": "zeros", "variance": "ones"}
"""What a batch normalisation keeps for each channel, and how it starts; gamma and beta are learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthwiseSeparableBlock(Layer):
    """A depthwise and a pointwise convolution, each with batch normalisation and ReLU; no bias.

    Unlike ``SeparableConv2D`` it has a non-linearity between its halves. It runs as after training
    (inference): the normalisation takes the statistics that stand among the weights.

    Weights: ``depthwise_kernel``, ``depthwise_gamma``, ``depthwise_beta``, ``depthwise_mean``,
    ``depthwise_variance``, and the same five for ``pointwise``.

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

    def output_shape(self, input_shape: Shape) -> tuple[int, int, int]:
        """Return the shape of the output for one image, see ``Conv2D.output_shape``."""
        return self.pointwise.output_shape(self.depthwise.output_shape(input_shape))

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the shape of each weight by its name.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one image, without a batch axis.

        Returns
        -------
        dict of str to tuple of int
            Kernels in Keras's layout, the rest one value a channel.

        Raises
        ------
        ShapeError
            If the layer does not fit the input.
        """
        depthwise = self.depthwise.weight_shapes(input_shape)["depthwise_kernel"]
        between = depthwise[2] * depthwise[3]
        pointwise = (1, 1, between, self.filters)
        return {**_half("depthwise", depthwise, between), **_half("pointwise", pointwise, self.filters)}

    def stages(self, x: ArrayLike, weights: Weights) -> list[Stage]:
        """Run the block and keep the feature maps behind each step.

        Parameters
        ----------
        x, weights
            As for ``apply``.

        Returns
        -------
        list of Stage
            ``depthwise``, ``depthwise_batch_norm``, ``depthwise_activation``;
            the same for ``pointwise``.

        Raises
        ------
        SepvizError, TypeError
            As ``apply``.
        """
        array = images(x)
        checked = self._checked(weights, array.shape[-3:])
        y = self.depthwise.apply(array, checked)
        first = self._normalised(y, "depthwise", checked)
        y = self.pointwise.apply(first[-1].output, {"kernel": checked["pointwise_kernel"]})
        return [*first, *self._normalised(y, "pointwise", checked)]

    def _normalised(self, y: NDArray, half: str, weights: dict[str, NDArray]) -> list[Stage]:
        """Return a convolution's output, normalised, and behind the ReLU."""
        statistics = {name: weights[f"{half}_{name}"] for name in STATISTICS}
        scale, shift = scale_and_shift(**statistics, epsilon=self.epsilon)
        scale, shift = (per_channel(values.astype(y.dtype), self.data_format) for values in (scale, shift))
        normal = y * scale + shift
        return [
            Stage(half, y),
            Stage(f"{half}_batch_norm", normal),
            Stage(f"{half}_activation", activate(normal, "relu")),
        ]

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


def _half(name: str, kernel: Shape, channels: int) -> dict[str, Shape]:
    """Return the shapes of a kernel and of its normalisation."""
    return {f"{name}_kernel": kernel, **{f"{name}_{statistic}": (channels,) for statistic in STATISTICS}}
