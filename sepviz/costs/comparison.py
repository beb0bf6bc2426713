"""What a layer may be compared with: only a layer whose output has the same shape."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sepviz.costs.cost import Cost
from sepviz.costs.count import count
from sepviz.errors import ShapeError
from sepviz.layers import Conv2D, Convolution, DepthwiseConv2D, SpatiallySeparableConv2D, axes_of

_WINDOWS = ("kernel_size", "strides", "padding", "dilation_rate", "data_format")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The cost of a layer beside that of its reference, the plain layer that puts out the same maps.

    The name of the reference's only stage says which layer that is: ``"standard"``, or ``"depthwise"``
    where the layer mixes no channels.
    """

    cost: Cost
    reference: Cost

    @property
    def share(self) -> Fraction:
        """Multiplications of the layer for each one of its reference."""
        return share(self.cost, self.reference)


def compare(layer: Convolution, input_shape: tuple[int, ...]) -> Comparison:
    """Count a layer and the plain layer that it may be compared with.

    A spatially separable layer mixes no channels and puts out as many maps as come in. It is compared
    with the same 2-D kernel on each channel, every other layer with the standard layer of as many
    filters.

    Parameters
    ----------
    layer : Convolution
        Any convolution of ``sepviz.layers``.
    input_shape : tuple of int
        Shape of one image in the order of the layer's ``data_format``, without a batch axis.

    Returns
    -------
    Comparison
        Both costs; their outputs have the same shape.

    Raises
    ------
    ShapeError
        If the layer does not fit the input.

    Examples
    --------
    >>> from sepviz.layers import SeparableConv2D
    >>> found = compare(SeparableConv2D(filters=256, kernel_size=5, use_bias=False), (12, 12, 3))
    >>> found.reference.multiplications, round(float(1 / found.share), 2)
    (1228800, 22.78)
    >>> compare(SpatiallySeparableConv2D(kernel_size=3, padding="same"), (12, 12, 3)).share
    Fraction(2, 3)
    """
    return Comparison(cost=count(layer, input_shape), reference=_reference(layer, input_shape))


def share(cost: Cost, reference: Cost) -> Fraction:
    """Return the multiplications of one layer for each one of another with the same output.

    Raises
    ------
    ShapeError
        If the outputs have different shapes: then the two do not the same work.

    Examples
    --------
    >>> from sepviz.layers import SeparableConv2D
    >>> layers = SeparableConv2D(filters=2, kernel_size=(1, 2)), Conv2D(filters=2, kernel_size=(1, 2))
    >>> share(*(count(layer, (4, 4, 3)) for layer in layers))
    Fraction(1, 1)
    """
    if cost.output_shape != reference.output_shape:
        raise ShapeError(
            f"an output of {cost.output_shape} is not compared with one of {reference.output_shape}",
            code="outputs_differ",
        )
    return Fraction(cost.multiplications, reference.multiplications)


def _reference(layer: Convolution, input_shape: tuple[int, ...]) -> Cost:
    """Count the plain layer with the same windows and the same output."""
    windows: dict[str, Any] = {name: getattr(layer, name) for name in _WINDOWS}
    if isinstance(layer, SpatiallySeparableConv2D):
        return _one_kernel(count(DepthwiseConv2D(use_bias=False, **windows), input_shape), layer)
    filters = axes_of(layer.output_shape(input_shape), layer.data_format).channels
    use_bias = bool(getattr(layer, "use_bias", False))
    return count(Conv2D(filters=filters, use_bias=use_bias, **windows), input_shape)


def _one_kernel(cost: Cost, layer: SpatiallySeparableConv2D) -> Cost:
    """Count one kernel as learned: all channels share it, as they share the column and the row."""
    kh, kw = layer.kernel_size
    (stage,) = cost.stages
    return replace(cost, parameters=kh * kw, stages=(replace(stage, parameters=kh * kw),))
