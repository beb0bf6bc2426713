"""What all convolutions share: where the windows stand."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Self

from sepviz.errors import ShapeError
from sepviz.layers.arguments import AnyPadding, PairOfInts
from sepviz.layers.axes import Axes
from sepviz.layers.base import Layer
from sepviz.shapes import Geometry, geometry


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Convolution(Layer):
    """A layer whose windows stand in a regular grid; every pair is (vertical, horizontal).

    Parameters
    ----------
    kernel_size : int or tuple of int
        Taps of the kernel.
    strides : int or tuple of int, optional
        Pixels from one window to the next; above 1 only without dilation.
    padding : str, int or tuple, optional
        ``"valid"``, ``"same"``, and beyond Keras an int, (vertical, horizontal) or
        ((top, bottom), (left, right)); zeros.
    dilation_rate : int or tuple of int, optional
        Pixels from one tap to the next; above 1 only without strides.
    data_format : str, optional
        Where the channels of images are.

    Examples
    --------
    >>> from sepviz.layers import SpatiallySeparableConv2D
    >>> isinstance(SpatiallySeparableConv2D(kernel_size=3), Convolution)
    True
    """

    kernel_size: PairOfInts
    strides: PairOfInts = (1, 1)
    padding: AnyPadding = "valid"
    dilation_rate: PairOfInts = (1, 1)

    def _check_together(self) -> None:
        """Refuse strides with dilation, which Keras does not compute."""
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ShapeError(
                f"strides={self.strides} and dilation_rate={self.dilation_rate} cannot both be above 1",
                code="strides_with_dilation",
                strides=str(self.strides),
                dilation_rate=str(self.dilation_rate),
            )

    def convolution_only(self) -> Self:
        """Return the layer without what comes after the convolution: bias and activation."""
        return self

    @abstractmethod
    def _output_channels(self, channels: int) -> int:
        """Return the number of output channels."""

    def _output_axes(self, before: Axes) -> Axes:
        """Return how many windows there are, and the output channels."""
        return Axes(*self._geometry(before).output_size, self._output_channels(before.channels))

    @property
    def _windows(self) -> dict[str, Any]:
        """Return the settings that all operations take."""
        return {
            "strides": self.strides,
            "padding": self.padding,
            "dilation_rate": self.dilation_rate,
            "data_format": self.data_format,
        }

    def _geometry(self, axes: Axes) -> Geometry:
        """Resolve where the windows stand."""
        return geometry(
            (axes.height, axes.width),
            self.kernel_size,
            strides=self.strides,
            padding=self.padding,
            dilation_rate=self.dilation_rate,
            name="kernel_size",
        )
