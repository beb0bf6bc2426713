"""The layers of a pasted program or a printed model with their numbers, in the order in which they run."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

from sepviz.codegen.arithmetic import Value, evaluate
from sepviz.codegen.call_sites import CallSite, calls_in
from sepviz.codegen.given_numbers import given_numbers
from sepviz.codegen.keras_channels import input_channels
from sepviz.codegen.names import Names, dotted
from sepviz.codegen.pasted import Pasted, read
from sepviz.codegen.printed_model import is_printed, modules
from sepviz.codegen.standard_forms import LEFT_ALONE, Reason

_WINDOW = ("kernel_size", "strides", "padding")
_KERAS_WINDOW = (*_WINDOW, "data_format")
_LAYERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Conv2d": ("conv", ("c_in", "filters", *_WINDOW, "dilation_rate", "groups", "use_bias")),
    "Linear": ("dense", ("c_in", "filters", "use_bias")),
    **dict.fromkeys(("MaxPool2d", "AvgPool2d"), ("pool", _WINDOW)),
    **dict.fromkeys(("max_pool2d", "avg_pool2d"), ("pool", ("", *_WINDOW))),
    **dict.fromkeys(("AdaptiveAvgPool2d", "AdaptiveMaxPool2d"), ("resize", ("kernel_size",))),
    **dict.fromkeys(("adaptive_avg_pool2d", "adaptive_max_pool2d"), ("resize", ("", "kernel_size"))),
    **dict.fromkeys(("BatchNorm2d", "BatchNormalization", "GroupNorm", "GroupNormalization"), ("norm", ())),
    "Conv2D": ("conv", ("filters", *_KERAS_WINDOW, "dilation_rate", "groups", "", "use_bias")),
    "DepthwiseConv2D": (
        "depthwise",
        (*_WINDOW, "depth_multiplier", "data_format", "dilation_rate", "", "use_bias"),
    ),
    "SeparableConv2D": (
        "separable",
        ("filters", *_KERAS_WINDOW, "dilation_rate", "depth_multiplier", "", "use_bias"),
    ),
    "Dense": ("dense", ("filters", "", "use_bias")),
    **dict.fromkeys(("MaxPooling2D", "MaxPool2D", "AveragePooling2D", "AvgPool2D"), ("pool", _WINDOW)),
    **dict.fromkeys(
        ("GlobalAveragePooling2D", "GlobalAvgPool2D", "GlobalMaxPooling2D", "GlobalMaxPool2D"),
        ("resize", ()),
    ),
    "ZeroPadding2D": ("pad", ("padding",)),
}
"""What each layer is, and what its arguments by position are; "" is nothing that is counted."""
_REFUSED = {name.rpartition(".")[2]: reason for name, reason in LEFT_ALONE.items()} | dict.fromkeys(
    ("Upsample", "UpSampling2D", "PixelShuffle", "Cropping2D", "interpolate"), Reason.RESIZING
)
_KEYWORDS = {
    **dict.fromkeys(("in_channels", "in_features"), "c_in"),
    **dict.fromkeys(("out_channels", "out_features", "units"), "filters"),
    **dict.fromkeys(("pool_size", "output_size"), "kernel_size"),
    "stride": "strides",
    "dilation": "dilation_rate",
    "bias": "use_bias",
}
_RUNNING = ("forward", "call", "__call__")
_WORDS = ("same", "valid")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerCall:
    """One layer: where it stands, what it is, its numbers by name, or why it is left out."""

    line: int
    name: str
    kind: str = ""
    numbers: Mapping[str, Value]
    reason: Reason | None = None


def layer_calls(source: str) -> Iterator[LayerCall]:
    r"""Read the layers of a pasted text; it is parsed, never executed.

    Parameters
    ----------
    source : str
        PyTorch or Keras code, or the output of ``print(model)``.

    Yields
    ------
    LayerCall
        In the order in which ``forward`` calls them, otherwise as written.

    Raises
    ------
    CodeError
        If the source does not parse.

    Examples
    --------
    >>> [call] = layer_calls("width = 8\nself.a = nn.Conv2d(3, width * 2, 3)")
    >>> call.line, call.kind, call.numbers["filters"]
    (2, 'conv', 16)
    """
    return _printed(source) if is_printed(source) else _written(read(source))


def _printed(source: str) -> Iterator[LayerCall]:
    """Read a printed model, whose lines are calls."""
    for line, times, code in modules(source):
        name = code.partition("(")[0]
        if name in _LAYERS or name in _REFUSED:
            try:
                call = ast.parse(code, mode="eval").body
            except SyntaxError:
                continue
            if isinstance(call, ast.Call):
                yield from [_layer(name, call, line, {}, None)] * times


def _written(pasted: Pasted) -> Iterator[LayerCall]:
    """Read a program."""
    names = Names(pasted.tree)
    values = given_numbers(pasted.tree)
    channels = input_channels(pasted.tree, names.meaning)
    sites = calls_in(pasted, lambda written: _is_layer(names, written))
    for site, runs in _in_order(pasted.tree, sites):
        name = names.meaning(site.name).rpartition(".")[2]
        reason = Reason.UNREADABLE if not site.readable else None if runs else Reason.NOT_CALLED
        if reason:
            yield LayerCall(line=site.line, name=name, numbers={}, reason=reason)
        else:
            yield _layer(name, site.node, site.line, values, channels.get(site.node))


def _is_layer(names: Names, written: str) -> bool:
    """Say whether a call is a layer of PyTorch or Keras, as far as the text tells."""
    meaning = names.meaning(written)
    known = meaning.rpartition(".")[2]
    ours = meaning.startswith(("torch.", "keras.")) or not names.binds(written)
    return ours and (known in _LAYERS or known in _REFUSED) and not written.startswith("self.")


def _layer(
    name: str, call: ast.Call, line: int, values: Mapping[str, int], channels: ast.expr | None
) -> LayerCall:
    """Read one call."""
    if name in _REFUSED and name not in _LAYERS:
        return LayerCall(line=line, name=name, numbers={}, reason=_REFUSED[name])
    kind, positions = _LAYERS[name]
    given = dict(zip(positions, call.args, strict=False))
    given |= {_KEYWORDS.get(one.arg or "", one.arg or "*"): one.value for one in call.keywords}
    if channels is not None:
        given["c_in"] = channels
    wanted = {"c_in", "depth_multiplier", *positions} - {"", "data_format"}
    if "*" in given or any(isinstance(one, ast.Starred) for one in call.args):
        return LayerCall(line=line, name=name, numbers={}, reason=Reason.STARRED)
    numbers = {key: _worth(node, values) for key, node in given.items() if key in wanted}
    numbers = {key: value for key, value in numbers.items() if value != ()}  # None: the default
    # A bias that hangs on a name is counted; where a size does, nothing can be.
    if any(not _is_known(value) for key, value in numbers.items() if key != "use_bias"):
        return LayerCall(line=line, name=name, numbers={}, reason=Reason.UNKNOWN_NUMBER)
    return LayerCall(line=line, name=name, kind=kind, numbers=numbers)


def _worth(node: ast.expr, values: Mapping[str, int]) -> Value:
    """Return what an argument is worth, or None."""
    try:
        return evaluate(cst.parse_expression(ast.unparse(node)), values)
    except (ZeroDivisionError, cst.ParserSyntaxError):
        return None


def _is_known(value: Value) -> bool:
    """Say whether a value is a size, a pair of sizes, nested at most once, or a padding's name."""
    if isinstance(value, tuple):
        return all(_is_known(one) and not isinstance(one, str) for one in value)
    return type(value) is int or (isinstance(value, str) and value.lower() in _WORDS)


