"""The convolutions of a pasted text in a table: line, costs before and after, or why it stays."""

from collections.abc import Collection
from html import escape

import streamlit as st

from sepviz.codegen import Conversion, Found
from sepviz.figures.code_diff import line_anchor
from sepviz.text import Translator

_MOST = 200


def show(text: Translator, conversion: Conversion, shown_below: Collection[int]) -> None:
    """Show the table; a line that the comparison shows is a link to it."""
    rows = "".join(_row(text, found, shown_below) for found in conversion.convolutions[:_MOST])
    heads = ("line", "convolution", "parameters_before", "parameters_after", "why")
    head = "".join(f'<th scope="col">{escape(text(f"code.{name}"))}</th>' for name in heads)
    st.markdown(f"**{text('code.lines_table')}**")
    st.html(
        '<div class="scroll code-lines" tabindex="0"><table class="bill code-lines">'
        f'<caption class="unseen">{escape(text("code.lines_table"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    if len(conversion.convolutions) > _MOST:
        st.caption(text("code.more_lines", count=len(conversion.convolutions) - _MOST))


def _row(text: Translator, found: Found, shown_below: Collection[int]) -> str:
    """Return one row."""
    line = f"{found.line:,}"
    if found.line in shown_below:
        line = f'<a href="#{line_anchor(found.line)}">{line}</a>'
    reason = escape(text(f"code.reasons.{found.reason.code}")) if found.reason else ""
    before, after = (
        "" if found.reason else "?" if costs.parameters is None else f"{costs.parameters:,}"
        for costs in (found.before, found.after)
    )
    return (
        f'<tr><th scope="row">{line}</th><td class="code"><code>{escape(found.code)}</code></td>'
        f'<td>{before}</td><td>{after}</td><td class="why">{reason}</td></tr>'
    )
