"""Rewrite pasted source: each standard convolution becomes its depthwise-separable twin."""

import ast
import operator
from collections.abc import Mapping
from dataclasses import replace

import libcst as cst

from sepviz.codegen.argument_checks import check_standard, check_values
from sepviz.codegen.call_sites import CallSite, calls_in
from sepviz.codegen.conv_call import ConvCall, LeftAloneError, read_call
from sepviz.codegen.conversion import Conversion, Found, on_one_line
from sepviz.codegen.keras_channels import input_channels
from sepviz.codegen.names import Names
from sepviz.codegen.pasted import Pasted, read
from sepviz.codegen.places import obstacle
from sepviz.codegen.printed_model import count_printed, is_printed
from sepviz.codegen.rewriting import Edit, rewritten
from sepviz.codegen.standard_forms import KERAS, LEFT_ALONE, STANDARD, Reason
from sepviz.codegen.totals import UNKNOWN, Totals, before_and_after
from sepviz.errors import CodeError

_CONVOLUTIONS = frozenset({"Conv2d", "Conv2D"})
_NO_MODULE = frozenset({"self", "cls"})


def convert(source: str, /, **values: int) -> Conversion:
    r"""Replace each standard convolution in pasted code by its depthwise-separable twin.

    The text is parsed, never executed. Everything but the converted calls stays as it is, to the character.

    Parameters
    ----------
    source : str
        Python source, or some lines of it, with ``nn.Conv2d(...)`` or ``keras.layers.Conv2D(...)``;
        an interactive session; or the output of ``print(model)``, which is only counted.
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
    if is_printed(source):
        return _printed(source)
    try:
        pasted = read(source)
    except CodeError as error:
        if error.code == "source_syntax" and is_printed(source, surely=False):
            return _printed(source)
        raise
    return _rewritten(pasted, numbers)


def _printed(source: str) -> Conversion:
    """Count a printed model, which has no code to rewrite."""
    return Conversion(code=source, convolutions=count_printed(source), unknown_names=(), printed=True)


def _rewritten(pasted: Pasted, numbers: Mapping[str, int]) -> Conversion:
    """Replace what can be replaced; the first argument that cannot be is raised when all else is done."""
    names = Names(pasted.tree)
    edits: list[Edit] = []
    found: list[Found] = []
    errors: list[CodeError] = []
    sites = calls_in(pasted, lambda written: _is_convolution(names, written))
    channels = _keras_channels(pasted, names, sites)
    for site in sites:
        try:
            edits.append(_edit(names, site, numbers, channels.get(site.node)))
            found.append(_found(site, _costs(edits[-1].call, numbers)))
        except LeftAloneError as left:
            found.append(_found(site, reason=left.reason))
        except CodeError as error:
            errors.append(error)
            found.append(_found(site, reason=Reason.IMPOSSIBLE))
    unknown = set().union(*(edit.call.unknown_names(numbers) for edit in edits))
    conversion = Conversion(
        code=rewritten(pasted, edits), convolutions=tuple(found), unknown_names=tuple(sorted(unknown))
    )
    if errors:
        errors[0].fields["conversion"] = conversion
        raise errors[0]
    return conversion


def _found(
    site: CallSite, costs: tuple[Totals, Totals] = (UNKNOWN, UNKNOWN), *, reason: Reason | None = None
) -> Found:
    """Describe what came of one call."""
    before, after = costs
    return Found(line=site.line, code=on_one_line(site.text), before=before, after=after, reason=reason)


def _integer(value: object, name: str) -> int:
    """Return a visitor's number as an int; True and False are 1 and 0, say for ``bias=use_bias``."""
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {value!r:.60}") from None


def _is_convolution(names: Names, written: str) -> bool:
    """Say whether a call is one to convert, or to list as left alone."""
    meaning = names.meaning(written)
    if meaning in STANDARD or meaning in LEFT_ALONE:
        return True
    root, *rest = written.split(".")
    unknown_module = len(rest) == 1 and root not in _NO_MODULE
    return written.rpartition(".")[2] in _CONVOLUTIONS and (names.binds(written) or unknown_module)


def _keras_channels(pasted: Pasted, names: Names, sites: list[CallSite]) -> dict[ast.Call, ast.expr]:
    """Return the input channels of Keras layers, where the text tells."""
    keras = any(STANDARD.get(names.meaning(site.name)) is KERAS for site in sites)
    return input_channels(pasted.tree, names.meaning) if keras else {}


def _edit(names: Names, site: CallSite, values: Mapping[str, int], channels: ast.expr | None) -> Edit:
    """Read one call, or raise why it stays."""
    if site.nested:
        raise LeftAloneError(Reason.NESTED)
    meaning = names.meaning(site.name)
    if meaning not in STANDARD:
        raise LeftAloneError(LEFT_ALONE.get(meaning, Reason.FOREIGN))
    form = STANDARD[meaning]
    spelling = names.beside(site.name, form.companion)
    if spelling is None:
        raise LeftAloneError(Reason.NO_MODULE)
    if not site.readable:
        raise LeftAloneError(Reason.UNREADABLE)
    call = read_call(site.text, site.name, form, site.line, companion=spelling.text)
    if channels is not None:
        call = replace(call, input_channels=cst.parse_expression(ast.unparse(channels)))
    check_values(call, values, site.line)
    check_standard(call)
    if reason := obstacle(site.node, site.parent, form):
        raise LeftAloneError(reason)
    return Edit(site=site, call=call, spelling=spelling)


def _costs(call: ConvCall, values: Mapping[str, int]) -> tuple[Totals, Totals]:
    """Count a convolution and its twin."""
    return before_and_after(
        channels=call.channels(values),
        filters=call.worth(call.form.out_channels, values),
        kernel=call.worth("kernel_size", values),
        use_bias=call.worth(call.form.use_bias, values, default=True),
        groups=call.worth("groups", values, default=1),
    )
