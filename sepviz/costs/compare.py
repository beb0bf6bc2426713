"""The same job done by another kind of convolution, and when depthwise separable pays."""

from fractions import Fraction
from typing import Any

from sepviz.costs.cost import Cost
from sepviz.costs.count import count
from sepviz.layers import (
    Conv2D,
    Convolution,
    DepthwiseConv2D,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    axes_of,
)
from sepviz.shapes import integer, pair


def twins(layer: Convolution, input_shape: tuple[int, ...]) -> dict[str, Convolution]:
    """Return the layers of each kind that stand on the same windows and give the same output shape.

    Parameters
    ----------
    layer : Conv2D, DepthwiseConv2D, SeparableConv2D or SpatiallySeparableConv2D
        The layer to replace; it stands under its own name as it is.
    input_shape : tuple of int
        Shape of one image, without a batch axis.

    Returns
    -------
    dict of str to Convolution
        ``"standard"`` and ``"depthwise_separable"`` always; ``"depthwise"`` where the input channels
        divide the output channels; ``"spatially_separable"`` where both are the same number;
        ``"grouped"`` where ``layer`` is. Bias and activation are those of ``layer``.

    Raises
    ------
    ShapeError
        If the layer does not fit the input.
    TypeError
        If ``layer`` is no convolution.

    Examples
    --------
    >>> list(twins(Conv2D(filters=6, kernel_size=3), (8, 9, 3)))
    ['standard', 'depthwise_separable', 'depthwise']
    """
    if not isinstance(layer, Convolution):
        raise TypeError(f"layer must be a convolution, not {type(layer).__name__}")
    c_in = axes_of(input_shape, layer.data_format).channels
    c_out = axes_of(layer.output_shape(input_shape), layer.data_format).channels
    windows, behind = _windows(layer), _behind(layer)
    found: dict[str, Convolution] = {
        "standard": Conv2D(filters=c_out, **windows, **behind),
        "depthwise_separable": SeparableConv2D(filters=c_out, **windows, **behind),
    }
    if c_out % c_in == 0:
        found["depthwise"] = DepthwiseConv2D(depth_multiplier=c_out // c_in, **windows, **behind)
    if c_out == c_in:
        found["spatially_separable"] = SpatiallySeparableConv2D(**windows)
    return {**found, _kind(layer): layer}


def compare(layer: Convolution, input_shape: tuple[int, ...]) -> dict[str, Cost]:
    """Count a layer and its twins, see ``twins``.

    Parameters
    ----------
    layer : Conv2D, DepthwiseConv2D, SeparableConv2D or SpatiallySeparableConv2D
        The layer to replace.
    input_shape : tuple of int
        Shape of one image, without a batch axis.

    Returns
    -------
    dict of str to Cost
        Costs by the names of ``twins``.

    Raises
    ------
    ShapeError, TypeError
        As ``twins``.

    Examples
    --------
    >>> costs = compare(Conv2D(filters=256, kernel_size=5, use_bias=False), (12, 12, 3))
    >>> {name: cost.multiplications for name, cost in costs.items()}
    {'standard': 1228800, 'depthwise_separable': 53952}
    """
    return {name: count(twin, input_shape) for name, twin in twins(layer, input_shape).items()}


def separable_share(
    *, filters: int, kernel_size: int | tuple[int, int], depth_multiplier: int = 1
) -> Fraction:
    """Return the multiplications of a depthwise-separable layer for each one of the standard layer.

    The share is depth_multiplier * (1 / filters + 1 / (kh * kw)), whatever the image and its channels;
    that of the parameters without bias is the same.

    Parameters
    ----------
    filters : int
        Number of output channels.
    kernel_size : int or tuple of int
        (vertical, horizontal) taps.
    depth_multiplier : int, optional
        Depthwise outputs for each input channel.

    Returns
    -------
    Fraction
        Exact; below 1 the separable layer is the cheaper one.

    Raises
    ------
    ShapeError
        If a number is below 1.
    TypeError
        If a number is not an integer.

    References
    ----------
    A. Howard et al. 2017, MobileNets, arXiv:1704.04861, section 3.1

    Examples
    --------
    >>> share = separable_share(filters=256, kernel_size=5)
    >>> share, round(float(1 / share), 2)
    (Fraction(281, 6400), 22.78)
    """
    kh, kw = pair(kernel_size, "kernel_size")
    both = Fraction(1, integer(filters, "filters")) + Fraction(1, kh * kw)
    return integer(depth_multiplier, "depth_multiplier") * both


def separable_pays(*, filters: int, kernel_size: int | tuple[int, int], depth_multiplier: int = 1) -> bool:
    """Tell whether a depthwise-separable layer needs fewer multiplications than the standard one.

    Parameters
    ----------
    filters : int
        Number of output channels.
    kernel_size : int or tuple of int
        (vertical, horizontal) taps.
    depth_multiplier : int, optional
        Depthwise outputs for each input channel.

    Returns
    -------
    bool
        False at the break-even point itself, and always for a 1 x 1 kernel.

    Raises
    ------
    ShapeError, TypeError
        As ``separable_share``.

    Examples
    --------
    >>> separable_pays(filters=256, kernel_size=5), separable_pays(filters=1, kernel_size=3)
    (True, False)
    """
    return separable_share(filters=filters, kernel_size=kernel_size, depth_multiplier=depth_multiplier) < 1


def _windows(layer: Convolution) -> dict[str, Any]:
    """Return the fields that all convolutions have."""
    names = ("kernel_size", "strides", "padding", "dilation_rate", "data_format")
    return {name: getattr(layer, name) for name in names}


def _behind(layer: Convolution) -> dict[str, Any]:
    """Return what follows the sum; nothing does in a spatially separable pair."""
    return {"use_bias": getattr(layer, "use_bias", False), "activation": getattr(layer, "activation", None)}


def _kind(layer: Convolution) -> str:
    """Return the name under which a layer stands among its twins."""
    match layer:
        case Conv2D():
            return "standard" if layer.groups == 1 else "grouped"
        case SeparableConv2D():
            return "depthwise_separable"
        case DepthwiseConv2D():
            return "depthwise"
    return "spatially_separable"