def _in_order(tree: ast.Module, sites: list[CallSite]) -> Iterator[tuple[CallSite, bool]]:
    """Yield the calls in the order in which they run, and whether they do: by ``forward`` in a class."""
    left = {site.node: site for site in sites}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and (running := _running(node)):
            inside = [left.pop(one) for one in ast.walk(node) if one in left]
            order = list(_called(node, running, inside))
            if order:
                yield from ((site, True) for site in order)
                yield from ((site, False) for site in inside if site not in order)
            else:
                yield from ((site, True) for site in sorted(inside, key=_place))
    yield from ((site, True) for site in left.values())


def _place(site: CallSite) -> int:
    """Return where a call begins."""
    return site.start


def _running(node: ast.ClassDef) -> ast.FunctionDef | None:
    """Return the method that runs a module."""
    methods = (one for one in node.body if isinstance(one, ast.FunctionDef) and one.name in _RUNNING)
    return next(methods, None)


def _called(module: ast.ClassDef, running: ast.FunctionDef, inside: list[CallSite]) -> Iterator[CallSite]:
    """Yield the layers that the method mentions, in the order in which its expressions end.

    What is an argument ends before the call that takes it: ``self.pool(self.conv(x))`` convolves first.
    """
    at = {site.node: site for site in inside}
    owned: dict[str, list[CallSite]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                found = sorted((at[one] for one in ast.walk(node.value) if one in at), key=_place)
                owned.setdefault(dotted(target), []).extend(found)
    functions = {id(node.func): node for node in ast.walk(running) if isinstance(node, ast.Call)}
    mentioned: list[tuple[tuple[int, int], list[CallSite]]] = []
    for node in ast.walk(running):
        if node in at:
            mentioned.append((_end(node), [at[node]]))
        elif isinstance(node, ast.Attribute) and (name := dotted(node)) in owned:
            mentioned.append((_end(functions.get(id(node), node)), owned[name]))
    for _, found in sorted(mentioned, key=lambda pair: pair[0]):
        yield from found


def _end(node: ast.AST) -> tuple[int, int]:
    """Return where an expression ends."""
    return getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)
