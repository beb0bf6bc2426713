"""The kinds of convolution that the app offers: everything that differs from kind to kind, in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sepviz.layers import Conv2D, SeparableConv2D, SpatiallySeparableConv2D
from sepviz.ui.session.parameters import Operation, Settings

Layer = Conv2D | SeparableConv2D | SpatiallySeparableConv2D


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of convolution.

    ``make`` describes the layer of this kind that settings ask for, ``weight_choices`` are the ways in
    which its weights can be made, ``controls`` are its settings beyond those of every kind.
    """

    id: Operation
    make: Callable[[Settings], Layer]
    weight_choices: tuple[str, ...]
    controls: frozenset[str]

    def has(self, control: str) -> bool:
        """Return whether a setting means something to this kind."""
        return control in self.controls


def _standard(values: Settings) -> Layer:
    """Return a convolution that mixes space and channels."""
    return Conv2D(**_windows(values), **_outputs(values))


def _grouped(values: Settings) -> Layer:
    """Return a convolution whose filters see one group of channels each."""
    return Conv2D(groups=int(values.groups), **_windows(values), **_outputs(values))


def _separable(values: Settings) -> Layer:
    """Return a depthwise convolution with a pointwise one behind it."""
    return SeparableConv2D(depth_multiplier=values.depth_multiplier, **_windows(values), **_outputs(values))


def _spatial(values: Settings) -> Layer:
    """Return a column and a row for each channel."""
    return SpatiallySeparableConv2D(**_windows(values))


def _windows(values: Settings) -> dict[str, Any]:
    """Return the arguments that every kind of layer has."""
    return {
        "kernel_size": (values.kh, values.kw),
        "strides": (values.stride, values.stride),
        "padding": values.padding,
        "dilation_rate": (values.dilation, values.dilation),
    }


def _outputs(values: Settings) -> dict[str, Any]:
    """Return the arguments of a layer that mixes channels."""
    return {
        "filters": values.filters,
        "activation": None if values.activation == "none" else values.activation,
        "use_bias": values.use_bias,
    }


_MIXING = frozenset({"filters", "pointwise", "activation", "use_bias"})
_ALL = (
    Kind(
        id="standard",
        make=_standard,
        weight_choices=("catalogue", "bank", "random", "twin", "custom"),
        controls=_MIXING,
    ),
    Kind(
        id="spatial",
        make=_spatial,
        weight_choices=("catalogue", "random", "custom"),
        controls=frozenset(),
    ),
    Kind(
        id="separable",
        make=_separable,
        weight_choices=("catalogue", "bank", "random", "twin", "custom"),
        controls=_MIXING | {"depth_multiplier"},
    ),
    Kind(
        id="grouped",
        make=_grouped,
        weight_choices=("catalogue", "bank", "random", "custom"),
        controls=_MIXING | {"groups"},
    ),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.id: kind for kind in _ALL})
"""Every kind by its id, in the order in which the app shows them."""


def layer_of(values: Settings) -> Layer:
    """Return the layer that the settings describe."""
    return KINDS[values.op].make(values)
