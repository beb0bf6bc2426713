"""Read a kernel written as an expression of Python, NumPy, torch, MATLAB or C; nothing is executed.

The text is first spelled as Python (commas where MATLAB and printed arrays have blanks, lists where C has
braces), then parsed by Python's own parser, and only the few kinds of nodes listed here are understood:
numbers, lists, arithmetic, ``array``, ``outer``, ``ones``, ``.T`` and their like.
"""

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.errors import KernelError
from sepviz.kernels.notation import python_spelling

LARGEST_SIDE = 15
Value = float | NDArray[np.float64]

_AS_ARRAY = frozenset(
    {"array", "asarray", "matrix", "mat", "tensor", "as_tensor", "constant", "Tensor", "FloatTensor"}
    | {"float16", "float32", "float64", "float_", "double", "int8", "int16", "int32", "int64", "uint8"}
)
_SAME = frozenset(
    {"astype", "float", "double", "numpy", "copy", "clone", "squeeze", "unsqueeze", "to", "cpu", "cuda"}
    | {"detach", "contiguous", "type"}
)
_TYPES = _AS_ARRAY | {"int", "float", "bool", "half"}
_IGNORED = frozenset({"dtype", "device", "requires_grad", "copy", "order", "ndmin", "subok", "layout"})
_MOST_POWER = 8


def is_expression(text: str) -> bool:
    """Return whether a text has brackets, so that it is more than bare rows of numbers."""
    return bool(re.search(r"[\[({]", text))


def kernel_of_expression(text: str) -> NDArray[np.float64]:
    """Return the 2-D array that an expression stands for.

    Parameters
    ----------
    text : str
        An expression, or a few assignments of which the last one counts.

    Returns
    -------
    ndarray, shape (kh, kw)
        float64; a flat list is one row, leading axes of size 1 fall away.

    Raises
    ------
    KernelError
        With code ``syntax``, ``function``, ``name``, ``operation``, ``nested``, ``ragged``, ``too_large``,
        ``empty`` or ``not_finite``, and fields that say where.

    Examples
    --------
    >>> kernel_of_expression("np.array([[1, 2], [3, 4]]) / 2")
    array([[0.5, 1. ],
           [1.5, 2. ]])
    >>> kernel_of_expression("np.outer([1, 2], [-1, 0, 1])")
    array([[-1.,  0.,  1.],
           [-2.,  0.,  2.]])
    >>> kernel_of_expression("float k[2][2] = {{1, 2}, {3, 4}};")
    array([[1., 2.],
           [3., 4.]])
    >>> kernel_of_expression("[1; 2] * [1 0 -1] / 4")
    array([[ 0.25,  0.  , -0.25],
           [ 0.5 ,  0.  , -0.5 ]])
    """
    spelled = python_spelling(text)
    value = _Reader(matrices=spelled.matrices).read(_parsed(spelled.source))
    if spelled.shape and isinstance(value, np.ndarray) and math.prod(spelled.shape) == value.size:
        value = value.reshape(spelled.shape)
    return _two_axes(value)


def _parsed(source: str) -> ast.Module:
    """Return Python's own reading of the text, or say that it has none."""
    try:
        with warnings.catch_warnings(action="ignore"):  # a bad escape in a string is no concern of ours
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        raise KernelError(f"line {line} of the text cannot be read", code="syntax", line=line) from None


