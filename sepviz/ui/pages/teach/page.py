"""For the teacher: two plans, notes on each chapter, ready links, embedding and traffic, a glossary."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from sepviz.lessons import worksheet
from sepviz.text import Translator
from sepviz.ui.pages.teach import glossary, moments, notes, plans, site
from sepviz.ui.session import state
from sepviz.ui.session.parameters import TEACH_PARTS
from sepviz.ui.shell import frame, take_along
from sepviz.ui.widgets import inputs

_PARTS: Mapping[str, Callable[[Translator], None]] = {
    "plans": plans.show,
    "notes": notes.show,
    "links": moments.show,
    "site": site.show,
    "glossary": glossary.show,
}
_LINK_OF_PART = {"site": ("students",), "glossary": ("term",)}


def show(text: Translator) -> None:
    """Compose the page; texts and numbers are made elsewhere."""
    frame.header(text, "teach.title")
    st.markdown(text("teach.lead"))
    part = inputs.parts(text, "teach_part", TEACH_PARTS, "teach.part")
    with st.container(key="teach_part_body"):
        _PARTS[part](text)
    _worksheets(text)
    take_along.show(text, "teach")
    state.write_link(("lang", "teach_part", *_LINK_OF_PART.get(part, ())))


def _worksheets(text: Translator) -> None:
    """Offer the set for a class; another seed gives another set."""
    st.markdown(f"**{text('walk.worksheet')}**")
    st.caption(text("teach.set_help"))
    seed = state.settings().seed
    st.download_button(
        text("teach.set", count=worksheet.SET),
        partial(worksheet.class_set, text, seed),
        f"sepviz-worksheets-{seed}.html",
        "text/html",
        key="_get_set",
        on_click="ignore",
    )
