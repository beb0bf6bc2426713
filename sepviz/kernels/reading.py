"""A kernel as people bring it: cells of a grid, a spreadsheet, code of several languages, a file.

Text is taken apart into cells, never executed. What is no kernel raises a KernelError
whose code says what is wrong and where.
"""

import json
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.errors import KernelError
from sepviz.kernels.expression import LARGEST_SIDE, is_expression, kernel_of_expression

LARGEST_TAP = 1e6
LONGEST_TEXT = 20_000
"""Characters that are looked at; 15 x 15 numbers with all their digits need a quarter of them."""

_DECIMAL = r"[+-]?(?:[0-9]{1,30}\.?[0-9]{0,30}|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER = re.compile(rf"({_DECIMAL})(?:/({_DECIMAL}))?")
_DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
_NOT_FINITE = ("nan", "inf", "infinity", "∞")
# What keyboards and spreadsheets write in place of - , ; and brackets.
_PLAIN = str.maketrans("−–，；、（）【】", "--,;,()[]")


def kernel_of_text(text: str) -> NDArray[np.float64]:
    """Return the kernel that a pasted text stands for.

    Rows are lines, or parted by semicolons; numbers are parted by tabs, commas or spaces, and may be
    fractions such as 1/9. A text with brackets is an expression: see `kernel_of_expression`.

    Parameters
    ----------
    text : str
        At most `LONGEST_TEXT` characters.

    Returns
    -------
    ndarray, shape (kh, kw)
        float64, at most 15 x 15, not all zero.

    Raises
    ------
    KernelError
        If the text is no such kernel; ``code`` and the fields say where it fails.

    Examples
    --------
    >>> kernel_of_text("[[1, 0, -1], [2, 0, -2]]")
    array([[ 1.,  0., -1.],
           [ 2.,  0., -2.]])
    >>> kernel_of_text("1/2 1")
    array([[0.5, 1. ]])
    """
    _check_length(len(text))
    plain = _without_prompts(text.translate(_PLAIN)).strip()
    if is_expression(plain):
        return checked(kernel_of_expression(plain))
    return kernel_of_cells(_rows_of_lines(plain))


