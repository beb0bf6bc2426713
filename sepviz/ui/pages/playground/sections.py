"""What stands below the layer's picture: a tab at a time, and one that is closed costs nothing."""

from collections.abc import Callable, Mapping

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.playground import bill, maps, microscope_section, program
from sepviz.ui.session import state
from sepviz.ui.session.parameters import SECTIONS
from sepviz.ui.session.run import Run

FILL: Mapping[str, Callable[[Translator, Run], None]] = {
    "maps": maps.show,
    "pixel": microscope_section.show,
    "bill": bill.show,
    "code": program.show,
}


def show(text: Translator, run: Run) -> None:
    """Show the tabs and what is behind the open one."""
    chosen = st.segmented_control(
        text("sections.name"),
        SECTIONS,
        format_func=lambda section: text(f"sections.{section}"),
        key=state.key("section"),
        required=True,
        label_visibility="collapsed",
    )
    section = state.keep("section", chosen)
    with st.container(key="section_body", gap="small"):
        FILL[section](text, run)
