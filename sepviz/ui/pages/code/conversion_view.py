"""What the converter did: the code before and after, what that saves, and what was left alone."""

from html import escape

import streamlit as st

from sepviz.codegen import Conversion
from sepviz.figures.code_diff import MAX_ROWS, code_diff, diff_rows, folded
from sepviz.text import Translator

_MAX_SKIPPED = 50
_LONG, _HEIGHT, _NAME = 20_000, 480, "sepviz_converted.py"


def show(text: Translator, source: str, conversion: Conversion) -> None:
    """Show the result, its costs, the comparison line by line, and the lines that stay."""
    if conversion.converted:
        _costs(text, conversion)
        _compared(text, source, conversion)
    elif conversion.counted:
        st.info(text("code.counted"))
        _costs(text, conversion)
    else:
        st.info(text("code.nothing_converted"))
    _skipped(text, conversion)


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


def _compared(text: Translator, source: str, conversion: Conversion) -> None:
    """Show the lines side by side, and the result on its own with a button that copies it."""
    rows = folded(
        diff_rows(source, conversion.code), lambda count: text("code.lines_unchanged", count=count)
    )
    words = {name: text(f"code.{name}") for name in ("before", "after", "removed", "added")}
    st.html(code_diff(rows, caption=text("code.diff"), **words))
    if len(rows) > MAX_ROWS:
        st.caption(text("code.diff_cut", most=MAX_ROWS, count=len(rows)))
    st.markdown(f"**{text('code.result')}**")
    long = len(conversion.code) > _LONG
    # A browser colours thousands of lines for seconds.
    st.code(
        conversion.code,
        language=None if long else "python",
        wrap_lines=True,
        height=_HEIGHT if long else "content",
    )
    st.download_button(
        text("code.download", name=_NAME),
        conversion.code,
        _NAME,
        "text/x-python",
        key="_code_converted",
        on_click="ignore",
    )


def _skipped(text: Translator, conversion: Conversion) -> None:
    """Show which lines hold a convolution that stays, and why."""
    if not conversion.skipped:
        return
    st.markdown(f"**{text('code.skipped')}**")
    sentences = [
        text("code.skipped_line", line=line, reason=text(f"code.reasons.{reason.code}"))
        for line, reason in conversion.skipped[:_MAX_SKIPPED]
    ]
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    st.html(f'<ul class="code-skipped">{items}</ul>')
    if len(conversion.skipped) > _MAX_SKIPPED:
        st.caption(text("code.more_skipped", count=len(conversion.skipped) - _MAX_SKIPPED))
