"""Quote what a visitor has typed inside Markdown, so that it stays text."""

import re


def code_span(value: str) -> str:
    """Return a code span that shows the value, and that nothing inside it can end.

    Examples
    --------
    >>> code_span("-1"), code_span("a ``b`` [c](d)")
    ('`-1`', '``` a ``b`` [c](d) ```')
    """
    line = " ".join(value.split()) or " "
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest else f"{fence}{line}{fence}"
