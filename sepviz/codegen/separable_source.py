"""The depthwise-separable twin of one convolution, as source text."""

import libcst as cst

from sepviz.codegen.conv_call import ConvCall
from sepviz.codegen.keras_twin import keras_twin
from sepviz.codegen.standard_forms import PYTORCH

_SHORT = cst.Name | cst.Attribute | cst.Call | cst.Subscript | cst.BinaryOperation


def twin(call: ConvCall, indent: str) -> str:
    """Write the twin of a convolution as one expression.

    Parameters
    ----------
    call : ConvCall
        A convolution that is, or can be, a standard one.
    indent : str
        White space in front of the line where it begins.

    Returns
    -------
    str
        ``nn.Sequential(depthwise, pointwise)`` in PyTorch, ``SeparableConv2D`` in Keras.
        Where a name decides on the groups, the twin for one group and the convolution for more.
        A call on several lines gets a twin on several lines, with its comments.

    Examples
    --------
    >>> from sepviz.codegen.conv_call import read_call
    >>> twin(read_call("nn.Conv2d(a, 8, 3)", "nn.Conv2d", PYTORCH, 1), "")
    'nn.Sequential(nn.Conv2d(a, a, 3, groups=a, bias=False), nn.Conv2d(a, 8, 1))'
    >>> from sepviz.codegen.standard_forms import KERAS
    >>> twin(read_call("Conv2D(8, 3, groups=g)", "Conv2D", KERAS, 1), "")
    '(SeparableConv2D(8, 3) if g == 1 else Conv2D(8, 3, groups=g))'
    """
    if not call.grouped_by_name:
        return _separable(call, indent, comments=True)
    return _guarded(call, indent)


def _separable(call: ConvCall, indent: str, *, comments: bool) -> str:
    """Write the twin for a single group."""
    return _pytorch(call, indent, comments=comments) if call.form is PYTORCH else keras_twin(call)


def _guarded(call: ConvCall, indent: str) -> str:
    """Write the twin for a single group, and the convolution as it stood for more."""
    groups = call.text("groups")
    condition = groups if isinstance(call.arguments["groups"], _SHORT) else f"({groups})"
    deeper = indent + "    " if call.newline else indent
    separable = _separable(call, deeper, comments=False)
    as_it_stood = call.render(call.node)
    if call.newline and '"""' not in as_it_stood and "'''" not in as_it_stood:
        as_it_stood = as_it_stood.replace(call.newline, f"{call.newline}    ")
    parts = [separable, f"if {condition} == 1", f"else {as_it_stood}"]
    if not call.newline:
        return f"({' '.join(parts)})"
    return call.newline.join(["(", *(f"{deeper}{part}" for part in parts), f"{indent})"])


def _pytorch(call: ConvCall, indent: str, *, comments: bool) -> str:
    """Write a depthwise convolution and the 1 x 1 that mixes its channels and takes over the bias."""

    def kept(*names: str) -> str:
        """Return those of the arguments that were given, as keywords."""
        return "".join(f", {name}={call.text(name)}" for name in names if name in call.arguments)

    c_in, c_out = call.text("in_channels"), call.text("out_channels")
    kernel = f", {call.text('kernel_size')}" if "kernel_size" in call.arguments else ""
    windows, mode = kept("stride", "padding", "dilation"), kept("padding_mode")
    bias, place = kept("bias"), kept("device", "dtype")
    # What stands behind stars is mostly the kernel with its stride and padding.
    hidden = "".join(f", {stars}" for stars in call.hidden())
    depthwise = (
        f"{call.name}({c_in}, {c_in}{kernel}{windows}, groups={c_in}, bias=False{mode}{place}{hidden})"
    )
    pointwise = f"{call.name}({c_in}, {c_out}, 1{bias}{place})"
    if not call.newline:
        return f"{call.companion}({depthwise}, {pointwise})"
    inside = [*(_comments(call.node) if comments else ()), f"{depthwise},", f"{pointwise},"]
    lines = [f"{call.companion}(", *(f"{indent}    {line}" for line in inside), f"{indent})"]
    return call.newline.join(lines)


def _comments(node: cst.Call) -> list[str]:
    """Return the comments between the arguments."""
    found: list[str] = []

    class Comments(cst.CSTVisitor):
        def visit_Comment(self, node: cst.Comment) -> None:  # noqa: N802 - LibCST's name
            found.append(node.value)

    node.visit(Comments())
    return found
