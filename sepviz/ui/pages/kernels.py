"""The Kernel lab: whether a kernel comes apart, what is lost if it is made to, and what is the same."""

from collections.abc import Mapping
from types import ModuleType

import streamlit as st

from sepviz.text import Translator
from sepviz.ui import frame, pictures, state
from sepviz.ui.lab import approximation, bench, editor, flip, multiplications, same, verdict
from sepviz.ui.parameters import LAB_VIEWS
from sepviz.ui.pictures import Picture

_VIEWS: Mapping[str, ModuleType] = {
    "approximation": approximation,
    "cost": multiplications,
    "flip": flip,
    "same": same,
}
_LINK = ("lang", "sample", "own", "side", "kernel", "flip", "view")
_OF_VIEW = {"approximation": ("rank",), "cost": ("rank",), "same": ("bank", "depth_multiplier", "seed")}


def show(text: Translator) -> None:
    """Compose the page; numbers and pictures are made elsewhere."""
    editor.take_over()
    bench.arrive()
    bench.remember()
    frame.header(text, "lab.title")
    st.markdown(text("lab.lead"))
    verdict.headline(text, bench.kernel())
    left, right = st.columns([1, 2.3], gap="large")
    with left, st.container(key="controls"):
        editor.show(text)
        flip.switch(text, bench.kernel())
        picture = pictures.behind(text, "lab.picture")
    with right:
        verdict.show(text, bench.kernel())
        _view(text, picture)
    settings = state.settings()
    typed = ("taps",) if settings["kernel"] == "custom" else ()
    state.write_link((*_LINK, *typed, *_OF_VIEW.get(settings["view"], ())))


def _view(text: Translator, picture: Picture) -> None:
    """Show the part that is open; the others cost nothing."""
    view = st.segmented_control(
        text("lab.view"),
        LAB_VIEWS,
        format_func=lambda name: text(f"lab.views.{name}"),
        key=state.key("view"),
        required=True,
        label_visibility="collapsed",
    )
    _VIEWS[state.keep("view", view)].show(text, picture, bench.kernel())
