"""Pasted text as Python's parser reads it, whatever stands around the code, and where each part of it was.

What is parsed differs from what was pasted: lines out of the middle of a file get a frame, prompts are
cut off, and notebook commands are passed over. The pasted text itself is never changed; `Pasted` leads
back to it.
"""

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from sepviz.codegen.sessions import Line, session_lines
from sepviz.errors import CodeError

MAX_CHARACTERS = 300_000
"""The longest text that is converted."""
_NOT_IN_SOURCE = re.compile("[\0\ud800-\udfff]")  # NUL and lone surrogates
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # Python's lines; str.splitlines knows more ends
_BOM, _FORM_FEED = "\ufeff", "\f"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is put around a fragment so that it parses; the source itself stays as it is."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A text, its syntax tree, and the way back from the tree's positions to the text."""

    source: str
    tree: ast.Module
    lines: list[Line]
    starts: list[int]
    frame: _Frame

    def line(self, number: int) -> int:
        """Return the number of the source's line for one of the tree."""
        return number - self.frame.before.count("\n")

    def offset(self, number: int, column: int) -> int:
        """Return the index into the source for a line of the tree and its column in UTF-8 bytes."""
        index = self.line(number) - 1
        line = self.lines[index]
        return self.starts[index] + len(line.cut) + self._column(index, column)

    def text(self, node: ast.expr) -> str:
        """Return an expression as it was pasted, without the prompts inside it."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        first, last = self.line(node.lineno) - 1, self.line(node.end_lineno) - 1
        lines = [self.lines[index].code for index in range(first, last + 1)]
        lines[-1] = lines[-1][: self._column(last, node.end_col_offset)]
        lines[0] = lines[0][self._column(first, node.col_offset) :]
        return "".join(lines)

    def continuation(self, node: ast.expr) -> str:
        """Return the prompt that stands in front of an expression's second line."""
        several = node.end_lineno is not None and node.end_lineno > node.lineno
        return self.lines[self.line(node.lineno)].cut if several else ""

    def _column(self, index: int, column: int) -> int:
        """Turn a column of the tree, in bytes, into one of the source's line, in characters."""
        # The text after the frame's last line end stands in front of the first line.
        ahead = self.frame.before.rpartition("\n")[2] if index == 0 else ""
        code = self.lines[index].code
        column -= len(ahead)
        return column if code.isascii() else bisect_right(_ends(code), column)


@lru_cache(maxsize=4)
def _ends(code: str) -> list[int]:
    """Return where each character of a line ends, in UTF-8 bytes."""
    return list(accumulate(len(character.encode()) for character in code))


def read(source: str) -> Pasted:
    r"""Parse a pasted text: a file, lines out of the middle of one, a session or a notebook's cells.

    Parameters
    ----------
    source : str
        What was pasted; it is parsed, never run.

    Returns
    -------
    Pasted
        The syntax tree with its positions in the text.

    Raises
    ------
    CodeError
        If the text is too long or cannot be parsed; the message carries the line's number.

    Examples
    --------
    >>> pasted = read(">>> a = 1\n>>> b = f(2)\n3")
    >>> call = pasted.tree.body[1].value
    >>> pasted.line(call.lineno), pasted.text(call), pasted.offset(call.lineno, call.col_offset)
    (2, 'f(2)', 18)
    """
    _check_text(source)
    texts = _LINE.findall(source)
    # A byte order mark is no Python; a form feed is, and does not indent the line that it begins.
    plain = [Line(code=text) for text in texts]
    if source.startswith(_BOM):
        plain[0] = Line(code=_FORM_FEED + texts[0][1:])
    failures: list[CodeError] = []
    for lines in (plain, session_lines([line.code for line in plain])):
        if failures and lines == plain:
            break
        try:
            frame, tree = _parsed(lines)
        except CodeError as error:
            failures.append(error)
        else:
            starts = [0, *accumulate(map(len, texts))]
            return Pasted(source=source, tree=tree, lines=lines, starts=starts, frame=frame)
    raise failures[-1] from None


def _check_text(source: str) -> None:
    """Raise where the text is too long, or holds what no source file can hold."""
    if len(source) > MAX_CHARACTERS:
        line = source.count("\n", 0, MAX_CHARACTERS) + 1
        raise CodeError(
            f"source, line {line}: the text goes on for {len(source)} characters, "
            f"more than the {MAX_CHARACTERS} that are read",
            code="source_too_long",
            line=line,
            length=len(source),
            maximum=MAX_CHARACTERS,
        )
    if found := _NOT_IN_SOURCE.search(source):
        line = source.count("\n", 0, found.start()) + 1
        raise _does_not_parse(line, f"the character U+{ord(found.group()):04X} cannot be in source code")


def _parsed(lines: list[Line]) -> tuple[_Frame, ast.Module]:
    """Parse a whole text, or else the fragment of one; the error is that of the likeliest reading."""
    code = "".join(line.code for line in lines)
    failures: list[tuple[_Frame, Exception]] = []
    for frame in _frames(code):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about escapes in the visitor's strings
                return frame, ast.parse(frame.before + code + frame.after)
        except (SyntaxError, RecursionError, MemoryError) as error:
            failures.append((frame, error))
    # As a whole text, indented lines fail on the first of them, wherever their real mistake is.
    indented = code.lstrip("\r\n")[:1].isspace()
    raise _failure(code, *failures[1 if indented else 0]) from None


def _frames(code: str) -> Iterator[_Frame]:
    """Yield what may stand around the text: nothing, a block, a list or a dictionary."""
    yield _Frame()
    yield _Frame("if 1:\n")
    # A selection that starts in the middle of a line: its first line lacks the others' indentation.
    second = re.search(r"[\r\n]([ \t]+)\S", code)
    yield _Frame("if 1:\n" + (second[1] if second else ""))
    yield _Frame("[\n", "\n]")
    yield _Frame("{\n", "\n}")


def _failure(code: str, frame: _Frame, error: Exception) -> CodeError:
    """Word the parser's complaint in one short line with the number of the source's line."""
    lines = _LINE.findall(code) or [""]
    if not isinstance(error, SyntaxError):
        # The parser does not say where it gave up; deep nesting is nearly always one long line.
        longest = max(range(len(lines)), key=lambda index: len(lines[index]))
        return _does_not_parse(longest + 1, "nested too deeply to be read")
    line = (error.lineno or 1) - frame.before.count("\n")
    return _does_not_parse(min(max(line, 1), len(lines)), " ".join(str(error.msg).split()))


def _does_not_parse(line: int, detail: str) -> CodeError:
    """Return the error for text that is not Python."""
    return CodeError(
        f"source, line {line}: {detail[:200]}", code="source_syntax", line=line, detail=detail[:200]
    )
