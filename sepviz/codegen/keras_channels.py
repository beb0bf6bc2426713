"""How many channels come into each Keras convolution, as far as the pasted text tells.

A walk through the statements, in their order, keeps what is known about the channels of each variable:
from ``Input(...)`` and ``input_shape=`` on, through Sequential lists, ``model.add(...)`` and
``layer(...)(x)``. What a loop or a branch assigns is not known behind it; inside a function only what it
makes itself is.
"""

import ast
from collections.abc import Callable, Iterable

from sepviz.codegen.keras_layers import (
    INPUTS,
    JOINING,
    KEEPING,
    MAKING,
    Channels,
    argument,
    common,
    joined,
    short,
)
from sepviz.codegen.names import dotted

_MOST_STEPS = 1_000_000
"""Nodes of loops and branches that are looked at, for a second or two; then everything is unknown."""


def input_channels(tree: ast.Module, meaning: Callable[[str], str]) -> dict[ast.Call, ast.expr]:
    """Find the input channels of Keras convolutions.

    Parameters
    ----------
    tree : ast.Module
        Syntax tree of the text.
    meaning : callable
        Returns what a dotted name means, such as ``"keras.layers.Conv2D"``.

    Returns
    -------
    dict of ast.Call to ast.expr
        For each convolution about which something is known, the expression of its input channels.

    Examples
    --------
    >>> tree = ast.parse("m = Sequential([Input((28, 28, 1)), Conv2D(8, 3), ReLU(), Conv2D(n, 3)])")
    >>> [ast.unparse(one) for one in input_channels(tree, "keras.layers.{}".format).values()]
    ['1', '8']
    """
    walk = _Walk(meaning, _shapes(tree))
    try:
        walk.block(tree.body)
    except RecursionError:
        return {}
    return walk.found


