"""The spatially separable convolution: a (kh x 1) column, then a (1 x kw) row, on every channel."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sepviz import ops
from sepviz.arrays import Array
from sepviz.layers.axes import axes_of
from sepviz.layers.base import Stage
from sepviz.layers.convolution import Convolution
from sepviz.layers.inputs import Shape


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SpatiallySeparableConv2D(Convolution):
    """One pair of a column and a row filters every channel on its own; channels are never mixed.

    The result is that of a depthwise convolution with ``np.outer(column, row)``. The pair starts as the
    1-2-1 smoothing of its length, whatever the seed: binomial taps that sum to 1.

    Parameters
    ----------
    kernel_size : int or tuple of int
        (taps of the column, taps of the row).
    strides : int or tuple of int, optional
        The column takes the vertical stride, the row the horizontal one; above 1 only without dilation.
    padding : str, int or tuple, optional
        ``"valid"``, ``"same"``, an int, (vertical, horizontal) or ((top, bottom), (left, right)).
    dilation_rate : int or tuple of int, optional
        Pixels from one tap to the next; above 1 only without strides.
    data_format : str, optional
        Where the channels of images are.

    Raises
    ------
    SepvizError
        If an argument is out of range or unknown, or two do not fit.
    TypeError
        If an argument has the wrong type.

    Examples
    --------
    >>> layer = SpatiallySeparableConv2D(kernel_size=(3, 5))
    >>> layer.output_shape((12, 12, 3)), layer.weight_shapes((12, 12, 3))
    ((10, 8, 3), {'column': (3,), 'row': (5,)})
    >>> layer.init_weights((12, 12, 3), seed=0)["row"]
    array([0.0625, 0.25  , 0.375 , 0.25  , 0.0625], dtype=float32)
    """

    KERNELS: ClassVar[tuple[str, ...]] = ("column", "row")

    def _output_channels(self, channels: int) -> int:
        """Return as many channels as come in."""
        return channels

    def _weight_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the lengths of both factors, which all channels share."""
        return {"column": self.kernel_size[:1], "row": self.kernel_size[1:]}

    def _first_values(self, name: str, shape: Shape, seed: tuple[int, ...]) -> NDArray[np.float32]:
        """Return the smoothing of the factor's length; nothing is drawn."""
        return _smoothing(shape[0])

    def _run(self, x: Array, weights: dict[str, Array]) -> Array:
        """Do both passes at once."""
        return ops.spatially_separable_conv2d(x, weights["column"], weights["row"], **self._windows)

    def _gradients(self, x: Array, weights: dict[str, Array], upstream: Array) -> dict[str, Array]:
        """Go back through both passes at once."""
        return ops.spatially_separable_conv2d_gradients(
            x, weights["column"], weights["row"], upstream, **self._windows
        )

    def _run_stages(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Do the column pass over the whole width, then the row pass."""
        axes = axes_of(x.shape[-3:], self.data_format)
        vertical, horizontal = self._geometry(axes).padding
        column = ops.depthwise_conv2d(
            x,
            _on_every_channel(weights["column"][:, np.newaxis], axes.channels),
            strides=(self.strides[0], 1),
            dilation_rate=(self.dilation_rate[0], 1),
            padding=(vertical, (0, 0)),
            data_format=self.data_format,
        )
        row = ops.depthwise_conv2d(
            column,
            _on_every_channel(weights["row"][np.newaxis], axes.channels),
            strides=(1, self.strides[1]),
            dilation_rate=(1, self.dilation_rate[1]),
            padding=((0, 0), horizontal),
            data_format=self.data_format,
        )
        return [Stage("column", column), Stage("row", row)]


def _on_every_channel(factor: Array, channels: int) -> Array:
    """Repeat a 2-D factor as a depthwise kernel for all channels, without a copy."""
    return np.broadcast_to(factor[:, :, np.newaxis, np.newaxis], (*factor.shape, channels, 1))


def _smoothing(length: int) -> NDArray[np.float32]:
    """Return binomial coefficients that sum to 1, the shape of a Gaussian: 1-2-1 for three taps."""
    taps = np.ones(1)
    for _ in range(length - 1):
        taps = np.convolve(taps, [0.5, 0.5])
    return taps.astype(np.float32)
