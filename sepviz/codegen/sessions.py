"""Interactive sessions and notebook cells as plain Python, line by line: prompts, output, magics."""

import re
from dataclasses import dataclass

_PRIMARY = re.compile(r"[ \t]*(?:>>>|In \[\d*\]:)(?: |(?=[\r\n]|$))")
_SECONDARY = re.compile(r"[ \t]*(?:\.\.\.+:?)(?: |(?=[\r\n]|$))")
_TIMED = re.compile(r"[ \t]*%time(?:it)? +(?![-\s])")
# `%name`, `!command`, `?name` and `name = !command`; behind a modulo mostly stands a blank.
_COMMAND = re.compile(r"(?:[\w, .]+=[ \t]*)?(?:%{1,2}[A-Za-z_]|!{1,2}[\w./~{$])|\?|[\w.]+\?{1,2}[ \t]*$")
_OTHER_LANGUAGE = re.compile(
    r"%%(?:bash|sh|script|cmd|html|HTML|javascript|js|latex|markdown|svg|SVG|perl|ruby|cython|R)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as the parser gets it, and what was cut off its beginning; output has no code."""

    code: str
    cut: str = ""


def session_lines(lines: list[str]) -> list[Line]:
    r"""Make Python of a session's or a notebook's lines; their number stays the same.

    Parameters
    ----------
    lines : list of str
        Lines with their ends.

    Returns
    -------
    list of Line
        Code without prompts. Output becomes an empty comment, a command ``pass``.

    Examples
    --------
    >>> [line.code for line in session_lines([">>> m = f(\n", "...     3)\n", "f(3)\n", ">>> !ls\n"])]
    ['m = f(\n', '    3)\n', '#\n', 'pass\n']
    """
    session = any(_PRIMARY.match(line) for line in lines)
    return _without_commands(_without_prompts(lines) if session else [Line(code=line) for line in lines])


def _without_prompts(lines: list[str]) -> list[Line]:
    """Cut the prompts off, and empty the lines between that are output."""
    result: list[Line] = []
    typed = False
    for line in lines:
        found = _PRIMARY.match(line) or (_SECONDARY.match(line) if typed else None)
        typed = found is not None
        result.append(Line(code=line[found.end() :], cut=found[0]) if found else Line(code=_emptied(line)))
    return result


def _without_commands(lines: list[Line]) -> list[Line]:
    """Put ``pass`` in the place of each command, and nothing in that of another language's cell."""
    result: list[Line] = []
    goes_on = foreign = False
    for line in lines:
        code = line.code.lstrip(" \t")
        if goes_on or foreign:
            line = Line(code=_emptied(line.code))
        elif timed := _TIMED.match(line.code):
            indent = line.code[: len(line.code) - len(code)]
            line = Line(code=indent + line.code[timed.end() :], cut=line.cut + timed[0].lstrip())
        elif _COMMAND.match(code.rstrip("\r\n")):
            foreign = _OTHER_LANGUAGE.match(code) is not None
            indent = line.code[: len(line.code) - len(code)]
            line = Line(code=f"{indent}pass{_line_end(code)}")
            goes_on = True
        goes_on = goes_on and code.rstrip("\r\n").endswith("\\")
        result.append(line)
    return result


def _emptied(line: str) -> str:
    """Return a comment in the place of a line; a line end alone could become one with that before it."""
    return f"#{_line_end(line)}"


def _line_end(line: str) -> str:
    """Return the characters that end a line."""
    return line[len(line.rstrip("\r\n")) :]
