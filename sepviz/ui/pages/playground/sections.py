"""What stands below the layer's picture: a tab at a time, and one that is closed costs nothing."""

from collections.abc import Callable, Mapping

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.playground import bill, maps, microscope_section, program
from sepviz.ui.session.parameters import SECTIONS
from sepviz.ui.session.run import Run
from sepviz.ui.widgets import inputs

FILL: Mapping[str, Callable[[Translator, Run], None]] = {
    "maps": maps.show,
    "pixel": microscope_section.show,
    "bill": bill.show,
    "code": program.show,
}


def show(text: Translator, run: Run) -> None:
    """Show the tabs and what is behind the open one."""
    section = inputs.parts(text, "section", SECTIONS, "playground.section")
    with st.container(key="section_body", gap="small"):
        FILL[section](text, run)