def _shapes(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the tuples that a name stands for wherever it stands: assigned once, and no parameter."""
    shapes: dict[str, ast.expr] = {}
    unsure: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name):
                unsure.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                unsure |= {name} & shapes.keys()
                shapes[name] = value
    return {name: shape for name, shape in shapes.items() if name not in unsure}


class _Walk:
    """What is known at one place of the text."""

    def __init__(self, meaning: Callable[[str], str], shapes: dict[str, ast.expr]) -> None:
        self._meaning = meaning
        self._shapes = shapes
        self._steps = 0
        self._known: dict[str, Channels] = {}
        self.found: dict[ast.Call, ast.expr] = {}

    def block(self, statements: Iterable[ast.stmt]) -> None:
        """Go through statements in their order."""
        for statement in statements:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        """Take in one statement."""
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                outside, self._known = self._known, {}
                self.block(statement.body)
                self._known = outside
            case ast.With():
                self.block(statement.body)
            case ast.If(test=ast.Constant()):  # the frame of a fragment
                self.block(statement.body)
            case ast.For() | ast.AsyncFor() | ast.While() | ast.If() | ast.Try() | ast.Match():
                self._branches(statement)
            case ast.Assign(targets=[target], value=value):
                self._assign(target, self._flow(value, None))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, self._flow(value, None))
            case ast.AugAssign(target=ast.Name() | ast.Attribute()):
                pass  # x += y: the sum has the channels of both
            case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
                self._expression(value)
            case _:
                self._forget(statement)

    def _branches(self, statement: ast.stmt) -> None:
        """Go through a loop or a branch, which may run or not, once or more."""
        self._forget(statement)
        before = dict(self._known)
        for name in ("body", "orelse", "finalbody"):
            self._known = dict(before)
            self.block(getattr(statement, name, []))
        for part in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
            self._known = dict(before)
            self.block(part.body)
        self._known = before

    def _forget(self, statement: ast.stmt) -> None:
        """Give up what is known about all that a statement assigns, or adds a layer to."""
        for node in ast.walk(statement):
            self._steps += 1
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
                self._known.pop(dotted(node), None)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                self._known.pop(dotted(node.func.value), None)
        if self._steps > _MOST_STEPS:
            raise RecursionError

    def _assign(self, target: ast.expr, channels: Channels) -> None:
        """Remember what a variable now has."""
        for node in ast.walk(target):
            if isinstance(node, ast.Name | ast.Attribute):
                self._known.pop(dotted(node), None)
        if isinstance(target, ast.Name | ast.Attribute) and channels is not None:
            self._known[dotted(target)] = channels

    def _expression(self, value: ast.expr) -> None:
        """Take in an expression on its own: ``model.add(layer)``, or a model that is returned."""
        match value:
            case ast.Call(func=ast.Attribute(value=model, attr="add"), args=[layer]) if dotted(model):
                self._assign(model, self._through(layer, self._known.get(dotted(model))))
            case _:
                self._flow(value, None)

    def _flow(self, value: ast.expr, ahead: Channels) -> Channels:
        """Return the channels of an expression: of a tensor, or of a model or layer behind ``ahead``."""
        match value:
            case ast.Name() | ast.Attribute():
                return self._known.get(dotted(value))
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
                return common([self._flow(left, None), self._flow(right, None)])
            case ast.Call(func=ast.Call() as layer, args=[tensor, *_]):
                return self._through(layer, self._tensor(tensor, layer))
            case ast.Call():
                return self._called(value, ahead)
            case ast.List() | ast.Tuple():  # layers of which it is not known that they follow one another
                for one in value.elts:
                    self._flow(one, None)
        return None

    def _called(self, call: ast.Call, ahead: Channels) -> Channels:
        """Return the channels of a call by name: a layer that is made, or a function over tensors."""
        kind = self._kind(call)
        if kind[:1].islower() and call.args:  # add([x, y]), concatenate([x, y])
            return self._through(call, self._tensor(call.args[0], call))
        return self._through(call, ahead)

    def _tensor(self, tensor: ast.expr, layer: ast.Call) -> Channels:
        """Return the channels of what a layer is called with: a tensor, or a list of them."""
        if not isinstance(tensor, ast.List | ast.Tuple):
            return self._flow(tensor, None)
        parts = [self._flow(one, None) for one in tensor.elts]
        if self._kind(layer) not in JOINING:
            return common(parts)
        axis = argument(layer, None, "axis")
        last = axis is None or ast.unparse(axis) in ("-1", "3")
        return joined(parts) if last else None

    def _through(self, layer: ast.expr, ahead: Channels) -> Channels:
        """Return the channels behind a layer, and note those ahead of a convolution."""
        if not isinstance(layer, ast.Call):
            return None
        kind = self._kind(layer)
        if kind in INPUTS:
            names = ("shape", "batch_shape", "input_shape", "batch_input_shape")
            return self._of_shape(argument(layer, 0, *names))
        if kind == "Sequential":
            return self._sequential(layer, ahead)
        given = argument(layer, None, "input_shape", "batch_input_shape")
        if given is not None and argument(layer, None, "data_format") is None:
            ahead = self._of_shape(given)
        if kind in MAKING:
            if short(ahead) and argument(layer, None, "data_format") is None:
                self.found[layer] = ahead
            return argument(layer, 0, "filters")
        keeping = kind in KEEPING and argument(layer, None, "depth_multiplier") is None
        return ahead if keeping or kind in JOINING else None

    def _sequential(self, model: ast.Call, ahead: Channels) -> Channels:
        """Go through the layers of a Sequential."""
        layers = argument(model, 0, "layers")
        for layer in layers.elts if isinstance(layers, ast.List | ast.Tuple) else ():
            ahead = self._through(layer, ahead)
        return ahead if isinstance(layers, ast.List | ast.Tuple) else None

    def _of_shape(self, shape: ast.expr | None) -> Channels:
        """Return the last size of a shape that is written out, here or where its name was assigned."""
        if isinstance(shape, ast.Name):
            shape = self._shapes.get(shape.id)
        if isinstance(shape, ast.BinOp) and isinstance(shape.op, ast.Add):  # image_size + (3,)
            shape = shape.right
        if not isinstance(shape, ast.Tuple | ast.List) or not 1 <= len(shape.elts) <= 4:
            return None
        return shape.elts[-1]

    def _kind(self, call: ast.Call) -> str:
        """Return the class of a layer, or the function that is called; its module is not looked at."""
        written = dotted(call.func)
        return self._meaning(written).rpartition(".")[2] if written else ""
