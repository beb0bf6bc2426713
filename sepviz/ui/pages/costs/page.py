"""The Costs page: one layer turned in all directions, counted and measured."""

from collections.abc import Callable, Mapping

import streamlit as st

from sepviz.costs.design import Design, comparisons
from sepviz.text import Translator
from sepviz.ui.pages.costs import controls, curves, groups, pays, presenter, roofline, sweep, table
from sepviz.ui.session import state
from sepviz.ui.session.parameters import COST_PARTS
from sepviz.ui.shell import frame
from sepviz.ui.views import comparison

_PARTS: Mapping[str, Callable[[Translator, Design], None]] = {
    "curves": curves.show,
    "pays": pays.show,
    "groups": groups.show,
    "roofline": roofline.show,
    "sweep": sweep.show,
}
_LINK_OF_PART = {
    "curves": ("variable", "quantity", "axes"),
    "sweep": ("variable", "sweep_from", "sweep_to", "axes"),
}


def show(text: Translator) -> None:
    """Compose the page; numbers and drawings are made elsewhere."""
    presenter.style()
    frame.header(text, "costs.title")
    lead = st.container()
    design = controls.show(text)
    found = comparisons(design)
    with lead, st.container(horizontal=True, vertical_alignment="center", gap="large"):
        table.headline(text, found)
        with st.container(width=440):
            st.markdown(comparison.verdict(text, "separable", found["separable"]))
            st.caption(text("costs.lead"))
    table.show(text, design, found)
    _part(text, design)
    presenter.switch(text)
    names = (*controls.LINK, "cost_part", *_LINK_OF_PART.get(state.settings().cost_part, ()))
    # Numbers are turned faster than the browser learns of new links: an older one is not the visitor's.
    state.write_link(("lang", *names, *["present"] * state.settings().present), older_are_stale=True)


def _part(text: Translator, design: Design) -> None:
    """Show the part that is open; the others cost nothing."""
    part = st.segmented_control(
        text("costs.part"),
        COST_PARTS,
        format_func=lambda name: text(f"costs.parts.{name}"),
        key=state.key("cost_part"),
        required=True,
        label_visibility="collapsed",
    )
    _PARTS[state.keep("cost_part", part)](text, design)
