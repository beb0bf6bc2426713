"""The Costs page: one layer turned in all directions, counted and measured."""

from collections.abc import Callable, Mapping

import streamlit as st

from sepviz.costs.design import Design, comparisons
from sepviz.text import Translator
from sepviz.ui.pages.costs import clocks, controls, curves, groups, pays, presenter, roofline, sweep, table
from sepviz.ui.session import state
from sepviz.ui.session.parameters import COST_PARTS, nearest_whole
from sepviz.ui.shell import frame, registry
from sepviz.ui.widgets import inputs

_PARTS: Mapping[str, Callable[[Translator, Design], None]] = {
    "curves": curves.show,
    "pays": pays.show,
    "groups": groups.show,
    "roofline": roofline.show,
    "clocks": clocks.show,
    "sweep": sweep.show,
}
_LINK_OF_PART = {
    "curves": ("variable", "quantity", "axes"),
    "sweep": ("variable", "sweep_from", "sweep_to", "axes"),
}


def show(text: Translator) -> None:
    """Compose the page; numbers and drawings are made elsewhere."""
    part = (_presented if state.settings().present else _read)(text)
    names = (*controls.LINK, "cost_part", *_LINK_OF_PART.get(part, ()))
    # Numbers are turned faster than the browser learns of new links: an older one is not the visitor's.
    state.write_link(("lang", *names), older_are_stale=True)


def _read(text: Translator) -> str:
    """Show the controls beside the part that is open; the other parts cost nothing."""
    frame.header(text, "costs.title")
    lead = st.container()
    beside, main = st.columns([1, 3], gap="medium")
    with beside, st.container(key="controls"):
        design = controls.show(text)
        presenter.switch(text)
        there = _in_playground(design)
        registry.link(text, "playground", label=text("costs.in_playground"), settings=there)
    with lead:
        table.headline(text, comparisons(design))
    with main:
        part = _chosen(text)
        _PARTS[part](text, design)
        if part == "curves":
            table.show(text, design, comparisons(design))
    return part


def _in_playground(design: Design) -> dict[str, str]:
    """Return the settings of the playground for the layer: its pictures have 3 channels, its sizes ends."""
    kh, kw = design.kernel_size
    wanted = {
        "kh": kh,
        "kw": kw,
        "filters": design.c_out,
        "stride": design.stride,
        "depth_multiplier": design.depth_multiplier,
        "side": max(design.input_size),
    }
    settings = {"op": "separable", "weights": "random", "padding": design.padding}
    return settings | {name: str(nearest_whole(name, value)) for name, value in wanted.items()}


def _presented(text: Translator) -> str:
    """Show one part alone; the controls wait behind a button at the foot of the screen."""
    presenter.style()
    title, body = st.container(), st.container(key="cost_screen")
    with st.container(key="cost_foot", horizontal=True, vertical_alignment="center"):
        part = _chosen(text)
        with st.popover(text("costs.the_layer")):
            design = controls.show(text)
        presenter.switch(text)
    title.title(text(f"costs.parts.{part}"))
    with body:
        if part == "curves":
            table.headline(text, comparisons(design))
        _PARTS[part](text, design)
    return part


def _chosen(text: Translator) -> str:
    """Show the choice of the part."""
    return inputs.parts(text, "cost_part", COST_PARTS, "costs.part")
