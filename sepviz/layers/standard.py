"""The standard convolution: each filter looks at all channels of its group at once."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from sepviz import ops
from sepviz.arrays import Array
from sepviz.errors import ShapeError
from sepviz.layers.axes import channel_axis
from sepviz.layers.base import Stage
from sepviz.layers.inputs import Shape, Weights
from sepviz.layers.keras_convolution import KerasConvolution
from sepviz.layers.settings import Setting
from sepviz.shapes import integer


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Conv2D(KerasConvolution):
    """A standard convolution, with the arguments of ``keras.layers.Conv2D``.

    Parameters
    ----------
    filters : int
        Number of output channels.
    kernel_size : int or tuple of int
        (vertical, horizontal) taps.
    strides : int or tuple of int, optional
        Pixels from one window to the next; above 1 only without dilation.
    padding : str, int or tuple, optional
        ``"valid"`` or ``"same"`` as in Keras; beyond Keras also an int, (vertical, horizontal) or
        ((top, bottom), (left, right)).
    dilation_rate : int or tuple of int, optional
        Pixels from one tap to the next; above 1 only without strides.
    groups : int, optional
        Into how many separate convolutions the channels are split; divides both channel counts.
    activation : str, optional
        One of ``sepviz.layers.ACTIVATIONS``; ``prelu`` adds ``alpha`` to the weights.
    use_bias : bool, optional
        Whether one learned number an output channel is added.
    kernel_initializer, bias_initializer : str or (str, dict), optional
        How the weights start, one of ``sepviz.layers.INITIALIZERS``.
    kernel_regularizer, bias_regularizer, activity_regularizer : str or (str, dict), optional
        What weights and outputs add to a loss, one of ``sepviz.layers.REGULARIZERS``.
    kernel_constraint, bias_constraint : str or (str, dict), optional
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
    https://keras.io/api/layers/convolution_layers/convolution2d/

    Examples
    --------
    >>> layer = Conv2D(filters=256, kernel_size=5)
    >>> layer.output_shape((12, 12, 3)), layer.weight_shapes((12, 12, 3))
    ((8, 8, 256), {'kernel': (5, 5, 3, 256), 'bias': (256,)})
    """

    KERNELS: ClassVar[tuple[str, ...]] = ("kernel",)

    filters: int
    groups: int = 1
    kernel_initializer: Setting = "glorot_uniform"
    kernel_regularizer: Setting | None = None
    kernel_constraint: Setting | None = None

    def _check_together(self) -> None:
        """Refuse groups that do not divide the filters."""
        KerasConvolution._check_together(self)  # a slotted dataclass has no zero-argument super()
        self._check_groups(self.filters, "filters", code="groups_divide")

    def _check_groups(self, channels: int, what: str, *, code: str) -> None:
        """Raise where the groups do not divide a number of channels."""
        if channels % self.groups:
            raise ShapeError(
                f"groups={self.groups} does not divide {what}={channels}",
                code=code,
                groups=self.groups,
                channels=channels,
            )

    def _output_channels(self, channels: int) -> int:
        """Return one channel for each filter."""
        self._check_groups(channels, "input channels", code="groups_divide_input")
        return self.filters

    def _kernel_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shape of the kernel."""
        self._check_groups(channels, "input channels", code="groups_divide_input")
        return {"kernel": (*self.kernel_size, channels // self.groups, self.filters)}

    def _convolve(self, x: Array, weights: dict[str, Array]) -> Array:
        """Convolve and add the bias."""
        return ops.conv2d(
            x, weights["kernel"], bias=weights.get("bias"), groups=self.groups, **self._windows
        )

    def _convolution_gradients(
        self, x: Array, weights: dict[str, Array], upstream: Array
    ) -> dict[str, Array]:
        """Return the derivatives by ``x``, the kernel and a bias."""
        return ops.conv2d_gradients(x, weights["kernel"], upstream, groups=self.groups, **self._windows)

    def _convolutions(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Convolve without bias."""
        return [Stage("standard", ops.conv2d(x, weights["kernel"], groups=self.groups, **self._windows))]

    # `filter` is the contract's word for the output channel that is looked at.
    def slices(self, x: ArrayLike, weights: Weights, *, filter: int) -> Array:  # noqa: A002
        """Return what one filter makes of each input channel, before the channels are summed.

        Parameters
        ----------
        x : array_like
            One image or a batch.
        weights : mapping of str to array_like
            By the names of ``weight_shapes``.
        filter : int
            Number of the output channel, from 0.

        Returns
        -------
        ndarray
            One map an input channel of the filter's group, channels where ``data_format`` says;
            their sum over the channels is the filter's output without bias and activation.

        Raises
        ------
        ShapeError
            If there is no such filter, or shapes do not fit.
        TypeError
            If ``filter`` is not an integer.

        Examples
        --------
        >>> layer = Conv2D(filters=4, kernel_size=3)
        >>> weights = layer.init_weights((6, 7, 3), seed=1)
        >>> layer.slices(np.ones((6, 7, 3)), weights, filter=2).shape
        (4, 5, 3)
        """
        number = integer(filter, "filter", minimum=0)
        if number >= self.filters:
            raise ShapeError(
                f"filter={number} is not among filters={self.filters}, which count from 0",
                code="no_such_filter",
                filter=number,
                filters=self.filters,
            )
        array, checked = self._checked(x, weights)
        kernel = checked["kernel"][..., number]
        group = number // (self.filters // self.groups)
        first = group * kernel.shape[2]
        channels = np.arange(first, first + kernel.shape[2])
        seen = np.take(array, channels, axis=channel_axis(self.data_format))
        return ops.depthwise_conv2d(seen, kernel[..., np.newaxis], **self._windows)
