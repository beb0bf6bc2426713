"""A widget for a setting: its key is the parameter's name, and what it returns is kept."""

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS, Whole


def slide(
    text: Translator,
    name: str,
    *,
    disabled: bool = False,
    on_change: Any = None,
    help_key: str | None = None,
) -> None:
    """Show a slider over the parameter's own range."""
    bounds = PARAMETERS[name]
    assert isinstance(bounds, Whole)
    value = st.slider(
        text(f"controls.{name}"),
        bounds.minimum,
        bounds.maximum,
        key=state.key(name),
        help=text("controls.exclusive_help" if disabled else f"controls.{help_key or name + '_help'}"),
        disabled=disabled,
        on_change=on_change,
    )
    state.keep(name, value)


def number(
    name: str,
    label: str,
    *,
    about: str | None = None,
    most: int | None = None,
    disabled: bool = False,
    width: int | Literal["stretch"] = "stretch",
) -> int:
    """Show a field for a whole number in the parameter's own range, or up to ``most``.

    What is emptied stays empty, and the page keeps the last number.
    """
    bounds: Any = PARAMETERS[name]
    value = st.number_input(
        label,
        bounds.minimum,
        bounds.maximum if most is None else most,
        value=None,
        step=1,
        key=state.key(name),
        help=about,
        disabled=disabled,
        width=width,
    )
    return int(state.keep(name, value))


def select(
    text: Translator,
    name: str,
    options: tuple[str, ...],
    labels: str | Callable[[str], str],
    *,
    on_change: Any = None,
    disabled: bool = False,
) -> None:
    """Show a list of ids under their names in the reader's language."""
    value = st.selectbox(
        text(f"controls.{name}"),
        options,
        format_func=labels if callable(labels) else lambda option: text(f"{labels}.{option}"),
        key=state.key(name),
        help=text(f"controls.{name}_help"),
        on_change=on_change,
        disabled=disabled,
        filter_mode=None,
    )
    state.keep(name, value)


def segments(
    text: Translator, name: str, options: tuple[str, ...], labels: str | None, *, on_change: Any = None
) -> str:
    """Show a few ids side by side."""
    value = st.segmented_control(
        text(f"controls.{name}"),
        options,
        format_func=lambda option: text(f"{labels}.{option}") if labels else option,
        key=state.key(name),
        help=text(f"controls.{name}_help"),
        required=True,
        on_change=on_change,
    )
    return str(state.keep(name, value))


def switch(text: Translator, name: str) -> None:
    """Show a switch."""
    state.keep(
        name,
        st.toggle(text(f"controls.{name}"), key=state.key(name), help=text(f"controls.{name}_help")),
    )
