"""One line of a network's text, such as ``conv 3x3 32 s2``: read into numbers, not yet a layer."""

import re
import unicodedata
from typing import Any, NamedTuple

from sepviz.errors import ArchitectureError

LARGEST = 65_536
"""The largest number that a line may hold."""
LONGEST = 200
"""Characters of a line."""
SHOWN = 40
"""Characters of a word that an error quotes."""

EXAMPLES = {
    "conv": "conv 3x3 32 s2",
    "dw": "dw 3x3 s2",
    "pw": "pw 64",
    "sep": "sep 3x3 128",
    "pool": "pool 2",
    "gap": "gap",
    "fc": "fc 1000",
}
"""Each word that a line may begin with, and a line that is right."""

# For each word, what must follow it in this order, and which options may follow that.
_ARGUMENTS = {
    "conv": ("kernel", "filters"),
    "dw": ("kernel",),
    "pw": ("filters",),
    "sep": ("kernel", "filters"),
    "pool": ("kernel",),
    "gap": (),
    "fc": ("filters",),
}
_OPTIONS = {
    "conv": ("s", "d", "g", "valid", "same"),
    "dw": ("s", "d", "m", "valid", "same"),
    "pw": ("s", "g"),
    "sep": ("s", "d", "m", "valid", "same"),
    "pool": ("s", "valid", "same"),
    "gap": (),
    "fc": (),
}
_PAIRS = ("kernel", "s", "d")  # may be given as 3x5, (vertical)x(horizontal); the others are one number
_OPTION = re.compile(r"([a-z]+)([0-9x]*)")
_SIZE = re.compile(r"([0-9]{1,9})(?:x([0-9]{1,9}))?")
_CALL = re.compile(r"^[^#\n]*\w\(", re.MULTILINE)


class Line(NamedTuple):
    """What a line says; every pair is (vertical, horizontal)."""

    number: int
    word: str
    kernel: tuple[int, int] = (1, 1)
    filters: int = 0
    strides: tuple[int, int] | None = None
    dilation_rate: tuple[int, int] = (1, 1)
    groups: int = 1
    depth_multiplier: int = 1
    padding: str = "same"


def read(text: str, number: int) -> Line | None:
    """Read one line; None where it is blank or a comment.

    Raises
    ------
    ArchitectureError
        If the line is too long, begins with an unknown word, or its numbers do not fit the word.

    Examples
    --------
    >>> read("Conv 3 x 5  32 s2 # the first", 1)[:5]
    (1, 'conv', (3, 5), 32, (2, 2))
    """
    if len(text) > LONGEST:
        raise _fault(
            number, "line_long", f"a line may have {LONGEST} characters, not {len(text)}", limit=LONGEST
        )
    tokens = _tokens(text)
    if not tokens:
        return None
    word, rest = tokens[0], tokens[1:]
    if word not in EXAMPLES:
        known, shown = ", ".join(EXAMPLES), word[:SHOWN]
        raise _fault(number, "line_word", f"{shown!r} is none of {known}", word=shown, known=known)
    if word == "pool" and not (rest and rest[0][0].isdigit()):
        rest = ["2", *rest]
    return Line(number, word, **_arguments(word, rest, number), **_options(word, rest, number))


def is_code(text: str) -> bool:
    """Say whether a text is code, and not a layer a line: it calls something.

    Examples
    --------
    >>> is_code("nn.Conv2d(3, 8, 3)"), is_code("conv 3x3 8  # (first)")
    (True, False)
    """
    return _CALL.search(text) is not None


def _tokens(text: str) -> list[str]:
    """Split a line without its comment; 3 x 3 with blanks and full-width letters are understood."""
    plain = unicodedata.normalize("NFKC", text).split("#")[0].casefold().replace("×", "x")
    return re.sub(r"(?<=[0-9])\s*x\s*(?=[0-9])", "x", plain).split()


def _arguments(word: str, rest: list[str], number: int) -> dict[str, Any]:
    """Read what must be there, in its order."""
    names = _ARGUMENTS[word]
    if len(rest) < len(names):
        raise _fault(
            number,
            "line_missing",
            f"{word} needs {' and '.join(names)}, as in '{EXAMPLES[word]}'",
            word=word,
            example=EXAMPLES[word],
        )
    return {name: _value(name, token, word, number) for name, token in zip(names, rest, strict=False)}


def _options(word: str, rest: list[str], number: int) -> dict[str, Any]:
    """Read what may follow, in any order but each only once."""
    stored = {"s": "strides", "d": "dilation_rate", "g": "groups", "m": "depth_multiplier"}
    found: dict[str, Any] = {}
    for token in rest[len(_ARGUMENTS[word]) :]:
        match = _OPTION.fullmatch(token)
        letter = match[1] if match else ""
        name = stored.get(letter, "padding")
        if match is None or letter not in _OPTIONS[word] or name in found:
            raise _not_understood(token, word, number)
        if (name == "padding") == bool(match[2]):  # s without its number, or valid with one
            raise _not_understood(token, word, number)
        found[name] = letter if name == "padding" else _value(letter, match[2], word, number)
    return found


def _value(name: str, token: str, word: str, number: int) -> int | tuple[int, int]:
    """Return one number, or a pair where the argument is one."""
    match = _SIZE.fullmatch(token)
    if match is None or (match[2] is not None and name not in _PAIRS):
        raise _not_understood(token, word, number)
    values = int(match[1]), int(match[2] or match[1])
    for value in values:
        check_range(value, number)
    return values if name in _PAIRS else values[0]


def check_range(value: int, number: int) -> None:
    """Raise where a number of a line is 0 or beyond all measure."""
    if not 1 <= value <= LARGEST:
        raise _fault(
            number,
            "line_range",
            f"{value} is not between 1 and {LARGEST:,}",
            value=value,
            largest=LARGEST,
        )


def _not_understood(token: str, word: str, number: int) -> ArchitectureError:
    """Return the error about a part of a line that fits nowhere."""
    shown = token[:SHOWN]
    return _fault(
        number,
        "line_token",
        f"{shown!r} is not understood there, write as in '{EXAMPLES[word]}'",
        token=shown,
        example=EXAMPLES[word],
    )


def _fault(number: int, code: str, message: str, **fields: object) -> ArchitectureError:
    """Return the error about a line."""
    return ArchitectureError(message, line=number, code=code, **fields)
