"""The browser's side: pointing at a bar or a row marks both, and the arrow keys go from bar to bar."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def listen() -> None:
    """Mount the script."""
    _renderer()(key="_networks_linked")


@cache
def _renderer() -> ComponentRenderer:
    """Register the script once in a process."""
    script = (Path(__file__).parent / "linked.js").read_text("utf-8")
    return st.components.v2.component("sepviz_networks", html="<span hidden></span>", js=script)
