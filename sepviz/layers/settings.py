"""A name with settings, such as ("l2", {"l2": 0.05}).

Initializers, regularizers and constraints are given in this form.
"""

import math
import numbers
from collections.abc import Iterable, Mapping
from typing import Any

from sepviz.errors import SepvizError
from sepviz.shapes import integer

Setting = str | tuple[str, Any]
"""A name alone, or (name, ((argument, value), ...)) with the arguments in alphabetical order."""

Defaults = Mapping[str, Mapping[str, Any]]
"""For each known name, its arguments with Keras's default values."""

_OPTIONAL = ("seed", "l1", "l2")  # Keras reads None as the default here
_NEVER_NEGATIVE = ("l1", "l2", "stddev", "min_value", "max_value", "rate")


def setting_of(value: object, name: str, known: Defaults) -> Setting:
    """Normalise a name, or a pair (name, settings); hashable, with the settings sorted.

    Raises
    ------
    SepvizError
        If the name, one of its settings or the settings' values are unknown or out of range.
    TypeError
        If ``value`` is neither a name nor a pair, or a setting has the wrong type.

    Examples
    --------
    >>> setting_of(("l2", {"l2": 0.05}), "kernel_regularizer", {"l2": {"l2": 0.01}})
    ('l2', (('l2', 0.05),))
    >>> setting_of("l2", "kernel_regularizer", {"l2": {"l2": 0.01}})
    'l2'
    """
    kind, settings = _name_and_settings(value, name)
    _check_known(kind, known, name, name)
    for key in settings:
        _check_known(key, known[kind], f"a setting of {kind!r} in {name}", name)
    checked = tuple(
        (key, _checked(settings[key], key, f"{name}: {key}"))
        for key in sorted(settings)
        if not (settings[key] is None and key in _OPTIONAL)
    )
    return (kind, checked) if checked else kind


def resolved(setting: Setting, known: Defaults) -> tuple[str, dict[str, Any]]:
    """Return the name and all its settings, the defaults filled in.

    Examples
    --------
    >>> resolved(("l1_l2", (("l2", 0.1),)), {"l1_l2": {"l1": 0.0, "l2": 0.0}})
    ('l1_l2', {'l1': 0.0, 'l2': 0.1})
    """
    name, given = (setting, ()) if isinstance(setting, str) else setting
    return name, {**known[name], **dict(given)}


def plain(value: object) -> object:
    """Turn a stored field into what JSON knows: tuples into lists, settings into a dict."""
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return [value[0], {key: plain(one) for key, one in value[1]}]
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value


def _name_and_settings(value: object, name: str) -> tuple[str, dict[str, Any]]:
    """Take a bare name or a pair apart."""
    form = f'{name} must be a name or a pair such as ("l2", {{"l2": 0.05}}), not {value!r}'
    if isinstance(value, str):
        return value, {}
    if not isinstance(value, tuple | list) or len(value) != 2 or not isinstance(value[0], str):
        raise TypeError(form)
    settings = value[1]
    if not isinstance(settings, Mapping | tuple | list):
        raise TypeError(form)
    try:
        settings = dict(settings)
    except (TypeError, ValueError):
        raise TypeError(form) from None
    if not all(isinstance(key, str) for key in settings):
        raise TypeError(form)
    return value[0], settings


def _check_known(value: str, known: Iterable[str], what: str, name: str) -> None:
    """Raise where a name is not among the known ones."""
    names = ", ".join(known)
    if value not in known:
        raise SepvizError(
            f"{what} must be one of {names or 'none at all'}, not {value!r}",
            code="unknown_name",
            name=name,
            value=value,
            known=names,
        )


def _checked(value: object, key: str, name: str) -> object:
    """Check one setting by what its name stands for."""
    if key == "axis":
        return _axes(value, name)
    if key == "seed":
        return integer(value, name, minimum=0)
    return finite(value, name, minimum=0.0 if key in _NEVER_NEGATIVE else -math.inf)


def finite(value: object, name: str, *, minimum: float = -math.inf) -> float:
    """Return ``value`` as a finite float of at least ``minimum``; a bool or a string is a TypeError."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a number, not {value!r}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or number < minimum:
        limit = "finite" if minimum == -math.inf else f"finite and at least {minimum:g}"
        raise SepvizError(
            f"{name} must be {limit}, not {number}",
            code="out_of_range",
            name=name,
            value=number,
            minimum=minimum,
        )
    return number


def _axes(value: object, name: str) -> int | tuple[int, ...] | None:
    """Return the axes over which a norm is taken: one, several, or None for all."""
    if value is None:
        return None
    if isinstance(value, tuple | list):
        return tuple(integer(axis, name, minimum=-4) for axis in value)
    return integer(value, name, minimum=-4)
