"""Spell kernels of MATLAB, C and printed arrays as Python, so that Python's parser can read them."""

import re
from dataclasses import dataclass

_C_DECLARATION = re.compile(
    r"^[\w\s:<>,*&]*?\w+\s*((?:\[\s*\w*\s*\])*)\s*=\s*(?:new\s+\w+\s*[\[\],\s]*)?(?=\{)", re.MULTILINE
)
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?P<suffix>[fFlL](?![\w.]))?"
    r"|(?P<string>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<newline>\n)"
    r"|(?P<blank>[^\S\n]+)"
    r"|(?P<other>.)"
)
_ENDS = ("number", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A text as Python's parser can read it.

    ``matrices`` says that ``*`` between two arrays is MATLAB's matrix product; ``shape`` is what a
    declaration of C says of the array, empty where there is none.
    """

    source: str
    matrices: bool
    shape: tuple[int, ...]


def python_spelling(text: str) -> Spelled:
    """Return a text with MATLAB's, C's and NumPy's notation of arrays spelled as Python's.

    Examples
    --------
    >>> python_spelling("[1 -2; 3 4]' / 2").source
    '[[1, -2],[3, 4]].T / 2'
    >>> python_spelling("float k[2][1] = {1.0f, 2};")
    Spelled(source='[1.0, 2]', matrices=False, shape=(2, 1))
    """
    text, shape = _without_declaration(
        re.sub(r"^(?:let|var|const|final|auto) (?=\w+ *=)", "", text.strip())
    )
    if "{" in text and ":" not in text:
        text = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL).translate(str.maketrans("{}", "[]"))
    text = re.sub(r"\.\.\.[^\n]*\n", " ", text).rstrip(" ;\n")
    matrices = bool(re.search(r"\[[^\[\]]*;", text))
    if matrices:
        text = re.sub(r"(?m)%[^\n]*", "", text).replace(".*", "*")
    return Spelled(source=_with_commas(text).strip(), matrices=matrices, shape=shape)


def _without_declaration(text: str) -> tuple[str, tuple[int, ...]]:
    """Take ``const float k[3][3] =`` off the front and return the sizes that it names."""
    match = _C_DECLARATION.search(text)
    if not match:
        return text, ()
    sizes = re.findall(r"\d+", match[1])
    whole = len(sizes) == match[1].count("[")
    return text[match.end() :], tuple(map(int, sizes)) if whole else ()


def _with_commas(text: str) -> str:
    """Put commas and inner brackets where arrays are parted by blanks, semicolons and line breaks."""
    speller = _Speller(text)
    for match in _TOKEN.finditer(text):
        speller.take(match)
    return "".join(speller.parts)


class _Speller:
    """Writes the tokens of a text again, with a comma where a new element of a list begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[str] = []
        self.open: list[tuple[str, int]] = []  # each open bracket and where it stands in ``parts``
        self.rows: set[int] = set()  # the open lists that consist of rows
        self.ended = self.gap = self.broken = False

    def take(self, match: re.Match[str]) -> None:
        """Write one token."""
        kind, piece = match.lastgroup or "number", match.group()
        kind = "number" if kind == "suffix" else kind
        if kind in ("blank", "newline", "comment") and self._in_list():
            self.gap = True
            self.broken |= kind == "newline"
            return
        if kind in ("blank", "newline", "comment"):
            self.parts.append(piece)
            return
        if piece == "'" or (kind == "string" and self.ended and not self.gap):
            self._transpose(piece)
            return
        self._separate(match, piece, kind)
        self._write(match, piece, kind)
        self.gap = self.broken = False

    def _in_list(self) -> bool:
        """Whether the innermost open bracket is that of a list."""
        return bool(self.open) and self.open[-1][0] == "["

    def _transpose(self, piece: str) -> None:
        """Write MATLAB's quote behind an array, and what a pair of quotes has caught."""
        self.parts.append(".T")
        rest = piece[1:]
        if rest:
            self.parts.append(rest.removesuffix("'"))
            if rest.endswith("'"):
                self.parts.append(".T")

    def _separate(self, match: re.Match[str], piece: str, kind: str) -> None:
        """Begin a new element or row where only white space parts it from the one before."""
        if not (self._in_list() and self.ended and self.gap):
            return
        after = self.text[match.end() : match.end() + 1]
        signed = piece in "+-" and bool(after) and not after.isspace()
        if not (kind in _ENDS or piece in "[(" or signed):
            return
        at = self.open[-1][1]
        has_lists = at not in self.rows and "[" in self.parts[at + 1 :]
        if self.broken and len(self.open) == 1 and not has_lists:
            self._new_row(at)
        else:
            self.parts.append(",")

    def _new_row(self, at: int) -> None:
        """End a row of the innermost list and begin the next one."""
        if at not in self.rows:
            self.rows.add(at)
            self.parts.insert(at + 1, "[")
        self.parts.append("],[")

    def _write(self, match: re.Match[str], piece: str, kind: str) -> None:
        """Write a token and keep account of brackets."""
        if piece in ("[", "("):
            self.open.append((piece, len(self.parts)))
        if piece == ";" and self._in_list():
            self._new_row(self.open[-1][1])
            self.ended = False
            return
        if piece in ("]", ")") and self.open:
            _, at = self.open.pop()
            if at in self.rows:
                self.rows.discard(at)
                if self.parts[-1] == "],[":
                    self.parts[-1] = ""
                self.parts.append("]")
        blank = (
            " " if self.gap and self._in_list() and piece not in "])," and self.parts[-1:] == [","] else ""
        )
        self.parts.append(blank + (match["number"] if kind == "number" else piece))
        self.ended = kind in _ENDS or piece in ("]", ")")
