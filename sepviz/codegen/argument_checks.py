"""Which convolutions are converted: standard ones, with arguments that can be."""

from collections.abc import Callable, Mapping

from sepviz.codegen.arithmetic import Value
from sepviz.codegen.conv_call import ConvCall, LeftAloneError, impossible
from sepviz.codegen.standard_forms import KERAS, Form, Reason

_SIZE = "it must be an integer of at least 1"
_PAIR = "it must be an integer of at least 1, or two of them"
_AMOUNTS = "it must be 'valid', 'same', or integers of at least 0"
_WORD = "it must be 'valid' or 'same'"


def check_values(call: ConvCall, values: Mapping[str, int], line: int) -> None:
    """Raise where an argument is known, and cannot be.

    Parameters
    ----------
    call : ConvCall
        The convolution.
    values : mapping of str to int
        Numbers for free names.
    line : int
        Number of the line where the convolution stands.

    Raises
    ------
    CodeError
        If a size is not a positive integer, or a padding is unknown or negative.
    """
    for name, (allowed, detail) in _rules(call.form).items():
        if name not in call.arguments:
            continue
        try:
            value = call.worth(name, values)
        except ZeroDivisionError:
            raise impossible(line, name, call.text(name), "it divides by zero") from None
        if not allowed(value):
            result = f"it is {value}, and " if call.computed(name) and value != () else ""
            raise impossible(line, name, call.text(name), result + detail)


def check_standard(call: ConvCall) -> None:
    """Raise where a convolution is no standard one or never pays, whatever its names stand for.

    Parameters
    ----------
    call : ConvCall
        The convolution, its values checked.

    Raises
    ------
    LeftAloneError
        If it is to stay as it is.
    """
    if call.worth("groups", {}, default=1) != 1:
        raise LeftAloneError(Reason.GROUPS)
    if call.worth("kernel_size", {}) in (1, (1,), (1, 1)):
        raise LeftAloneError(Reason.ONE_BY_ONE)
    strides = call.worth("strides", {})
    # TensorFlow's depthwise kernel has one stride for both axes, and SeparableConv2D hands it on.
    if call.form is KERAS and isinstance(strides, tuple) and None not in strides and len(set(strides)) > 1:
        raise LeftAloneError(Reason.UNEQUAL_STRIDES)


def _rules(form: Form) -> dict[str, tuple[Callable[[Value], bool], str]]:
    """Return what each argument may be, and how that is said."""
    pairs = ("kernel_size", form.strides, form.dilation_rate)
    sizes = (form.in_channels, form.out_channels, "groups")
    return {
        **{name: (_is_size, _SIZE) for name in sizes if name is not None},
        **dict.fromkeys(pairs, (_is_pair, _PAIR)),
        "padding": (_is_amount, _AMOUNTS) if form.amounts_of_padding else (_is_word, _WORD),
    }


def _is_size(value: Value, minimum: int = 1) -> bool:
    """Say whether a value is unknown or a large enough integer."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= minimum)


def _is_pair(value: Value, minimum: int = 1) -> bool:
    """Say whether a value is unknown, or one or two large enough integers."""
    items = value if isinstance(value, tuple) else (value, value)
    return len(items) == 2 and all(_is_size(item, minimum) for item in items)


def _is_word(value: Value) -> bool:
    """Say whether a value is unknown or the name of a padding."""
    return value is None or (isinstance(value, str) and value.lower() in ("valid", "same"))


def _is_amount(value: Value) -> bool:
    """Say whether a value is unknown, or a padding by name or in pixels."""
    return _is_word(value) or _is_pair(value, 0)
