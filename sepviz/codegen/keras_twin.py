"""A Keras convolution's twin: SeparableConv2D with the same arguments, in the same layout."""

import libcst as cst

from sepviz.codegen.conv_call import ConvCall, argument_names, text_of

_NO_SPACE = cst.SimpleWhitespace("")
_EQUAL = cst.AssignEqual(whitespace_before=_NO_SPACE, whitespace_after=_NO_SPACE)
_COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def keras_twin(call: ConvCall) -> str:
    """Rename the layer and the arguments that belong to its kernel, of which there are two now.

    Parameters
    ----------
    call : ConvCall
        A Keras convolution.

    Returns
    -------
    str
        The twin; comments and line breaks stay where they were.

    Examples
    --------
    >>> from sepviz.codegen.conv_call import read_call
    >>> from sepviz.codegen.standard_forms import KERAS
    >>> keras_twin(read_call("Conv2D(8, 3, kernel_regularizer=l2)", "Conv2D", KERAS, 1))
    'SeparableConv2D(8, 3, depthwise_regularizer=l2, pointwise_regularizer=l2)'
    """
    names = argument_names(call.node, call.form)
    node = call.node
    if "groups" in names:  # SeparableConv2D has no such argument
        position = names.index("groups")
        node = _without(node, position)
        names.pop(position)
    later = call.form.arguments[call.form.arguments.index("groups") :]
    args: list[cst.Arg] = []
    for name, arg in zip(names, node.args, strict=True):
        role = name.removeprefix("kernel_")
        if name.startswith("kernel_") and name != "kernel_size":
            first = arg.with_changes(comma=_COMMA, whitespace_after_arg=_NO_SPACE)
            args += [_keyword(first, f"depthwise_{role}"), _keyword(arg, f"pointwise_{role}")]
        elif arg.keyword is None and name in later:
            args.append(_keyword(arg, name))  # from here on the positions differ
        else:
            args.append(arg)
    return call.render(node.with_changes(func=cst.parse_expression(call.companion), args=args))


def _keyword(arg: cst.Arg, name: str) -> cst.Arg:
    """Give an argument by keyword; the spacing of one that already is stays."""
    equal = arg.equal if arg.keyword else _EQUAL
    return arg.with_changes(keyword=cst.Name(name), equal=equal)


def _without(node: cst.Call, position: int) -> cst.Call:
    """Drop an argument, never a comment that stands beside it."""
    args = list(node.args)
    dropped = args.pop(position)
    behind = _behind(dropped)
    if position == 0:
        ahead = _joined(node.whitespace_before_args, behind)
        return node.with_changes(args=args, whitespace_before_args=ahead)
    previous = args[position - 1]
    assert isinstance(previous.comma, cst.Comma)
    ahead = previous.comma.whitespace_after
    if position == len(args) and not _commented(ahead):
        # It was the last one: what stood behind it, down to the bracket, now stands behind the one before.
        kept = {"comma": dropped.comma, "whitespace_after_arg": dropped.whitespace_after_arg}
        args[-1] = previous.with_changes(**kept)
    else:
        comma = previous.comma.with_changes(whitespace_after=_joined(ahead, behind))
        args[position - 1] = previous.with_changes(comma=comma)
    return node.with_changes(args=args)


def _behind(arg: cst.Arg) -> cst.BaseParenthesizableWhitespace:
    """Return the white space and the comments behind an argument and its comma."""
    if isinstance(arg.comma, cst.Comma):
        return _joined(arg.whitespace_after_arg, arg.comma.whitespace_after)
    return arg.whitespace_after_arg


def _joined(
    ahead: cst.BaseParenthesizableWhitespace, behind: cst.BaseParenthesizableWhitespace
) -> cst.BaseParenthesizableWhitespace:
    """Put two pieces of white space together: all comments of both, the line breaks of the first."""
    if not _commented(behind):
        return ahead
    text = text_of(ahead) + text_of(behind).lstrip(" \t")
    if not _commented(ahead) and "\n" not in text_of(ahead):
        text = "  " + text_of(behind).lstrip(" \t")  # on the line of the argument before it
    parsed = cst.parse_expression(f"f({text})")
    assert isinstance(parsed, cst.Call)
    return parsed.whitespace_before_args


def _commented(space: cst.BaseParenthesizableWhitespace) -> bool:
    """Say whether white space holds a comment."""
    return "#" in text_of(space)
