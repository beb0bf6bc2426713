"""The depthwise-separable twin of one convolution, as source text."""

import libcst as cst

from sepviz.codegen.conv_call import ConvCall, argument_names
from sepviz.codegen.standard_forms import PYTORCH

_NO_SPACE = cst.SimpleWhitespace("")
_EQUAL = cst.AssignEqual(whitespace_before=_NO_SPACE, whitespace_after=_NO_SPACE)
_COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def twin(call: ConvCall, indent: str) -> str:
    """Write the twin of a convolution as one expression.

    Parameters
    ----------
    call : ConvCall
        A standard convolution.
    indent : str
        White space in front of the line where it begins.

    Returns
    -------
    str
        ``nn.Sequential(depthwise, pointwise)`` in PyTorch, ``SeparableConv2D`` in Keras.
        A call on several lines gets a twin on several lines, with its comments.

    Examples
    --------
    >>> from sepviz.codegen.conv_call import read_call
    >>> twin(read_call("nn.Conv2d(a, 8, 3)", "nn.Conv2d", PYTORCH, 1), "")
    'nn.Sequential(nn.Conv2d(a, a, 3, groups=a, bias=False), nn.Conv2d(a, 8, 1))'
    """
    return _pytorch(call, indent) if call.form is PYTORCH else _keras(call)


def _pytorch(call: ConvCall, indent: str) -> str:
    """Write a depthwise convolution and the 1 x 1 that mixes its channels and takes over the bias."""

    def kept(*names: str) -> str:
        """Return those of the arguments that were given, as keywords."""
        return "".join(f", {name}={call.text(name)}" for name in names if name in call.arguments)

    c_in, c_out, kernel = map(call.text, call.form.required)
    windows, mode = kept("stride", "padding", "dilation"), kept("padding_mode")
    bias, place = kept("bias"), kept("device", "dtype")
    depthwise = f"{call.name}({c_in}, {c_in}, {kernel}{windows}, groups={c_in}, bias=False{mode}{place})"
    pointwise = f"{call.name}({c_in}, {c_out}, 1{bias}{place})"
    sequential = call.name.removesuffix("Conv2d") + "Sequential"
    if not call.newline:
        return f"{sequential}({depthwise}, {pointwise})"
    inside = [*_comments(call.node), f"{depthwise},", f"{pointwise},"]
    lines = [f"{sequential}(", *(f"{indent}    {line}" for line in inside), f"{indent})"]
    return call.newline.join(lines)


def _comments(node: cst.Call) -> list[str]:
    """Return the comments between the arguments."""
    found: list[str] = []

    class Comments(cst.CSTVisitor):
        def visit_Comment(self, node: cst.Comment) -> None:  # noqa: N802 - LibCST's name
            found.append(node.value)

    node.visit(Comments())
    return found


def _keras(call: ConvCall) -> str:
    """Rename the layer and the arguments that belong to its kernel, of which there are two now."""
    args: list[cst.Arg] = []
    for name, arg in zip(argument_names(call.node, call.form), call.node.args, strict=True):
        role = name.removeprefix("kernel_")
        if name == "groups":  # it is 1, and SeparableConv2D has no such argument
            continue
        if name.startswith("kernel_") and name != "kernel_size":
            first = arg.with_changes(comma=_COMMA, whitespace_after_arg=_NO_SPACE)
            args += [_keyword(first, f"depthwise_{role}"), _keyword(arg, f"pointwise_{role}")]
        elif arg.keyword is None and call.form.arguments.index(name) > call.form.arguments.index("groups"):
            args.append(_keyword(arg, name))  # from here on the positions differ
        else:
            args.append(arg)
    last = call.node.args[-1]
    args[-1] = args[-1].with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)
    return call.render(call.node.with_changes(func=_renamed(call.node.func), args=args))


def _keyword(arg: cst.Arg, name: str) -> cst.Arg:
    """Give an argument by keyword; the spacing of one that already is stays."""
    equal = arg.equal if arg.keyword else _EQUAL
    return arg.with_changes(keyword=cst.Name(name), equal=equal)


def _renamed(func: cst.BaseExpression) -> cst.BaseExpression:
    """Return the layer's name with its module."""
    name = cst.Name("SeparableConv2D")
    return func.with_changes(attr=name) if isinstance(func, cst.Attribute) else name
