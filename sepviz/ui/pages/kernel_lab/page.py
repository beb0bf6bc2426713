"""The Kernel lab: whether a kernel comes apart, what is lost if it is made to, and what is the same."""

from collections.abc import Mapping
from types import ModuleType

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.kernel_lab import (
    approximation,
    editor,
    flip,
    kernel_history,
    multiplications,
    same,
    verdict,
)
from sepviz.ui.session import state
from sepviz.ui.session.parameters import LAB_VIEWS, PARAMETERS
from sepviz.ui.session.picture import Picture
from sepviz.ui.shell import frame, registry
from sepviz.ui.views import terms
from sepviz.ui.widgets import inputs, picture_picker

_VIEWS: Mapping[str, ModuleType] = {
    "approximation": approximation,
    "cost": multiplications,
    "flip": flip,
    "same": same,
}
_LINK = ("lang", "sample", "own", "side", "kernel", "flip", "view", "tolerance")
_OF_VIEW = {"approximation": ("rank",), "cost": ("rank",), "same": ("bank", "depth_multiplier", "seed")}


def show(text: Translator) -> None:
    """Compose the page; numbers and pictures are made elsewhere."""
    editor.take_over()
    kernel_history.arrive()
    kernel_history.remember()
    frame.header(text, "lab.title")
    st.markdown(terms.linked(text, text("lab.lead")))
    verdict.headline(text, kernel_history.kernel())
    left, right = st.columns([1, 2.3], gap="large")
    with left, st.container(key="controls"):
        editor.show(text)
        flip.switch(text, kernel_history.kernel())
        picture = picture_picker.in_an_expander(text, "lab.picture")
    with right:
        verdict.show(text, kernel_history.kernel())
        _view(text, picture)
        _to_playground(text)
    settings = state.settings()
    typed = ("taps",) if settings.kernel == "custom" else ()
    state.write_link((*_LINK, *typed, *_OF_VIEW.get(settings.view, ())))


def _to_playground(text: Translator) -> None:
    """Lead to the playground, where the kernel works on every channel."""
    settings = state.settings()
    own = settings.kernel == "custom"
    names = ("kernel", "taps") if own else ("kernel",)
    layer = {name: PARAMETERS[name].write(getattr(settings, name)) for name in names}
    layer["weights"] = "custom" if own else "catalogue"
    registry.link(text, "playground", label=text("lab.in_playground"), settings=layer)


def _view(text: Translator, picture: Picture) -> None:
    """Show the part that is open; the others cost nothing."""
    _VIEWS[inputs.parts(text, "view", LAB_VIEWS, "lab.view")].show(text, picture, kernel_history.kernel())
