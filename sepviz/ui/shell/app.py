"""The app: navigation and language only."""

import streamlit as st

from sepviz.ui.shell import frame
from sepviz.ui.shell.faults import report_faults
from sepviz.ui.shell.registry import PAGES, as_page


def main() -> None:
    """Show the page that the address names."""
    with report_faults("app"):
        frame.configure_process()
        text = frame.begin()
        pages = [as_page(entry, text) for entry in PAGES]
        st.navigation(pages, position="hidden" if st.context.is_embedded else "top").run()
