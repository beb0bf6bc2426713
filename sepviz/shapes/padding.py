"""How many zeros stand around an image: 'valid', TensorFlow's 'same', or given amounts."""

from sepviz.errors import ShapeError
from sepviz.shapes.arguments import integer, items_of

_FORMS = "'valid', 'same', an int, (vertical, horizontal) or ((top, bottom), (left, right))"
Amounts = tuple[tuple[int, int], tuple[int, int]]
Padding = str | Amounts
"""A normalised padding: 'valid', 'same' or ((top, bottom), (left, right))."""


def padding_of(value: object) -> Padding:
    """Normalise any accepted padding; ``'same'`` stays a word, for it depends on the input's size."""
    if isinstance(value, str):
        if value.lower() not in ("valid", "same"):
            raise ShapeError(f"padding must be {_FORMS}, not {value!r}", code="padding", value=value)
        return value.lower()
    sides = items_of(value)
    if sides is None:
        amount = integer(value, "padding", minimum=0)
        return (amount, amount), (amount, amount)
    if len(sides) != 2:
        raise ShapeError(f"padding must be {_FORMS}, not {value!r}", code="padding", value=repr(value))
    return _side(sides[0]), _side(sides[1])


def _side(value: object) -> tuple[int, int]:
    """Return one axis of the padding as (before, after)."""
    ends = items_of(value)
    if ends is None:
        amount = integer(value, "padding", minimum=0)
        return amount, amount
    if len(ends) != 2:
        raise ShapeError(f"padding must be {_FORMS}, not {value!r}", code="padding", value=repr(value))
    return integer(ends[0], "padding", minimum=0), integer(ends[1], "padding", minimum=0)


def same_padding(size: int, window: int, stride: int) -> tuple[int, int]:
    """Return the zeros (before, after) with which ``ceil(size / stride)`` windows fit.

    TensorFlow's rule: the amount depends on the stride and the odd pixel goes to the end,
    see https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2.
    PyTorch's symmetric padding differs from it for strides above 1.

    Examples
    --------
    >>> same_padding(12, 5, 1), same_padding(12, 5, 2)
    ((2, 2), (1, 2))
    """
    steps = -(-size // stride) - 1
    total = max(steps * stride + window - size, 0)
    return total // 2, total - total // 2


def pad_amounts(
    padding: Padding, size: tuple[int, int], window: tuple[int, int], strides: tuple[int, int]
) -> Amounts:
    """Return ((top, bottom), (left, right)) for an input of this size and a dilated window."""
    if padding == "valid":
        return (0, 0), (0, 0)
    if padding == "same":
        return (
            same_padding(size[0], window[0], strides[0]),
            same_padding(size[1], window[1], strides[1]),
        )
    assert not isinstance(padding, str)
    return padding
