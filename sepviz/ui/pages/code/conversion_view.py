"""What the converter did: the code before and after, what that saves, and what was left alone."""

from html import escape

import streamlit as st

from sepviz.codegen import Conversion
from sepviz.figures.code_diff import MAX_ROWS, Gap, Row, code_diff, diff_rows, folded, lines_shown
from sepviz.text import Translator
from sepviz.ui.pages.code import bias_note, line_table, program

_NAME = "sepviz_converted.py"


def show(text: Translator, source: str, conversion: Conversion) -> None:
    """Show the costs, the convolutions line by line, the comparison, and the result."""
    if conversion.converted or conversion.counted:
        if conversion.counted:
            st.info(text("code.counted"))
        _costs(text, conversion)
    else:
        st.info(text("code.nothing_converted"))
    rows = _comparison(text, source, conversion)
    if len(conversion.convolutions) > 1 or conversion.skipped:
        line_table.show(text, conversion, lines_shown(rows))
    if rows:
        _compared(text, rows, conversion)
        if bias_note.concerns(source):
            bias_note.show(text)


def _costs(text: Translator, conversion: Conversion) -> None:
    """Show parameters and multiplications before and after, and their ratio."""
    before, after = conversion.before, conversion.after
    quantities = ("parameters", "multiplications")
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in quantities]
    rows = [_row(text, name, old, new) for name, old, new in pairs if old is not None and new is not None]
    if rows:
        heads = ("quantity", "before", "after", "ratio")
        head = "".join(f'<th scope="col">{escape(text(f"code.{name}"))}</th>' for name in heads)
        st.html(
            '<div class="scroll" tabindex="0"><table class="bill code-costs">'
            f'<caption class="unseen">{escape(text("code.costs_table"))}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        )
        st.caption(text("code.costs_note"))
    if len(rows) < len(pairs):
        st.info(text("code.names_missing" if conversion.unknown_names else "code.channels_missing"))


def _row(text: Translator, name: str, before: int, after: int) -> str:
    """Return one row: both numbers, and the larger divided by the smaller."""
    larger, smaller = max(before, after), min(before, after)
    key = "fewer" if after < before else "more" if after > before else "equal"
    division = f"{larger:,} / {smaller:,} = "
    ratio = text(f"code.{key}", ratio=f"{larger / smaller:.2f}")
    cells = (f"{before:,}", f"{after:,}", ratio if key == "equal" else division + ratio)
    data = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(text(f"code.{name}"))}</th>{data}</tr>'


def _comparison(text: Translator, source: str, conversion: Conversion) -> list[Row | Gap]:
    """Return the lines side by side; those with a convolution are never folded away."""
    if not conversion.converted:
        return []
    return folded(
        diff_rows(source, conversion.code),
        lambda count: text("code.lines_unchanged", count=count),
        keep={found.line for found in conversion.convolutions},
    )


def _compared(text: Translator, rows: list[Row | Gap], conversion: Conversion) -> None:
    """Show the lines side by side, and the result on its own with a button that copies it."""
    words = {name: text(f"code.{name}") for name in ("before", "after", "removed", "added")}
    st.html(code_diff(rows, caption=text("code.diff"), **words))
    if len(rows) > MAX_ROWS:
        st.caption(text("code.diff_cut", most=MAX_ROWS, count=len(rows)))
    st.markdown(f"**{text('code.result')}**")
    program.show(text, conversion.code, name=_NAME, key="_code_converted", wrapped=True)
