"""The settings of one layer, from which each kind of convolution that could do its work is made."""

import math
from dataclasses import dataclass, replace
from typing import Any, Self

from sepviz.costs.comparison import Comparison, compare
from sepviz.costs.cost import BYTES_PER_VALUE, Cost
from sepviz.layers import (
    Conv2D,
    Convolution,
    DepthwiseConv2D,
    SeparableConv2D,
    SpatiallySeparableConv2D,
)

VARIABLES = ("c_in", "c_out", "kernel", "size", "stride", "depth_multiplier", "groups")
"""What may be varied while all else stays; ``kernel`` and ``size`` are sides of squares."""
KINDS = ("standard", "grouped", "spatial", "depthwise", "separable")
QUANTITIES = ("multiplications", "parameters", "values", "bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A layer that is being designed, without bias and dilation.

    Parameters
    ----------
    c_in, c_out : int
        Input and output channels.
    kernel_size, input_size : tuple of int
        (vertical, horizontal), in taps and in pixels.
    stride : int, optional
        Pixels from one window to the next, both ways.
    padding : {"same", "valid"}, optional
        As in the layers.
    depth_multiplier : int, optional
        Of the depthwise-separable layer.
    groups : int, optional
        Of the grouped layer.

    Examples
    --------
    >>> example = Design(c_in=3, c_out=256, kernel_size=(5, 5), input_size=(12, 12), padding="valid")
    >>> {kind: found.cost.multiplications for kind, found in comparisons(example).items()}["separable"]
    53952
    """

    c_in: int
    c_out: int
    kernel_size: tuple[int, int]
    input_size: tuple[int, int]
    stride: int = 1
    padding: str = "same"
    depth_multiplier: int = 1
    groups: int = 1

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """Shape of one input image."""
        return (*self.input_size, self.c_in)

    def varied(self, variable: str, value: int) -> Self:
        """Return the design with one of `VARIABLES` changed.

        Examples
        --------
        >>> square = Design(c_in=4, c_out=8, kernel_size=(3, 5), input_size=(9, 7)).varied("kernel", 2)
        >>> square.kernel_size, square.input_size
        ((2, 2), (9, 7))
        """
        pairs = {"kernel": "kernel_size", "size": "input_size"}
        change: dict[str, Any] = {variable: value}
        if variable in pairs:
            change = {pairs[variable]: (value, value)}
        return replace(self, **change)


def layers(design: Design) -> dict[str, Convolution]:
    """Return the layer of each kind; none in groups where they do not divide both channel counts.

    Examples
    --------
    >>> made = layers(Design(c_in=4, c_out=8, kernel_size=(3, 5), input_size=(9, 7), groups=2))
    >>> list(made), made["grouped"].groups
    (['standard', 'grouped', 'spatial', 'separable'], 2)
    """
    windows: dict[str, Any] = {
        "kernel_size": design.kernel_size,
        "strides": design.stride,
        "padding": design.padding,
    }
    filters, plain = design.c_out, {"use_bias": False, **windows}
    made: dict[str, Convolution] = {"standard": Conv2D(filters=filters, **plain)}
    if design.c_in % design.groups == design.c_out % design.groups == 0:
        made["grouped"] = Conv2D(filters=filters, groups=design.groups, **plain)
    made["spatial"] = SpatiallySeparableConv2D(**windows)
    made["separable"] = SeparableConv2D(filters=filters, depth_multiplier=design.depth_multiplier, **plain)
    return made


def comparisons(design: Design) -> dict[str, Comparison]:
    """Count each of `KINDS` beside what it may be compared with.

    ``"depthwise"``, one whole kernel on each channel, is what the spatially separable layer is compared
    with: neither mixes channels.

    Raises
    ------
    ShapeError
        If a kernel is larger than the input.
    """
    found = {kind: compare(layer, design.input_shape) for kind, layer in layers(design).items()}
    whole = found["spatial"].reference
    found["depthwise"] = Comparison(cost=whole, reference=whole)
    return {kind: found[kind] for kind in KINDS if kind in found}


def quantity(cost: Cost, name: str) -> int:
    """Return one of `QUANTITIES` of a cost; ``values`` and ``bytes`` are what the stages put out.

    Examples
    --------
    >>> design = Design(c_in=2, c_out=3, kernel_size=(1, 1), input_size=(4, 5))
    >>> [quantity(comparisons(design)["standard"].cost, name) for name in QUANTITIES]
    [120, 6, 60, 240]
    """
    if name == "values":
        return cost.activation_bytes // BYTES_PER_VALUE
    return int(getattr(cost, {"bytes": "activation_bytes"}.get(name, name)))


def common_divisors(first: int, second: int) -> tuple[int, ...]:
    """Return into how many groups both channel counts can be split, from 1.

    Examples
    --------
    >>> common_divisors(12, 18)
    (1, 2, 3, 6)
    """
    largest = math.gcd(first, second)
    return tuple(number for number in range(1, largest + 1) if largest % number == 0)


def stage_layers(design: Design) -> dict[str, tuple[Convolution, tuple[int, int, int]]]:
    """Return each stage that is a layer of its own, with the shape of its input.

    Examples
    --------
    >>> design = Design(c_in=4, c_out=8, kernel_size=(3, 5), input_size=(9, 7), stride=2)
    >>> {name: shape for name, (_, shape) in stage_layers(design).items()}
    {'standard': (9, 7, 4), 'depthwise': (9, 7, 4), 'pointwise': (5, 4, 4)}
    """
    made = layers(design)
    depthwise = DepthwiseConv2D(
        kernel_size=design.kernel_size,
        strides=design.stride,
        padding=design.padding,
        depth_multiplier=design.depth_multiplier,
        use_bias=False,
    )
    between = depthwise.output_shape(design.input_shape)
    found: dict[str, tuple[Convolution, tuple[int, int, int]]] = {
        "standard": (made["standard"], design.input_shape)
    }
    if "grouped" in made and design.groups > 1:
        found["grouped"] = made["grouped"], design.input_shape
    found["depthwise"] = depthwise, design.input_shape
    height, width, channels = between
    pointwise = Conv2D(filters=design.c_out, kernel_size=1, use_bias=False)
    return found | {"pointwise": (pointwise, (height, width, channels))}