def kernel_of_file(data: bytes) -> NDArray[np.float64]:
    """Return the kernel of a JSON file: rows of numbers, alone or under ``"weights"``.

    Parameters
    ----------
    data : bytes
        UTF-8.

    Returns
    -------
    ndarray, shape (kh, kw)
        As `kernel_of_text`.

    Raises
    ------
    KernelError
        If the file is too long, no JSON, or no kernel.

    Examples
    --------
    >>> kernel_of_file(b'{"weights": [[1, -1]]}')
    array([[ 1., -1.]])
    """
    _check_length(len(data))
    try:
        # Numbers stay text: kernel_of_cells reads them, and tells which one is no number.
        found = json.loads(data.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise KernelError("the file must be JSON", code="file") from None
    rows = found.get("weights") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise KernelError("the file must hold rows of numbers", code="file")
    nested = all(isinstance(row, list) for row in rows)
    return kernel_of_cells(rows if nested else [rows])


def file_of_kernel(kernel: NDArray[np.float64]) -> str:
    """Return the JSON text that `kernel_of_file` reads.

    Examples
    --------
    >>> file_of_kernel(np.array([[1.0, -1.0]]))
    '{"weights": [[1.0, -1.0]]}'
    """
    return json.dumps({"weights": kernel.tolist()})


def kernel_of_cells(rows: Sequence[Sequence[Any]]) -> NDArray[np.float64]:
    """Return the kernel whose taps are written in these cells.

    Parameters
    ----------
    rows : list of list
        One text a cell.

    Returns
    -------
    ndarray, shape (kh, kw)
        As `kernel_of_text`.

    Raises
    ------
    KernelError
        If a cell is no number, the rows differ in length, or the size is out of bounds.

    Examples
    --------
    >>> kernel_of_cells([["1", "x"]])
    Traceback (most recent call last):
    sepviz.errors.KernelError: 'x' in row 1, column 2 must be a number
    """
    _check_shape(rows)
    taps = [
        [_tap(str(cell).strip(), i, j) for j, cell in enumerate(row, 1)] for i, row in enumerate(rows, 1)
    ]
    return checked(np.array(taps))


def checked(kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a kernel of finite taps, or raise where one is too large or all are zero.

    Examples
    --------
    >>> checked(np.zeros((2, 3)))
    Traceback (most recent call last):
    sepviz.errors.KernelError: kernel must not be all zero
    """
    if not np.isfinite(kernel).all() or np.abs(kernel).max() > LARGEST_TAP:
        raise KernelError("kernel must hold taps up to 1e6", code="tap_too_large", most=int(LARGEST_TAP))
    if not kernel.any():
        raise KernelError("kernel must not be all zero", code="all_zero")
    return kernel + 0.0  # -0.0, which prints oddly, becomes plain zero


def _without_prompts(text: str) -> str:
    """Drop the prompts of an interactive session."""
    return re.sub(r"(?m)^(?:>>>|\.\.\.|In \[\d+\]:) ?", "", text)


def _rows_of_lines(text: str) -> list[list[str]]:
    """Take lines apart; where each line has semicolons, they part its cells as in some CSV files."""
    lines = [line.strip(" ;\r") for line in text.split("\n")]
    lines = [line for line in lines if line.strip()]
    if len(lines) > 1 and all(";" in line for line in lines):
        return [[_with_point(cell) for cell in line.split(";")] for line in lines]
    return [_cells(row.strip(" ")) for line in lines for row in line.split(";") if row.strip()]


def _cells(row: str) -> list[str]:
    """Part a row at tabs, or at commas, or else at spaces."""
    if "\t" in row:
        return [_with_point(cell) for cell in row.split("\t")]
    return row.strip(",").split(",") if "," in row else row.split()


def _with_point(cell: str) -> str:
    """Turn a decimal comma into a point."""
    match = _DECIMAL_COMMA.fullmatch(cell.strip())
    return f"{match[1]}.{match[2]}" if match else cell


def _check_length(length: int) -> None:
    """Refuse text that is longer than any kernel."""
    if length > LONGEST_TEXT:
        raise KernelError(
            f"text must have at most {LONGEST_TEXT} characters, not {length}",
            code="too_long",
            length=length,
            most=LONGEST_TEXT,
        )


def _check_shape(rows: Sequence[Sequence[Any]]) -> None:
    """Refuse nothing at all, rows of different lengths, and more than 15 rows or columns."""
    if not rows or not rows[0]:
        raise KernelError("text must hold numbers", code="empty")
    kw = len(rows[0])
    for number, row in enumerate(rows, 1):
        if len(row) != kw:
            raise KernelError(
                f"row {number} must have {kw} numbers like row 1, not {len(row)}",
                code="ragged",
                row=number,
                count=len(row),
                expected=kw,
            )
    if max(len(rows), kw) > LARGEST_SIDE:
        raise KernelError(
            f"kernel must be at most {LARGEST_SIDE} x {LARGEST_SIDE}, not {len(rows)} x {kw}",
            code="too_large",
            kh=len(rows),
            kw=kw,
        )


def _tap(cell: str, row: int, column: int) -> float:
    """Return the number in a cell, or say which cell holds none."""
    where = {"cell": cell[:20], "row": row, "column": column}
    match = _NUMBER.fullmatch(cell.translate(_PLAIN))
    if cell.lstrip("+-−").lower() in _NOT_FINITE or (match and match[2] and float(match[2]) == 0):
        raise KernelError(
            f"{cell!r} in row {row}, column {column} must be finite", code="not_finite", **where
        )
    if not match:
        raise KernelError(
            f"{cell[:20]!r} in row {row}, column {column} must be a number", code="cell", **where
        )
    value = float(match[1]) / float(match[2] or 1)
    if not math.isfinite(value) or abs(value) > LARGEST_TAP:
        raise KernelError(
            f"{cell[:20]!r} in row {row}, column {column} must be at most 1e6",
            code="cell_too_large",
            most=int(LARGEST_TAP),
            **where,
        )
    return value
