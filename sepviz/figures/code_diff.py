"""Two versions of a text line by line side by side, what differs marked by signs, words and colour."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest

MAX_ROWS = 1000
_LONGEST_LINE = 1000
_CONTEXT, _SHORTEST_GAP = 3, 3
_MOST_PAIRS = 2_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text and its number, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line before, the line after that stands beside it, or one of them alone."""

    before: Line | None
    after: Line | None

    @property
    def same(self) -> bool:
        """Whether the line stayed as it was."""
        return self.before is not None and self.after is not None and self.before.text == self.after.text


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines that stayed and are not shown; the words say how many."""

    words: str


def diff_rows(before: str, after: str) -> list[Row]:
    r"""Pair the lines of two texts.

    Parameters
    ----------
    before, after : str
        The two versions.

    Returns
    -------
    list of Row
        All lines of both, in order. Where so many lines are equal to so many others that to match them
        would take minutes, each stands beside the one with its number.

    Examples
    --------
    >>> [(row.before.text if row.before else "", row.after.text) for row in diff_rows("a\nb", "a\nx\ny")]
    [('a', 'a'), ('b', 'x'), ('', 'y')]
    """
    old, new = _lines(before), _lines(after)
    if _pairs(old, new) > _MOST_PAIRS:
        return [Row(*pair) for pair in zip_longest(old, new)]
    matcher = SequenceMatcher(None, [line.text for line in old], [line.text for line in new])
    return [
        Row(*pair)
        for _, i1, i2, j1, j2 in matcher.get_opcodes()
        for pair in zip_longest(old[i1:i2], new[j1:j2])
    ]


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> int:
    """Count the pairs of equal lines, which is what matching takes time for; blank lines are no trouble."""
    often = Counter(line.text for line in old if line.text.strip())
    return sum(often[line.text] for line in new)


def folded(
    rows: Sequence[Row], words: Callable[[int], str], *, keep: Collection[int] = ()
) -> list[Row | Gap]:
    r"""Leave out what stayed, but for a few lines around what did not, and around the lines to keep.

    Examples
    --------
    >>> rows = diff_rows("a\nb\nc\nd\ne\nf\ng\nold", "a\nb\nc\nd\ne\nf\ng\nnew")
    >>> [row.words if isinstance(row, Gap) else row.after.text for row in folded(rows, "{} lines".format)]
    ['4 lines', 'e', 'f', 'g', 'new']
    """
    kept = [
        number
        for number, row in enumerate(rows)
        if not row.same or (row.before is not None and row.before.number in keep)
    ]
    shown: list[Row | Gap] = []
    end = 0
    for number in [*kept, len(rows) + _CONTEXT]:
        start = max(end, min(number - _CONTEXT, len(rows)))
        if start - end >= _SHORTEST_GAP:
            shown.append(Gap(words(start - end)))
        else:
            shown.extend(rows[end:start])
        end = max(end, min(number + _CONTEXT + 1, len(rows)))
        shown.extend(rows[start:end])
    return shown


def line_anchor(number: int) -> str:
    """Return the name under which a line of the old text can be linked to.

    Examples
    --------
    >>> line_anchor(12)
    'code-line-12'
    """
    return f"code-line-{number}"


def lines_shown(rows: Sequence[Row | Gap]) -> set[int]:
    r"""Return the numbers of the old lines that `code_diff` draws.

    Examples
    --------
    >>> sorted(lines_shown(diff_rows("a\nb", "b")))
    [1, 2]
    """
    drawn = (row for row in rows[:MAX_ROWS] if isinstance(row, Row))
    return {row.before.number for row in drawn if row.before}


def _lines(text: str) -> list[Line]:
    """Return the numbered lines of a text."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def code_diff(
    rows: Sequence[Row | Gap], *, before: str, after: str, removed: str, added: str, caption: str
) -> str:
    """Return HTML of a table with the first rows, in which every word is escaped.

    Parameters
    ----------
    rows : list of Row or Gap
        What `diff_rows` or `folded` returns; at most `MAX_ROWS` are drawn.
    before, after : str
        Headings of the two columns.
    removed, added : str
        What the signs − and + mean, for screen readers.
    caption : str
        What is compared, for screen readers.

    Returns
    -------
    str
        The table.

    Examples
    --------
    >>> words = {"before": "Before", "after": "After", "removed": "gone", "added": "new", "caption": "c"}
    >>> table = code_diff(diff_rows("<b>", "x"), **words)
    >>> "&lt;b&gt;" in table, "<b>" in table
    (True, False)
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (before, after))
    body = "".join(_row(row, removed, added) for row in rows[:MAX_ROWS])
    return (
        f'<table class="code-diff"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: Row | Gap, removed: str, added: str) -> str:
    """Return one row; a line that stayed has no sign."""
    if isinstance(row, Gap):
        return f'<tr class="gap"><td colspan="2">{escape(row.words)}</td></tr>'
    anchor = f' id="{line_anchor(row.before.number)}"' if row.before else ""
    if row.same:
        return f'<tr{anchor} class="same">{"".join(_cells(row, ("", "", ""), ("", "", "")))}</tr>'
    return f"<tr{anchor}>{''.join(_cells(row, ('del', '−', removed), ('ins', '+', added)))}</tr>"


def _cells(row: Row, *marks: tuple[str, str, str]) -> Iterator[str]:
    """Yield the cells of both sides; each mark is a tag, a sign and what the sign means."""
    for line, (tag, sign, meaning) in zip((row.before, row.after), marks, strict=True):
        if line is None:
            yield '<td class="none"></td>'
            continue
        shown = line.text if len(line.text) <= _LONGEST_LINE else f"{line.text[:_LONGEST_LINE]}…"
        code = f"<code>{escape(shown)}</code>"
        spoken = f'<span class="unseen">{escape(meaning)}: </span>' if meaning else ""
        marked = f"<{tag}>{code}</{tag}>" if tag else code
        yield (
            f'<td class="{tag}"><span class="number">{line.number}</span>'
            f'<span class="sign" aria-hidden="true">{sign}</span>{spoken}{marked}</td>'
        )
