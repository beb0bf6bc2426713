"""How a class voted: a row a choice, a bar a round, to one linear scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One choice: its name, its votes in each round, and what is said to those who chose it."""

    name: str
    counts: Sequence[int]
    note: str
    right: bool


def vote_chart(rows: Sequence[Row], *, rounds: Sequence[str], description: str) -> str:
    """Return HTML of the votes, each bar as long as its share of the round's answers.

    Parameters
    ----------
    rows : list of Row
        From top to bottom.
    rounds : list of str
        The names of the rounds, as many as each row has counts.
    description : str
        What is shown, for those who do not see it.

    Returns
    -------
    str
        HTML, every word escaped.

    Examples
    --------
    >>> rows = [Row(name=name, counts=[votes], note="", right=True) for name, votes in [("A", 3), ("B", 1)]]
    >>> "width:75%" in vote_chart(rows, rounds=["first"], description="two choices")
    True
    """
    kinds = ["bar earlier"] * (len(rounds) - 1) + ["bar"]
    items = "".join(
        f'<li class="{"right" if row.right else "wrong"}"><b>{escape(row.name)}</b><div class="tally">'
        f"{_tally(rows, row, kinds)}</div><p>{escape(row.note)}</p></li>"
        for row in rows
    )
    legend = "".join(
        f'<span class="{kind[4:]}">{escape(name)}</span>' for kind, name in zip(kinds, rounds, strict=True)
    )
    return (
        f'<div class="votes" role="group" aria-label="{escape(description)}">'
        f'<p class="rounds">{legend}</p><ol>{items}</ol></div>'
    )


def _tally(rows: Sequence[Row], row: Row, kinds: Sequence[str]) -> str:
    """Return the bars of one choice with their numbers."""
    bars = ""
    for at, (count, kind) in enumerate(zip(row.counts, kinds, strict=True)):
        share = 100 * count / (sum(one.counts[at] for one in rows) or 1)
        bars += f'<span class="{kind}" style="width:{share:.5g}%"></span>'
        bars += f'<span class="count">{count} · {share:.0f}%</span>'
    return bars
