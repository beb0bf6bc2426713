"""The microscope of a chapter; the pinned pixel is part of the link."""

from dataclasses import replace

from sepviz.ui.components.microscope import MicroscopeView, microscope
from sepviz.ui.session import state


def show(view: MicroscopeView) -> None:
    """Mount the microscope, in larger type in front of a class."""
    values = state.settings()
    view = replace(view, pinned=values.pin, large=values.present)
    pin = microscope(view, key=f"_scope_{view.kind}_{view.geometry.kernel_size}_{values.chapter}")
    state.put({"pin": pin})