class _Reader:
    """Works out the value of a parsed text from the nodes that it knows."""

    def __init__(self, *, matrices: bool) -> None:
        self.matrices = matrices
        self.names: dict[str, Value] = {}

    def read(self, module: ast.Module) -> Value:
        """Return the value of the last statement; lines that are all lists are the rows of one kernel."""
        try:
            with np.errstate(all="ignore"):
                values = [self._statement(statement) for statement in module.body]
        except (OverflowError, ZeroDivisionError):
            raise KernelError("the text must stand for finite numbers", code="not_finite_text") from None
        except RecursionError:
            raise KernelError("line 1 of the text cannot be read", code="syntax", line=1) from None
        found = [value for value in values if value is not None]
        if not found:
            raise KernelError("text must hold numbers", code="empty")
        bare = all(isinstance(statement, ast.Expr) for statement in module.body)
        return _joined(found) if bare and len(found) > 1 else found[-1]

    def _statement(self, node: ast.stmt) -> Value | None:
        """Return the value of an expression or an assignment; imports have none."""
        match node:
            case ast.Import() | ast.ImportFrom():
                return None
            case ast.Expr(value=value):
                return self._value(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.names[name] = self._value(value)
                return self.names[name]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self.names[name] = self._value(value)
                return self.names[name]
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                self.names[name] = self._binary(self._name(name), op, self._value(value))
                return self.names[name]
        raise _unknown(node)

    def _value(self, node: ast.expr) -> Value:
        """Return the value of an expression."""
        if isinstance(node, ast.Constant):
            return _number(node)
        if isinstance(node, ast.List | ast.Tuple):
            return _joined([self._value(part) for part in node.elts])
        if isinstance(node, ast.UnaryOp | ast.BinOp):
            return self._arithmetic(node)
        if isinstance(node, ast.Name):
            return self._name(node.id)
        return self._call(node) if isinstance(node, ast.Call) else self._part(node)

    def _arithmetic(self, node: ast.UnaryOp | ast.BinOp) -> Value:
        """Return the value of a sign or of an operation."""
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._value(operand)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self._value(operand)
            case ast.BinOp(left=ast.List(), op=ast.Mult(), right=ast.Constant()) if not self.matrices:
                pass  # Python would repeat the list
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(self._value(left), op, self._value(right))
        raise _unknown(node)

    def _part(self, node: ast.expr) -> Value:
        """Return the value of ``.T`` and of the rows that a JSON file has under ``"weights"``."""
        match node:
            case ast.Attribute(value=value, attr="T"):
                return _two_axes(self._value(value)).T
            case ast.Dict(keys=[ast.Constant(value="weights")], values=[value]):
                return self._value(value)
        raise _unknown(node)

    def _name(self, name: str) -> Value:
        """Return the value of a name that the text itself has set."""
        if name not in self.names:
            raise KernelError(f"{name[:20]!r} has no value in the text", code="name", name=name[:20])
        return self.names[name]

    def _binary(self, left: Value, op: ast.operator, right: Value) -> Value:
        """Return a sum, difference, product, quotient, matrix product or small power."""
        both = isinstance(left, np.ndarray) and isinstance(right, np.ndarray)
        if both and isinstance(op, ast.Mult) and self.matrices:
            return _product(_two_axes(left), _two_axes(right))
        if both and isinstance(op, ast.MatMult):
            return _product(left, right)
        if isinstance(op, ast.Pow) and isinstance(right, float) and abs(right) <= _MOST_POWER:
            return left**right
        operate = _OPERATORS.get(type(op))
        if operate is None or not _fit(left, right):
            raise KernelError("the parts of an operation do not fit", code="operation")
        if isinstance(op, ast.Div) and np.any(np.equal(right, 0)):
            raise ZeroDivisionError
        return _plain(operate(left, right))

    def _call(self, call: ast.Call) -> Value:
        """Return the value of a function or method that is known here."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for keyword in call.keywords:
            if keyword.arg not in _IGNORED:
                raise _unknown_function(f"{name}({keyword.arg}=)")
        of_value = isinstance(call.func, ast.Attribute) and not _is_module(call.func.value, self.names)
        if of_value and isinstance(call.func, ast.Attribute):
            return self._method(name, self._value(call.func.value), call.args)
        return self._function(name, call.args)

    def _function(self, name: str, arguments: list[ast.expr]) -> Value:
        """Return the value of a function of NumPy, torch or MATLAB."""
        known = _AS_ARRAY | _SIZED.keys() | _BINARY.keys() | _UNARY.keys() | {"eye", "full"}
        if name not in known or not arguments:
            raise _unknown_function(name)
        values = [self._value(argument) for argument in arguments if not _is_type(argument)]
        if name in _AS_ARRAY and len(values) == 1:
            return values[0]
        if name in _SIZED:
            return _SIZED[name](_sizes(values))
        if name == "eye" and len(values) == 1:
            return np.eye(_sizes(values)[0])
        if name == "full" and len(values) == 2 and isinstance(values[1], float):
            return np.full(_sizes(values[:1]), values[1])
        if name in _BINARY and len(values) == 2:
            return _BINARY[name](*(np.atleast_1d(value) for value in values))
        if name in _UNARY and len(values) == 1:
            return _plain(_UNARY[name](values[0]))
        raise _unknown_function(name)

    def _method(self, name: str, value: Value, arguments: list[ast.expr]) -> Value:
        """Return the value of a method of an array."""
        if name in _SAME:
            return value
        if name in _UNARY and not arguments:
            return _plain(_UNARY[name](value))
        if name in ("reshape", "view"):
            shape = tuple(int(size) for part in arguments for size in np.ravel(self._value(part)))
            if _can_be_reshaped(value, shape):
                return _bounded(np.reshape(value, shape))
            raise KernelError("the parts of an operation do not fit", code="operation")
        raise _unknown_function(name)


def _number(node: ast.Constant) -> float:
    """Return a number that is written out; texts, ``True`` and complex numbers are none."""
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        raise _unknown(node)
    return float(node.value)


def _is_type(node: ast.expr) -> bool:
    """Whether an argument names a type such as ``np.float32``, which changes no kernel."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
    return name in _TYPES


def _is_module(node: ast.expr, names: Mapping[str, Value]) -> bool:
    """Whether what stands before the point is a module such as ``np`` or ``tf.linalg``."""
    if isinstance(node, ast.Attribute):
        return node.attr != "T" and _is_module(node.value, names)
    return isinstance(node, ast.Name) and node.id not in names


def _unknown(node: ast.AST) -> KernelError:
    """Return the refusal of a part of the text that is no arithmetic on kernels."""
    part = ast.unparse(node)[:20]
    return KernelError(f"{part!r} is not understood", code="part", part=part)


def _unknown_function(name: str) -> KernelError:
    """Return the refusal of a function that is not known here."""
    return KernelError(f"{name[:30]!r} is not understood", code="function", name=name[:30])


def _joined(parts: list[Value]) -> Value:
    """Return a list of numbers or of equally long rows as one array."""
    if not parts:
        return np.zeros(0)
    shapes = [np.shape(part) for part in parts]
    for number, shape in enumerate(shapes, 1):
        if shape != shapes[0]:
            count, expected = (math.prod(s) for s in (shape, shapes[0]))
            raise KernelError(
                f"row {number} must have {expected} numbers like row 1, not {count}",
                code="ragged",
                row=number,
                count=count,
                expected=expected,
            )
    return _bounded(np.array(parts, dtype=float), flat=True)


def _bounded(values: NDArray[np.float64], *, flat: bool = False) -> NDArray[np.float64]:
    """Return an array, or raise where it is larger than any kernel; a flat list may be reshaped yet."""
    most = LARGEST_SIDE**2 if flat and values.ndim == 1 else LARGEST_SIDE
    if values.ndim > 4 or max(values.shape, default=0) > most:
        kh, kw = (1, *values.shape)[-2:]
        raise KernelError(
            f"kernel must be at most 15 x 15, not {kh} x {kw}", code="too_large", kh=kh, kw=kw
        )
    return values


def _product(left: Value, right: Value) -> Value:
    """Return a matrix product."""
    if not (np.ndim(left) and np.ndim(right) and np.shape(left)[-1] == np.shape(right)[0]):
        raise KernelError("the parts of an operation do not fit", code="operation")
    return _plain(np.dot(left, right))


def _plain(value: Any) -> Value:
    """Return a number of NumPy as Python's."""
    return float(value) if np.ndim(value) == 0 else value


def _fit(left: Value, right: Value) -> bool:
    """Whether two values can be combined element by element."""
    try:
        shape = np.broadcast_shapes(np.shape(left), np.shape(right))
    except ValueError:
        return False
    return all(size <= LARGEST_SIDE**2 for size in shape)


def _sizes(values: list[Value]) -> tuple[int, ...]:
    """Return the sizes of a new array, each from 1 to 15."""
    sizes = tuple(float(size) for value in values for size in np.ravel(value))
    if any(not 1 <= size <= LARGEST_SIDE for size in sizes) or not 1 <= len(sizes) <= 4:
        kh, kw = (1, 1, *sizes)[-2:]
        raise KernelError(
            f"kernel must be at most 15 x 15, not {kh:g} x {kw:g}",
            code="too_large",
            kh=f"{kh:g}",
            kw=f"{kw:g}",
        )
    return tuple(int(size) for size in sizes)


def _can_be_reshaped(value: Value, shape: tuple[int, ...]) -> bool:
    """Whether a value has as many numbers as the shape, of which one size may be open."""
    known = math.prod(size for size in shape if size != -1)
    if not shape or any(size < 1 and size != -1 for size in shape) or shape.count(-1) > 1:
        return False
    return np.size(value) == known if -1 not in shape else np.size(value) % known == 0


def _two_axes(value: Value) -> NDArray[np.float64]:
    """Return a value as rows and columns; further axes of size 1 fall away."""
    values = np.atleast_2d(np.asarray(value, dtype=float))
    while values.ndim > 2 and 1 in values.shape:
        values = values.squeeze(axis=values.shape.index(1))
    if values.ndim > 2:
        raise KernelError(f"kernel must have 2 axes, not {values.ndim}", code="nested", axes=values.ndim)
    if not values.size:
        raise KernelError("text must hold numbers", code="empty")
    return _bounded(values)


def _outer(left: Value, right: Value) -> Value:
    """Return the outer product, which has a row for each number on the left."""
    return _bounded(np.outer(left, right))


_SIZED: Mapping[str, Callable[[tuple[int, ...]], Value]] = {"ones": np.ones, "zeros": np.zeros}
_BINARY: Mapping[str, Callable[[Value, Value], Value]] = {
    "outer": _outer,
    "dot": _product,
    "matmul": _product,
}
_OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_UNARY: Mapping[str, Callable[[Any], Any]] = {
    "sum": np.sum,
    "max": np.max,
    "min": np.min,
    "abs": np.abs,
    "transpose": lambda value: _two_axes(value).T,
    "t": lambda value: _two_axes(value).T,
}
