"""A table as HTML that scrolls within itself where the page is narrow."""

from collections.abc import Sequence
from html import escape


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str, kind: str = "", chosen: int = -1
) -> str:
    """Return a table whose first column names its rows; every word is escaped, one row may stand out.

    Examples
    --------
    >>> "<td>&lt;2&gt;</td>" in table(["a", "b"], [["one", "<2>"]], caption="numbers")
    True
    """
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    body = "".join(
        f'<tr{" class=chosen" if number == chosen else ""}><th scope="row">{escape(first)}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for number, (first, *cells) in enumerate(rows)
    )
    return framed(head, body, caption=caption, kind=kind)


def framed(head: str, body: str, *, caption: str, kind: str = "") -> str:
    """Return finished rows as a table in a frame that scrolls and is reached by the tab key."""
    named = escape(caption)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{named}"><table class="bill {kind}">'
        f'<caption class="unseen">{named}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
