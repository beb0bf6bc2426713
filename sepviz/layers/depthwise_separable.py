"""The depthwise-separable convolution: space first, channel by channel, then the channels by 1 x 1."""

from dataclasses import dataclass
from typing import ClassVar

from sepviz import ops
from sepviz.arrays import Array
from sepviz.layers.base import Stage
from sepviz.layers.inputs import Shape
from sepviz.layers.keras_convolution import KerasConvolution
from sepviz.layers.settings import Setting


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SeparableConv2D(KerasConvolution):
    """A depthwise-separable convolution, with the arguments of ``keras.layers.SeparableConv2D``.

    Nothing stands between the two halves: bias and activation follow the pointwise one.

    Parameters
    ----------
    filters : int
        Number of output channels.
    kernel_size : int or tuple of int
        (vertical, horizontal) taps of the depthwise half.
    strides : int or tuple of int, optional
        Pixels from one window to the next; above 1 only without dilation.
    padding : str, int or tuple, optional
        ``"valid"`` or ``"same"`` as in Keras; beyond Keras also an int, (vertical, horizontal) or
        ((top, bottom), (left, right)).
    dilation_rate : int or tuple of int, optional
        Pixels from one tap to the next; above 1 only without strides.
    depth_multiplier : int, optional
        Depthwise outputs for each input channel.
    activation : str, optional
        One of ``sepviz.layers.ACTIVATIONS``; ``prelu`` adds ``alpha`` to the weights.
    use_bias : bool, optional
        Whether one learned number an output channel is added.
    depthwise_initializer, pointwise_initializer, bias_initializer : str or (str, dict), optional
        How the weights start, one of ``sepviz.layers.INITIALIZERS``.
    depthwise_regularizer, pointwise_regularizer, bias_regularizer : str or (str, dict), optional
        What the weights add to a loss, one of ``sepviz.layers.REGULARIZERS``.
    activity_regularizer : str or (str, dict), optional
        What the output adds to a loss.
    depthwise_constraint, pointwise_constraint, bias_constraint : str or (str, dict), optional
        What weights are pressed into after each training step, one of ``sepviz.layers.CONSTRAINTS``.
    data_format : str, optional
        Where the channels of images are.

    Raises
    ------
    SepvizError
        If an argument is out of range or unknown, or two do not fit.
    TypeError
        If an argument has the wrong type.

    References
    ----------
    https://keras.io/api/layers/convolution_layers/separable_convolution2d/

    Examples
    --------
    >>> layer = SeparableConv2D(filters=256, kernel_size=5, use_bias=False)
    >>> layer.weight_shapes((12, 12, 3))
    {'depthwise_kernel': (5, 5, 3, 1), 'pointwise_kernel': (1, 1, 3, 256)}
    """

    KERNELS: ClassVar[tuple[str, ...]] = ("depthwise_kernel", "pointwise_kernel")

    filters: int
    depth_multiplier: int = 1
    depthwise_initializer: Setting = "glorot_uniform"
    pointwise_initializer: Setting = "glorot_uniform"
    depthwise_regularizer: Setting | None = None
    pointwise_regularizer: Setting | None = None
    depthwise_constraint: Setting | None = None
    pointwise_constraint: Setting | None = None

    def _output_channels(self, channels: int) -> int:
        """Return one channel for each filter, whatever comes in."""
        return self.filters

    def _kernel_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shapes of both kernels."""
        return {
            "depthwise_kernel": (*self.kernel_size, channels, self.depth_multiplier),
            "pointwise_kernel": (1, 1, channels * self.depth_multiplier, self.filters),
        }

    def _convolve(self, x: Array, weights: dict[str, Array]) -> Array:
        """Convolve twice and add the bias."""
        depthwise, pointwise = (weights[name] for name in self.KERNELS)
        return ops.separable_conv2d(x, depthwise, pointwise, bias=weights.get("bias"), **self._windows)

    def _convolution_gradients(
        self, x: Array, weights: dict[str, Array], upstream: Array
    ) -> dict[str, Array]:
        """Return the derivatives by ``x``, both kernels and a bias."""
        depthwise, pointwise = (weights[name] for name in self.KERNELS)
        return ops.separable_conv2d_gradients(x, depthwise, pointwise, upstream, **self._windows)

    def _convolutions(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Convolve twice, and keep the maps in between."""
        depthwise = ops.depthwise_conv2d(x, weights["depthwise_kernel"], **self._windows)
        pointwise = ops.pointwise_conv2d(
            depthwise, weights["pointwise_kernel"], data_format=self.data_format
        )
        return [Stage("depthwise", depthwise), Stage("pointwise", pointwise)]
