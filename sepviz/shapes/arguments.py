"""Arguments normalised once: integers, (vertical, horizontal) pairs and the data format."""

import operator
from collections.abc import Iterable, Mapping, Set

from sepviz.errors import ShapeError

DATA_FORMATS = ("channels_last", "channels_first")


def integer(value: object, name: str, *, minimum: int = 1) -> int:
    """Return ``value`` as an int of at least ``minimum``; a bool or a float is a TypeError."""
    if isinstance(value, bool):
        raise TypeError(f"{name} must be an integer, not {value!r}")
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {value!r}") from None
    if number < minimum:
        raise ShapeError(
            f"{name} must be at least {minimum}, not {number}",
            code="too_small",
            name=name,
            minimum=minimum,
            value=number,
        )
    return number


def pair(value: object, name: str, *, minimum: int = 1) -> tuple[int, int]:
    """Return ``value`` as (vertical, horizontal); a single int counts for both."""
    items = items_of(value)
    if items is None:
        number = integer(value, name, minimum=minimum)
        return number, number
    if len(items) != 2:
        raise ShapeError(
            f"{name} must be an int or (vertical, horizontal), not {value!r}",
            code="not_a_pair",
            name=name,
            value=repr(value),
        )
    return integer(items[0], name, minimum=minimum), integer(items[1], name, minimum=minimum)


def items_of(value: object) -> tuple[object, ...] | None:
    """Return the items of a sequence; None for what is none, as text, bytes, a set, a 0-d array."""
    if isinstance(value, str | bytes | bytearray | Set | Mapping) or getattr(value, "ndim", 1) == 0:
        return None
    return tuple(value) if isinstance(value, Iterable) else None


def data_format_of(value: object) -> str:
    """Return the data format in lower case, or raise for an unknown one."""
    if not isinstance(value, str):
        raise TypeError(f"data_format must be a string, not {value!r}")
    if value.lower() not in DATA_FORMATS:
        raise ShapeError(
            f"data_format must be one of {DATA_FORMATS}, not {value!r}",
            code="data_format",
            value=value,
        )
    return value.lower()
