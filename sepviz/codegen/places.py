"""Where a convolution stands and how it is written: whether two layers can stand in its place."""

import ast
import re

from sepviz.codegen.names import dotted
from sepviz.codegen.standard_forms import KERAS, Form, Reason

_TAKING = re.compile(
    "next|anext|__next__|input|pop|popleft|popitem|send|read|readline|recv|get_nowait|random|"
    "randint|randrange|choice"
)
"""Calls that give something else the next time."""
_TAKING_ANY_MODULE = re.compile(
    "append|extend|insert|add|add_module|register_module|setattr|setdefault|update|print|repr|"
    "str|type|id|list|tuple|set|dict|zip|enumerate|iter|isinstance|deepcopy|copy|script|compile|"
    "checkpoint|sequential|summary|sum|len"
)
"""Functions to which a Sequential can be handed like a Conv2d."""
_OF_ANY_MODULE = re.compile(
    "to|cuda|cpu|xpu|eval|train|half|float|double|bfloat16|type|apply|compile|forward|training|"
    "parameters|named_parameters|buffers|named_buffers|modules|named_modules|children|"
    "named_children|requires_grad_|zero_grad|state_dict|load_state_dict|share_memory|extra_repr|"
    "__class__|register_forward_hook|register_forward_pre_hook|register_full_backward_hook|"
    "register_buffer"
)
"""Attributes that a Sequential has like a Conv2d."""
_OF_ONE_KERNEL = ("spectralnorm", "weightnorm")
_GROUPS_POSITION = 6


def obstacle(call: ast.Call, parent: ast.AST, form: Form) -> Reason | None:
    """Say why a convolution has to stay, as far as its own writing and its surroundings tell.

    Parameters
    ----------
    call : ast.Call
        The convolution.
    parent : ast.AST
        What it is a part of; for an argument by keyword, the call it is handed to.
    form : Form
        How the framework writes it.

    Returns
    -------
    Reason or None
        None where two layers fit.

    Examples
    --------
    >>> from sepviz.codegen.standard_forms import PYTORCH
    >>> wrapped = ast.parse("spectral_norm(nn.Conv2d(3, 8, 3))", mode="eval").body
    >>> obstacle(wrapped.args[0], wrapped, PYTORCH)
    <Reason.ONE_LAYER: 'handed or asked for what only a single layer has'>
    """
    if _acts_within(call):
        return Reason.WRITTEN_TWICE
    if not _two_fit(call, parent, form):
        return Reason.ONE_LAYER
    if _is_half(call, parent) or _is_guarded(call, parent):
        return Reason.GROUPS
    return None


def _acts_within(call: ast.Call) -> bool:
    """Say whether an argument acts; most are constants and names, which need no look."""
    arguments = [*call.args, *(one.value for one in call.keywords)]
    deep = (one for one in arguments if not isinstance(one, ast.Constant | ast.Name))
    return any(_acts(node) for one in deep for node in ast.walk(one))


def _acts(node: ast.AST) -> bool:
    """Say whether an expression cannot be evaluated twice, or needs brackets as an argument."""
    if isinstance(node, ast.Call):
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else dotted(function)
        return _TAKING.fullmatch(name) is not None
    return isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom)


def _two_fit(call: ast.Call, parent: ast.AST, form: Form) -> bool:
    """Say whether what is done with the layer can be done with two in a row."""
    if isinstance(parent, ast.Attribute):
        return (
            parent.attr != "kernel" if form is KERAS else _OF_ANY_MODULE.fullmatch(parent.attr) is not None
        )
    if not isinstance(parent, ast.Call) or call is parent.func:
        return True
    name = parent.func.attr if isinstance(parent.func, ast.Attribute) else dotted(parent.func)
    if any(part in name.lower().replace("_", "") for part in _OF_ONE_KERNEL):
        return False
    is_class = name[:1].isupper()
    return form is KERAS or not name or is_class or _TAKING_ANY_MODULE.fullmatch(name) is not None


def _is_half(call: ast.Call, parent: ast.AST) -> bool:
    """Say whether a convolution is the depthwise half of a twin, also of one with a single channel."""
    match parent, call:
        case (
            ast.Call(args=[first, ast.Call(args=[c_in, _, ast.Constant(value=1)]) as second, *_]),
            ast.Call(args=[inputs, outputs, *_]),
        ) if first is call:
            groups = _keyword(call, "groups")
            same_layer = ast.dump(call.func) == ast.dump(second.func)
            return same_layer and groups is not None and _alike(inputs, outputs, groups, c_in)
    return False


def _is_guarded(call: ast.Call, parent: ast.AST) -> bool:
    """Say whether a convolution only stands where its groups are not 1."""
    match parent:
        case ast.IfExp(
            test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=1)]), orelse=orelse
        ) if orelse is call:
            positional = call.args[_GROUPS_POSITION : _GROUPS_POSITION + 1]
            groups = _keyword(call, "groups") or (positional[0] if positional else None)
            return groups is not None and _alike(left, groups)
    return False


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return an argument that is given by keyword."""
    return next((one.value for one in call.keywords if one.arg == name), None)


def _alike(*nodes: ast.expr) -> bool:
    """Say whether expressions are the same, however they are spaced."""
    return len({ast.dump(node) for node in nodes}) == 1
