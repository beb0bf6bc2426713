"""One convolution as it is written: its arguments by name, checked, and what they are worth."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import libcst as cst

from sepviz.codegen.arithmetic import Value, evaluate, free_names
from sepviz.codegen.standard_forms import Form, Reason
from sepviz.errors import CodeError

_LINE_END = re.compile(r"\r\n|\r|\n")


class LeftAloneError(Exception):
    """Raised for a convolution that stays as it is."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvCall:
    """A standard convolution that can be converted."""

    form: Form
    name: str
    companion: str
    """How the text writes what the twin is made of: ``nn.Sequential``, ``layers.SeparableConv2D``."""
    node: cst.Call
    arguments: dict[str, cst.BaseExpression]
    newline: str = ""
    """How the call ends its lines; empty where it stands on one."""
    input_channels: cst.BaseExpression | None = None
    """What the surroundings of a Keras layer say about its input channels."""
    _known: dict[str, Value] = field(default_factory=dict, compare=False, repr=False)
    """What arguments are worth without numbers for names: asked for often, calculated once."""

    def render(self, node: cst.CSTNode) -> str:
        """Return the text of a node of the call, or of a changed one."""
        return text_of(node, self.newline or "\n")

    def text(self, argument: str) -> str:
        """Return an argument as it was written."""
        return self.render(self.arguments[argument])

    def worth(self, argument: str | None, values: Mapping[str, int], *, default: Value = None) -> Value:
        """Return what an argument is worth, or the default where it is not given."""
        if argument is None or argument not in self.arguments:
            return default
        if argument not in self._known:
            self._known[argument] = evaluate(self.arguments[argument], {})
        known = self._known[argument]
        unsure = known is None or (isinstance(known, tuple) and None in known)
        return evaluate(self.arguments[argument], values) if unsure and values else known

    def channels(self, values: Mapping[str, int]) -> Value:
        """Return the number of input channels, or None where it is not known."""
        if self.form.in_channels is not None:
            return self.worth(self.form.in_channels, values)
        try:
            found = None if self.input_channels is None else evaluate(self.input_channels, values)
        except ZeroDivisionError:
            return None
        return found if isinstance(found, int) and found > 0 else None

    @property
    def grouped_by_name(self) -> bool:
        """Say whether the groups are an expression that stands for any number."""
        return "groups" in self.arguments and self.worth("groups", {}) is None

    def hidden(self) -> list[str]:
        """Return the ``**kwargs`` as they were written."""
        return [f"**{self.render(arg.value)}" for arg in self.node.args if arg.star == "**"]

    def computed(self, argument: str) -> bool:
        """Say whether an argument is a formula, whose value does not meet the eye."""
        return isinstance(self.arguments[argument], cst.Name | cst.Attribute | cst.BinaryOperation)

    def unknown_names(self, values: Mapping[str, int]) -> set[str]:
        """Return the free names without which the convolution cannot be counted."""
        form = self.form
        channels = self.arguments.get(form.in_channels) if form.in_channels else self.input_channels
        if channels is None:
            return set()  # no name would help
        counted = (form.out_channels, "kernel_size", form.use_bias, "groups")
        nodes = (self.arguments[name] for name in counted if name in self.arguments)
        return set().union(*(free_names(node, values) for node in (channels, *nodes)))


def read_call(text: str, name: str, form: Form, line: int, *, companion: str = "") -> ConvCall:
    """Read one call, and decide whether it is a standard convolution.

    Parameters
    ----------
    text : str
        Source of the call alone.
    name : str
        Dotted name of what is called.
    form : Form
        How the framework writes it.
    line : int
        Number of the line where it stands, for the error.
    companion : str
        How the text writes what the twin is made of; by default beside the name.

    Returns
    -------
    ConvCall
        The convolution with its arguments by name.

    Raises
    ------
    LeftAloneError
        If the convolution stays as it is.
    CodeError
        If the framework has no such argument.

    Examples
    --------
    >>> from sepviz.codegen.standard_forms import PYTORCH
    >>> call = read_call("nn.Conv2d(features, 8, kernel_size=3)", "nn.Conv2d", PYTORCH, 1)
    >>> call.text("in_channels"), call.worth("kernel_size", {})
    ('features', 3)
    """
    node = _parsed(text)
    if any(arg.star == "*" for arg in node.args):
        raise LeftAloneError(Reason.STARRED)
    arguments = _bound(node, form, line)
    hidden = any(arg.star for arg in node.args)
    if any(name not in arguments for name in (form.channels if hidden else form.required)):
        raise LeftAloneError(Reason.STARRED if hidden else Reason.ARGUMENTS_MISSING)
    line_end = _LINE_END.search(text)
    return ConvCall(
        form=form,
        name=name,
        companion=companion or ".".join([*name.split(".")[:-1], form.companion]),
        node=node,
        arguments=arguments,
        newline=line_end[0] if line_end else "",
    )


@lru_cache(maxsize=200)
def _parsed(text: str) -> cst.Call:
    """Parse the text of a call; in a file the same ones come again and again."""
    try:
        node = cst.parse_expression(f"({text})")
    except cst.ParserSyntaxError:
        raise LeftAloneError(Reason.UNREADABLE) from None
    assert isinstance(node, cst.Call)
    return node.with_changes(lpar=[], rpar=[])


def argument_names(node: cst.Call, form: Form) -> list[str]:
    """Return the name of each argument, those given by position included; ``**kwargs`` has its stars."""

    def name(position: int, arg: cst.Arg) -> str:
        """Return the name of one argument."""
        if arg.star or arg.keyword:
            return arg.keyword.value if arg.keyword else arg.star
        return form.arguments[position] if position < len(form.arguments) else ""

    return [name(position, arg) for position, arg in enumerate(node.args)]


@lru_cache(maxsize=200)
def text_of(node: cst.CSTNode, newline: str = "\n") -> str:
    """Return a node as it was written; LibCST forgets how the lines ended."""
    return cst.Module([], default_newline=newline).code_for_node(node)


def impossible(line: int, argument: str, given: str, detail: str) -> CodeError:
    """Return the error for an argument that cannot be, short whatever was pasted."""
    given = " ".join(given.split())
    given = given if len(given) <= 60 else f"{given[:57]}..."
    return CodeError(
        f"source, line {line}: {argument[:40]}={given} cannot be, {detail}",
        code="impossible_argument",
        line=line,
        argument=argument[:40],
        value=given,
    )


def _bound(node: cst.Call, form: Form, line: int) -> dict[str, cst.BaseExpression]:
    """Return the arguments by name, or raise for one that the constructor does not have."""
    bound: dict[str, cst.BaseExpression] = {}
    for name, arg in zip(argument_names(node, form), node.args, strict=True):
        if name == "**":
            continue
        if not name:
            detail = f"there are only {len(form.arguments)} arguments"
            raise impossible(line, f"argument {len(bound) + 1}", text_of(arg.value), detail)
        if name not in form.arguments and not form.other_keywords:
            raise impossible(line, name, text_of(arg.value), "there is no such argument")
        if name in bound:
            raise impossible(line, name, text_of(arg.value), f"it is {text_of(bound[name])[:60]} already")
        bound[name] = arg.value
    return bound
