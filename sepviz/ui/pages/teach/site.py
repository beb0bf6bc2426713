"""How a chapter stands in another page, and what a class costs in traffic."""

from html import escape
from urllib.parse import urljoin

import streamlit as st

from sepviz.lessons import traffic
from sepviz.text import Translator
from sepviz.text.lessons import CHAPTERS
from sepviz.ui.widgets import inputs

_EMBEDDED = 5


def show(text: Translator) -> None:
    """Show the frame to copy, and below it the traffic of a class."""
    st.header(text("teach.embed"), anchor="embed")
    st.markdown(text("teach.embed_how"))
    st.code(frame_html(text, st.context.url or ""), language="html", wrap_lines=True)
    st.header(text("teach.traffic"), anchor="traffic")
    megabytes = f"{traffic.FIRST_VISIT / 1e6:.1f}"
    st.markdown(text("teach.traffic_one", first=megabytes, chapter=f"{traffic.CHAPTER / 1e3:.0f}"))
    students = inputs.number("students", text("teach.students"), width=220)
    total = f"{traffic.of_class(students, len(CHAPTERS)) / 1e6:.0f}"
    st.markdown(text("teach.traffic_class", students=students, chapters=len(CHAPTERS), total=total))


def frame_html(text: Translator, here: str) -> str:
    """Return the HTML that puts a chapter into another page.

    Examples
    --------
    >>> from sepviz.text import translator
    >>> print(frame_html(translator("en"), "https://sepviz.example/teach"))
    <iframe src="https://sepviz.example/walkthrough?chapter=5&amp;lang=en&amp;embed=true"
      title="Depthwise convolution" width="100%" height="720" style="border: 0"></iframe>
    """
    address = urljoin(here, f"walkthrough?chapter={_EMBEDDED}&lang={text.language}&embed=true")
    return (
        f'<iframe src="{escape(address)}"\n  title="{escape(text("teach.embed_title"))}" '
        f'width="100%" height="720" style="border: 0"></iframe>'
    )
