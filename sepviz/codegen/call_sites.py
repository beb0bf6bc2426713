"""Where the convolutions stand in pasted source: found by Python's own parser, never executed.

Python's parser reads the whole text, because it gives up on input made to break parsers. LibCST, which
rewrites the calls, does not: some thousand nested brackets end the process, a hundred nested patterns never
return. So it is only shown one call at a time, and only a call of bounded length and depth.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from sepviz.errors import CodeError

MAX_CHARACTERS = 100_000
MAX_CALL_CHARACTERS = 5_000
MAX_CALL_DEPTH = 24
_NOT_IN_SOURCE = re.compile("[\0\ud800-\udfff]")  # NUL and lone surrogates
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # Python's lines; str.splitlines knows more ends


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSite:
    """One call of a dotted name: ``source[start:stop]`` is its text."""

    name: str
    line: int
    start: int
    stop: int
    nested: bool
    readable: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is put around a fragment so that it parses; the source itself stays as it is."""

    before: str = ""
    after: str = ""


def call_sites(source: str, names: frozenset[str]) -> list[CallSite]:
    r"""Find the calls of some dotted names.

    Parameters
    ----------
    source : str
        Python source, or lines out of the middle of it: of a method, a list or a dictionary.
    names : frozenset of str
        Names as they are written, such as ``"nn.Conv2d"``.

    Returns
    -------
    list of CallSite
        In the order of the source; ``nested`` are those inside the arguments of another one,
        ``readable`` those that are short and shallow enough for LibCST.

    Raises
    ------
    CodeError
        If the source does not parse; the message carries the line's number.

    Examples
    --------
    >>> call_sites("a = 1\nself.up = nn.Conv2d(3, 8, 3)", frozenset({"nn.Conv2d"}))
    [CallSite(name='nn.Conv2d', line=2, start=16, stop=34, nested=False, readable=True)]
    """
    _check_text(source)
    frame, tree = _parsed(source)
    text = frame.before + source + frame.after
    lines = _LINE.findall(text)
    starts = [0, *accumulate(map(len, lines))]

    def offset(line: int, column: int) -> int:
        """Turn the parser's position, a column in UTF-8 bytes, into an index into the source."""
        characters = len(lines[line - 1].encode()[:column].decode())
        return starts[line - 1] + characters - len(frame.before)

    sites = []
    for call, name, nested in _calls(tree, names):
        start = offset(call.lineno, call.col_offset)
        stop = offset(call.end_lineno or 0, call.end_col_offset or 0)
        sites.append(
            CallSite(
                name=name,
                line=call.lineno - frame.before.count("\n"),
                start=start,
                stop=stop,
                nested=nested,
                readable=stop - start <= MAX_CALL_CHARACTERS and not _deeper_than(call, MAX_CALL_DEPTH),
            )
        )
    return sorted(sites, key=lambda site: site.start)


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


def _parsed(source: str) -> tuple[_Frame, ast.Module]:
    """Parse a whole text, or else the fragment of one; the error is that of the likeliest reading."""
    failures: list[tuple[_Frame, Exception]] = []
    for frame in _frames(source):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about escapes in the visitor's strings
                return frame, ast.parse(frame.before + source + frame.after)
        except (SyntaxError, RecursionError, MemoryError) as error:
            failures.append((frame, error))
    # As a whole text, indented lines fail on the first of them, wherever their real mistake is.
    indented = source.lstrip("\r\n")[:1].isspace()
    raise _failure(source, *failures[1 if indented else 0]) from None


def _frames(source: str) -> Iterator[_Frame]:
    """Yield what may stand around the text: nothing, a block, a list or a dictionary."""
    yield _Frame()
    yield _Frame("if 1:\n")
    # A selection that starts in the middle of a line: its first line lacks the others' indentation.
    second = re.search(r"[\r\n]([ \t]+)\S", source)
    yield _Frame("if 1:\n" + (second[1] if second else ""))
    yield _Frame("[\n", "\n]")
    yield _Frame("{\n", "\n}")


def _failure(source: str, frame: _Frame, error: Exception) -> CodeError:
    """Word the parser's complaint in one short line with the number of the source's line."""
    lines = _LINE.findall(source) or [""]
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


def _calls(tree: ast.AST, names: frozenset[str]) -> Iterator[tuple[ast.Call, str, bool]]:
    """Yield the calls of the names; the walk keeps a list of its own, so depth cannot overflow it."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, nested = waiting.pop()
        if isinstance(node, ast.JoinedStr):  # an f-string is a string
            continue
        if isinstance(node, ast.Call) and (name := _dotted(node.func)) in names:
            yield node, name, nested
            nested = True
        waiting.extend((child, nested) for child in ast.iter_child_nodes(node))


def _dotted(node: ast.AST) -> str:
    """Return ``"a.b.c"`` for a chain of at most four plain names, otherwise ``""``."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < 3:
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _deeper_than(node: ast.AST, limit: int) -> bool:
    """Say whether a tree has more levels than the limit."""
    level = [node]
    for _ in range(limit):
        level = [child for parent in level for child in ast.iter_child_nodes(parent)]
        if not level:
            return False
    return True
