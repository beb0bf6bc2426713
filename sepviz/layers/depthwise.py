"""The depthwise convolution: each channel is filtered on its own, none are mixed."""

from dataclasses import dataclass
from typing import ClassVar

from sepviz import ops
from sepviz.arrays import Array
from sepviz.layers.base import Stage
from sepviz.layers.inputs import Shape
from sepviz.layers.keras_convolution import KerasConvolution
from sepviz.layers.settings import Setting


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DepthwiseConv2D(KerasConvolution):
    """A depthwise convolution, with the arguments of ``keras.layers.DepthwiseConv2D``.

    Parameters
    ----------
    kernel_size : int or tuple of int
        (vertical, horizontal) taps.
    strides : int or tuple of int, optional
        Pixels from one window to the next; above 1 only without dilation.
    padding : str, int or tuple, optional
        ``"valid"`` or ``"same"`` as in Keras; beyond Keras also an int, (vertical, horizontal) or
        ((top, bottom), (left, right)).
    depth_multiplier : int, optional
        Outputs for each input channel; channel c * depth_multiplier + m comes from input channel c.
    dilation_rate : int or tuple of int, optional
        Pixels from one tap to the next; above 1 only without strides.
    activation : str, optional
        One of ``sepviz.layers.ACTIVATIONS``; ``prelu`` adds ``alpha`` to the weights.
    use_bias : bool, optional
        Whether one learned number an output channel is added.
    depthwise_initializer, bias_initializer : str or (str, dict), optional
        How the weights start, one of ``sepviz.layers.INITIALIZERS``.
    depthwise_regularizer, bias_regularizer, activity_regularizer : str or (str, dict), optional
        What weights and outputs add to a loss, one of ``sepviz.layers.REGULARIZERS``.
    depthwise_constraint, bias_constraint : str or (str, dict), optional
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
    https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/

    Examples
    --------
    >>> layer = DepthwiseConv2D(kernel_size=(3, 5), depth_multiplier=2, use_bias=False)
    >>> layer.output_shape((12, 12, 3)), layer.weight_shapes((12, 12, 3))
    ((10, 8, 6), {'depthwise_kernel': (3, 5, 3, 2)})
    """

    KERNELS: ClassVar[tuple[str, ...]] = ("depthwise_kernel",)

    depth_multiplier: int = 1
    depthwise_initializer: Setting = "glorot_uniform"
    depthwise_regularizer: Setting | None = None
    depthwise_constraint: Setting | None = None

    def _output_channels(self, channels: int) -> int:
        """Return depth_multiplier channels for each input channel."""
        return channels * self.depth_multiplier

    def _kernel_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shape of the kernel."""
        return {"depthwise_kernel": (*self.kernel_size, channels, self.depth_multiplier)}

    def _convolve(self, x: Array, weights: dict[str, Array]) -> Array:
        """Convolve and add the bias."""
        return ops.depthwise_conv2d(
            x, weights["depthwise_kernel"], bias=weights.get("bias"), **self._windows
        )

    def _convolution_gradients(
        self, x: Array, weights: dict[str, Array], upstream: Array
    ) -> dict[str, Array]:
        """Return the derivatives by ``x``, the kernel and a bias."""
        return ops.depthwise_conv2d_gradients(x, weights["depthwise_kernel"], upstream, **self._windows)

    def _convolutions(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Convolve without bias."""
        return [Stage("depthwise", ops.depthwise_conv2d(x, weights["depthwise_kernel"], **self._windows))]
