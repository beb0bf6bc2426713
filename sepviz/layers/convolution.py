"""What all convolutions share: where the windows stand."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from sepviz.errors import ShapeError
from sepviz.layers.arguments import AnyPadding, PairOfInts
from sepviz.layers.axes import Axes, axes_of, shape_of
from sepviz.layers.base import Layer, Shape
from sepviz.shapes import Geometry, geometry


@dataclass(frozen=True, slots=True, kw_only=True)
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

    @abstractmethod
    def _output_channels(self, channels: int) -> int:
        """Return the number of output channels."""

    @abstractmethod
    def _kernel_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shapes of the kernels, without bias."""

    def output_shape(self, input_shape: Shape) -> tuple[int, int, int]:
        """Return the shape of the output for one image.

        Parameters
        ----------
        input_shape : tuple of int
            (H, W, C), or (C, H, W) with ``data_format="channels_first"``; no batch axis.

        Returns
        -------
        tuple of int
            In the same order.

        Raises
        ------
        ShapeError
            If the kernel is larger than the padded input, or the channels do not fit.
        """
        axes = axes_of(input_shape, self.data_format)
        height, width = self._geometry(axes).output_size
        return shape_of(Axes(height, width, self._output_channels(axes.channels)), self.data_format)

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the shape of each weight by its name.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one image; only its channels matter here.

        Returns
        -------
        dict of str to tuple of int
            Kernels in Keras's layout whatever ``data_format`` says, then the others.

        Raises
        ------
        ShapeError
            If the channels do not fit the layer.
        """
        return self._kernel_shapes(axes_of(input_shape, self.data_format).channels)

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
