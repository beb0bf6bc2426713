"""Rewrite pasted source: each standard convolution becomes its depthwise-separable twin."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass

from sepviz.codegen.argument_checks import check_standard, check_values
from sepviz.codegen.call_sites import CallSite, call_sites
from sepviz.codegen.conv_call import ConvCall, LeftAloneError, read_call
from sepviz.codegen.standard_forms import LEFT_ALONE, STANDARD, Reason
from sepviz.codegen.twins import twin
from sepviz.costs.count import count
from sepviz.errors import CodeError
from sepviz.layers import Conv2D, SeparableConv2D

_NAMES = frozenset(STANDARD) | frozenset(LEFT_ALONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What some convolutions cost together; None where a number is not known.

    Attributes
    ----------
    parameters : int or None
        Kernels and biases.
    multiplications : int or None
        For one output position, that is one pixel of all output channels.
    """

    parameters: int | None = 0
    multiplications: int | None = 0

    def __add__(self, other: "Totals") -> "Totals":
        """Add two costs; what is unknown stays unknown."""
        return Totals(
            parameters=_sum(self.parameters, other.parameters),
            multiplications=_sum(self.multiplications, other.multiplications),
        )


_UNKNOWN = Totals(parameters=None, multiplications=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Source with its standard convolutions replaced, and what that saves.

    Attributes
    ----------
    code : str
        The new source.
    before, after : Totals
        Costs of the converted convolutions and of their twins.
    skipped : tuple of (int, Reason)
        Line and reason of each convolution that stays; a ``Reason`` is an English sentence,
        and its ``code`` names it for translations.
    converted : tuple of int
        Lines, in the given source, where the converted convolutions begin.
    unknown_names : tuple of str
        Free names whose values the costs need.
    """

    code: str
    before: Totals
    after: Totals
    skipped: tuple[tuple[int, Reason], ...]
    converted: tuple[int, ...]
    unknown_names: tuple[str, ...]


def convert(source: str, **values: int) -> Conversion:
    r"""Replace each standard convolution in pasted code by its depthwise-separable twin.

    The text is parsed, never executed. Everything but the converted calls stays as it is, to the character.

    Parameters
    ----------
    source : str
        Python source, or some lines of it, with ``nn.Conv2d(...)`` or ``keras.layers.Conv2D(...)``.
    **values : int
        What free names stand for, for the costs: ``features=64``.
        A dotted name is given as ``**{"self.width": 64}``.

    Returns
    -------
    Conversion
        The new source, the costs, and what was left alone.

    Raises
    ------
    CodeError
        If the source does not parse, or an argument cannot be, such as a negative number of channels.
        In the latter case ``fields["conversion"]`` has everything else converted.
    TypeError
        If ``source`` is not a string, or a value is not an integer.

    Notes
    -----
    The depthwise half has no bias: the 1 x 1 behind it has the one that was given, so that nothing is
    learned twice. ``groups`` alone, without the 1 x 1, would never mix the channels.

    References
    ----------
    https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html (``groups=in_channels``),
    https://keras.io/api/layers/convolution_layers/separable_convolution2d/

    Examples
    --------
    >>> conversion = convert("nn.Conv2d(features * 4, features * 8, 3, padding=1, bias=False)", features=64)
    >>> print(conversion.code.replace("), ", "),\n"))
    nn.Sequential(nn.Conv2d(features * 4, features * 4, 3, padding=1, groups=features * 4, bias=False),
    nn.Conv2d(features * 4, features * 8, 1, bias=False))
    >>> conversion.before.parameters, conversion.after.parameters
    (1179648, 133376)
    """
    if not isinstance(source, str):
        raise TypeError(f"source must be a string, not {type(source).__name__}")
    numbers = {name: _integer(value, name) for name, value in values.items()}
    edits: list[tuple[CallSite, ConvCall]] = []
    skipped: list[tuple[int, Reason]] = []
    errors: list[CodeError] = []
    for site in call_sites(source, _NAMES):
        try:
            edits.append((site, _standard_call(source, site, numbers)))
        except LeftAloneError as left:
            skipped.append((site.line, left.reason))
        except CodeError as error:
            errors.append(error)
            skipped.append((site.line, Reason.IMPOSSIBLE))
    conversion = _conversion(source, edits, tuple(skipped), numbers)
    if errors:
        errors[0].fields["conversion"] = conversion
        raise errors[0]
    return conversion


def _integer(value: object, name: str) -> int:
    """Return a visitor's number as an int; True and False are 1 and 0, say for ``bias=use_bias``."""
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {value!r:.60}") from None


def _standard_call(source: str, site: CallSite, values: Mapping[str, int]) -> ConvCall:
    """Read one call, or raise why it stays."""
    if site.nested:
        raise LeftAloneError(Reason.NESTED)
    if site.name in LEFT_ALONE:
        raise LeftAloneError(LEFT_ALONE[site.name])
    if not site.readable:
        raise LeftAloneError(Reason.UNREADABLE)
    call = read_call(source[site.start : site.stop], site.name, STANDARD[site.name], site.line)
    check_values(call, values, site.line)
    check_standard(call)
    return call


def _conversion(
    source: str,
    edits: list[tuple[CallSite, ConvCall]],
    skipped: tuple[tuple[int, Reason], ...],
    values: Mapping[str, int],
) -> Conversion:
    """Put the twins in place and add up what they cost."""
    pieces, copied = [], 0
    before = after = Totals()
    for site, call in edits:
        pieces += [source[copied : site.start], twin(call, _indent(source, site.start))]
        copied = site.stop
        standard, separable = _costs(call, values)
        before, after = before + standard, after + separable
    return Conversion(
        code="".join([*pieces, source[copied:]]),
        before=before,
        after=after,
        skipped=skipped,
        converted=tuple(site.line for site, _ in edits),
        unknown_names=tuple(sorted(set().union(*(call.unknown_names(values) for _, call in edits)))),
    )


def _indent(source: str, start: int) -> str:
    """Return the white space in front of the line of a position."""
    begin = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    line = source[begin:start]
    return line[: len(line) - len(line.lstrip())]


def _costs(call: ConvCall, values: Mapping[str, int]) -> tuple[Totals, Totals]:
    """Count a convolution and its twin where one window covers the whole input: one output position."""
    channels = call.worth(call.form.in_channels, values)
    filters = call.worth(call.form.out_channels, values)
    kernel = call.worth("kernel_size", values)
    kernel = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    use_bias = call.worth(call.form.use_bias, values, default=True)
    if None in (channels, filters, *kernel):
        return _UNKNOWN, _UNKNOWN

    def totals(layer: type[Conv2D] | type[SeparableConv2D]) -> Totals:
        """Count one layer; whether there is a bias decides on the parameters only."""
        cost = count(
            layer(filters=filters, kernel_size=kernel, use_bias=bool(use_bias)), (*kernel, channels)
        )
        parameters = None if use_bias is None else cost.parameters
        return Totals(parameters=parameters, multiplications=cost.multiplications)

    return totals(Conv2D), totals(SeparableConv2D)


def _sum(one: int | None, other: int | None) -> int | None:
    """Add two numbers, either of which may be unknown."""
    return None if one is None or other is None else one + other
