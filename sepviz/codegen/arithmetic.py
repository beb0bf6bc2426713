"""What an argument is worth: integer arithmetic over its syntax tree, with given numbers for names."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

MAX_BITS = 64
MAX_EXPONENT = 64
Value = Any
"""An int, bool, float, str or tuple; None where it is not known."""

_OPERATORS: dict[type[cst.BaseBinaryOp], Callable[[int, int], int]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.FloorDivide: operator.floordiv,
    cst.Modulo: operator.mod,
    cst.Power: operator.pow,
    cst.Divide: operator.truediv,
    cst.LeftShift: operator.lshift,
    cst.RightShift: operator.rshift,
    cst.BitAnd: operator.and_,
    cst.BitOr: operator.or_,
    cst.BitXor: operator.xor,
}
_BOUNDED_RIGHT = cst.Power | cst.LeftShift | cst.RightShift
# What is written as None is known to be no number, and false: an empty tuple is both.
_CONSTANTS = {"True": True, "False": False, "None": ()}


def evaluate(node: cst.BaseExpression, values: Mapping[str, int]) -> Value:
    """Return what an expression is worth, or None where that cannot be said without running it.

    Parameters
    ----------
    node : libcst.BaseExpression
        The argument.
    values : mapping of str to int
        Numbers for free names; a dotted name such as ``"self.width"`` counts as one.

    Returns
    -------
    int, bool, float, str, tuple or None
        Only integers are calculated with; numbers of more than 64 bits count as unknown,
        so ``9 ** 9 ** 9`` takes no time.

    Raises
    ------
    ZeroDivisionError
        If the expression divides by zero.

    Examples
    --------
    >>> evaluate(cst.parse_expression("features * 4 + 1"), {"features": 64})
    257
    >>> evaluate(cst.parse_expression("int(features)"), {"features": 64}) is None
    True
    """
    match node:
        case cst.Integer() | cst.Float() | cst.SimpleString():
            return _bounded(node.evaluated_value)
        case cst.Name() | cst.Attribute():
            name = dotted_name(node)
            return _CONSTANTS[name] if name in _CONSTANTS else _bounded(values.get(name))
        case cst.UnaryOperation():
            return _signed(node.operator, evaluate(node.expression, values))
        case cst.BinaryOperation():
            left, right = evaluate(node.left, values), evaluate(node.right, values)
            return _bounded(_calculated(node.operator, left, right))
        case cst.Tuple() | cst.List() if all(isinstance(one, cst.Element) for one in node.elements):
            return tuple(evaluate(element.value, values) for element in node.elements)
    return None  # a call, an attribute of a call, a starred list: only running it would tell


def _signed(sign: cst.BaseUnaryOp, value: Value) -> Value:
    """Apply a unary minus, plus or inversion of all bits."""
    if isinstance(value, int | float):
        if isinstance(sign, cst.Minus):
            return -value
        if isinstance(sign, cst.Plus):
            return +value
        if isinstance(sign, cst.BitInvert) and isinstance(value, int):
            return ~value
    return None


def _calculated(sign: cst.BaseBinaryOp, left: Value, right: Value) -> Value:
    """Calculate with two integers, whose result cannot be much longer than they are."""
    calculate = _OPERATORS.get(type(sign))
    if calculate is None or not isinstance(left, int) or not isinstance(right, int):
        return None
    if isinstance(sign, _BOUNDED_RIGHT) and not 0 <= right <= MAX_EXPONENT:
        return None
    return calculate(left, right)


def _bounded(value: Value) -> Value:
    """Return a value as it is, or None for a number that is too long to be a size."""
    return None if isinstance(value, int) and value.bit_length() > MAX_BITS else value


def dotted_name(node: cst.BaseExpression) -> str:
    """Return ``"a.b"`` for a chain of plain names, otherwise ``""``."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(parts)]) if isinstance(node, cst.Name) else ""


def free_names(node: cst.BaseExpression, values: Mapping[str, int]) -> set[str]:
    """Return the names that keep an expression from being worth a number.

    Parameters
    ----------
    node : libcst.BaseExpression
        The argument.
    values : mapping of str to int
        Numbers that are known.

    Returns
    -------
    set of str
        Names of the parts that arithmetic understands; a call's own names are not among them.

    Raises
    ------
    RecursionError
        If the expression is nested without bounds.

    Examples
    --------
    >>> sorted(free_names(cst.parse_expression("self.width * depth + int(x)"), {"depth": 2}))
    ['self.width']
    """
    match node:
        case cst.Name() | cst.Attribute():
            name = dotted_name(node)
            return {name} - {"", *_CONSTANTS, *values}
        case cst.UnaryOperation():
            return free_names(node.expression, values)
        case cst.BinaryOperation():
            return free_names(node.left, values) | free_names(node.right, values)
        case cst.Tuple() | cst.List():
            return set().union(*(free_names(element.value, values) for element in node.elements))
    return set()
