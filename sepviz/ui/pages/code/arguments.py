"""Keras's arguments one by one: what each does to the layer on screen."""

from collections.abc import Callable
from dataclasses import MISSING
from typing import Any

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.code import activation, constraint, initializer, regularizer, variations
from sepviz.ui.pages.code.example_layer import Specimen, owners, role_of, specimen_of
from sepviz.ui.session import state
from sepviz.ui.session.parameters import KERAS_ARGUMENTS
from sepviz.ui.session.run import Run
from sepviz.ui.views import terms

_VIEWS: dict[str, Callable[[Translator, Specimen], None]] = {
    "initializer": initializer.show,
    "regularizer": regularizer.show,
    "constraint": constraint.show,
}


def link(argument: str) -> tuple[str, ...]:
    """Return the settings that a link has to carry for this argument."""
    role = role_of(argument)
    return ("argument", role) if role in ("initializer", "constraint") else ("argument",)


def show(text: Translator, run: Run) -> None:
    """Show the choice of the argument, two sentences about it, and what it does."""
    st.header(text("code.arguments"), anchor="arguments")
    value = st.selectbox(
        text("code.argument"), KERAS_ARGUMENTS, key=state.key("argument"), width=420, filter_mode=None
    )
    argument = state.keep("argument", value)
    specimen = specimen_of(argument, run)
    said = terms.linked(text, text(f"arguments.{argument}"))
    st.markdown(f"{_signature(text, argument)}  \n{said}")
    if specimen.other_kind:
        ours, other = (f"`{type(layer).__name__}`" for layer in (run.layer, specimen.layer))
        st.info(text("code.other_kind", ours=ours, other=other))
    if argument == "activation":
        activation.show(text, specimen)
    else:
        _VIEWS.get(role_of(argument), variations.show)(text, specimen)


def _signature(text: Translator, argument: str) -> str:
    """Say which layers have the argument, and its default."""
    found = owners(argument)
    default: Any = next(iter(found.values()))
    layers = ", ".join(f"`{name}`" for name in found)
    if default is MISSING:
        return text("code.required", layers=layers)
    written = f'"{default}"' if isinstance(default, str) else repr(default)
    return text("code.default", layers=layers, value=f"`{argument}={written}`")
