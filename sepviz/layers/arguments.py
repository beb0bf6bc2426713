"""The fields of all layers, normalised in one place: a field's name means the same in each of them."""

from collections.abc import Callable
from dataclasses import MISSING, Field
from typing import Any

import numpy as np

from sepviz.errors import SepvizError, ShapeError
from sepviz.layers.activations import activation_of
from sepviz.layers.constraints import CONSTRAINTS
from sepviz.layers.initializers import INITIALIZERS
from sepviz.layers.regularizers import REGULARIZERS
from sepviz.layers.settings import Setting, finite, resolved, setting_of
from sepviz.shapes import data_format_of, integer, padding_of, pair

# Fields are wider going in than coming out, which annotations cannot say; these names document it.
PairOfInts = Any
"""Given as an int or (vertical, horizontal), stored as the pair."""
AnyPadding = Any
"""Given in any form of ``sepviz.shapes.padding_of``, stored as 'valid', 'same' or the amounts."""


def normalised(field: Field[Any], value: object) -> object:
    """Return the value of one field in its stored form, or raise an error that names the field.

    Raises
    ------
    SepvizError
        If the value is out of range or unknown.
    TypeError
        If the value has the wrong type.
    """
    if field.name in _BY_NAME:
        return _BY_NAME[field.name](value, field.name)
    return _BY_ROLE[field.name.rpartition("_")[2]](value, field)


def boolean(value: object, name: str) -> bool:
    """Return ``value`` as a bool; 0 and 1 are refused, for they are easily a misplaced argument."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, not {value!r}")
    return bool(value)


def _initializer(value: object, field: Field[Any]) -> Setting:
    """Check an initializer; None is the field's default, as Keras documents."""
    if value is None and field.default is not MISSING:
        value = field.default
    setting = setting_of(value, field.name, INITIALIZERS)
    name, settings = resolved(setting, INITIALIZERS)
    if name == "random_uniform":
        _check_order(field.name, "minval", "maxval", settings)
    return setting


def _regularizer(value: object, field: Field[Any]) -> Setting | None:
    """Check a regularizer."""
    return None if value is None else setting_of(value, field.name, REGULARIZERS)


def _constraint(value: object, field: Field[Any]) -> Setting | None:
    """Check a constraint, its axes against the number of axes of the weights as well."""
    if value is None:
        return None
    setting = setting_of(value, field.name, CONSTRAINTS)
    name, settings = resolved(setting, CONSTRAINTS)
    if name == "min_max_norm":
        _check_order(field.name, "min_value", "max_value", settings)
    if "axis" in settings:
        _check_axes(field.name, settings["axis"], 1 if field.name.startswith("bias") else 4)
    return setting


def _check_order(field_name: str, low: str, high: str, settings: dict[str, Any]) -> None:
    """Raise where the lower end of a range is above the upper one."""
    if settings[low] > settings[high]:
        raise SepvizError(
            f"{field_name}: {low}={settings[low]} is above {high}={settings[high]}",
            code="range_reversed",
            name=field_name,
            low=settings[low],
            high=settings[high],
        )


def _check_axes(field_name: str, axis: int | tuple[int, ...] | None, ndim: int) -> None:
    """Raise where the weights have no such axis, or it is named twice."""
    axes = () if axis is None else (axis,) if isinstance(axis, int) else axis
    if any(not -ndim <= one < ndim for one in axes) or len({one % ndim for one in axes}) < len(axes):
        raise ShapeError(
            f"{field_name}: axis={axis} does not fit weights with {ndim} axes",
            code="wrong_axis",
            name=field_name,
            axis=str(axis),
            ndim=ndim,
        )


_BY_NAME: dict[str, Callable[[object, str], object]] = {
    "filters": integer,
    "groups": integer,
    "depth_multiplier": integer,
    "kernel_size": pair,
    "strides": pair,
    "dilation_rate": pair,
    "padding": lambda value, _: padding_of(value),
    "data_format": lambda value, _: data_format_of(value),
    "activation": activation_of,
    "use_bias": boolean,
    "epsilon": lambda value, name: finite(value, name, minimum=0.0),
}
_BY_ROLE: dict[str, Callable[[object, Field[Any]], object]] = {
    "initializer": _initializer,
    "regularizer": _regularizer,
    "constraint": _constraint,
}
