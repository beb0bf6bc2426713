"""Which convolutions are converted: standard ones, with arguments that can be."""

from collections.abc import Callable, Mapping

from sepviz.codegen.arithmetic import Value
from sepviz.codegen.conv_call import ConvCall, LeftAloneError, impossible
from sepviz.codegen.standard_forms import KERAS, PYTORCH, Form, Reason

_SIZE = "it must be an integer of at least 1"
_PAIR = "it must be an integer of at least 1, or two of them"
_AMOUNTS = "it must be 'valid', 'same', or integers of at least 0"
_WORD = "it must be 'valid' or 'same'"
_MODES = ("zeros", "reflect", "replicate", "circular")
_FORMATS = ("channels_last", "channels_first")


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
        If a size is not a positive integer, or a padding is unknown or negative,
        or the framework does not take two arguments together.
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
    _check_together(call, values, line)


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
    groups = call.worth("groups", {}, default=1)
    if groups not in (1, None) or (groups is None and _depthwise(call)):
        raise LeftAloneError(Reason.GROUPS)
    if call.worth("kernel_size", {}) in (1, (1,), (1, 1)):
        raise LeftAloneError(Reason.ONE_BY_ONE)
    strides = call.worth("strides", {})
    # TensorFlow's depthwise kernel has one stride for both axes, and SeparableConv2D hands it on.
    if call.form is KERAS and isinstance(strides, tuple) and None not in strides and len(set(strides)) > 1:
        raise LeftAloneError(Reason.UNEQUAL_STRIDES)


def _check_together(call: ConvCall, values: Mapping[str, int], line: int) -> None:
    """Raise where the framework refuses arguments that stand beside one another."""
    form = call.form
    strides, rates = (_pair(call.worth(name, values)) for name in (form.strides, form.dilation_rate))
    if form is KERAS and max(strides) > 1 and max(rates) > 1:
        detail = f"Keras takes none above 1 beside strides={call.text(form.strides)[:40]}"
        raise impossible(line, form.dilation_rate, call.text(form.dilation_rate), detail)
    if form is PYTORCH and call.worth("padding", values) == "same" and max(strides) > 1:
        detail = f"PyTorch takes it with a stride of 1 only, not {call.text(form.strides)[:40]}"
        raise impossible(line, "padding", call.text("padding"), detail)
    groups = call.worth("groups", values, default=1)
    for name in form.channels:
        channels = call.worth(name, values)
        if groups is not None and channels is not None and channels % groups:
            detail = f"it does not divide {name}={channels}"
            raise impossible(line, "groups", call.text("groups"), detail)


def _pair(value: Value) -> tuple[int, ...]:
    """Return a checked stride or dilation as its known numbers."""
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item or 1 for item in items)


def _depthwise(call: ConvCall) -> bool:
    """Say whether there are as many groups as input channels, both by the same expression."""
    name = call.form.in_channels
    return name is not None and call.text(name).split() == call.text("groups").split()


def _rules(form: Form) -> dict[str, tuple[Callable[[Value], bool], str]]:
    """Return what each argument may be, and how that is said."""
    pairs = ("kernel_size", form.strides, form.dilation_rate)
    sizes = (form.in_channels, form.out_channels, "groups")
    return {
        **{name: (_is_size, _SIZE) for name in sizes if name is not None},
        **dict.fromkeys(pairs, (_is_pair, _PAIR)),
        "padding": (_is_amount, _AMOUNTS) if form.amounts_of_padding else (_is_word, _WORD),
        "padding_mode": (_among(_MODES), f"it must be one of {', '.join(_MODES)}"),
        "data_format": (_among(_FORMATS), f"it must be one of {', '.join(_FORMATS)}"),
        form.use_bias: (lambda _: True, ""),  # whatever is true or false, once it is worth something
    }


def _among(words: tuple[str, ...]) -> Callable[[Value], bool]:
    """Return the check whether a value, if it is a known word, is one of some."""
    return lambda value: not isinstance(value, str) or value in words


def _is_size(value: Value, minimum: int = 1) -> bool:
    """Say whether a value is unknown or a large enough integer."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= minimum)


def _is_pair(value: Value, minimum: int = 1) -> bool:
    """Say whether a value is unknown, or one or two large enough integers."""
    items = value if isinstance(value, tuple) else (value, value)
    return len(items) == 2 and all(_is_size(item, minimum) for item in items)


def _is_word(value: Value) -> bool:
    """Say whether a value is unknown or the name of a padding, in which Keras does not mind the case."""
    return value is None or (isinstance(value, str) and value.lower() in ("valid", "same"))


def _is_amount(value: Value) -> bool:
    """Say whether a value is unknown, or a padding by name or in pixels, as PyTorch has it."""
    return value in (None, "valid", "same") or _is_pair(value, 0)
