"""A widget for a setting: its key is the parameter's name, and what it returns is kept."""

from collections.abc import Callable, Sequence
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
    text: Translator,
    name: str,
    options: Sequence[Any],
    labels: str | Callable[[str], str] | None,
    *,
    label: str | None = None,
    label_visibility: Literal["visible", "collapsed"] = "visible",
    on_change: Any = None,
) -> Any:
    """Show a few ids side by side, with a help where the words of the label have one."""
    label = label or f"controls.{name}"
    value = st.segmented_control(
        text(label),
        options,
        format_func=(lambda option: text(f"{labels}.{option}"))
        if isinstance(labels, str)
        else labels or str,
        key=state.key(name),
        help=text(f"{label}_help") if text.has(f"{label}_help") else None,
        required=True,
        label_visibility=label_visibility,
        on_change=on_change,
    )
    return state.keep(name, value)


def parts(text: Translator, name: str, options: Sequence[str], words: str) -> str:
    """Show the parts of a page, of which one is open: ``words`` names them all, and in the plural each."""
    return str(segments(text, name, options, f"{words}s", label=words, label_visibility="collapsed"))


def switch(text: Translator, name: str) -> None:
    """Show a switch."""
    state.keep(
        name,
        st.toggle(text(f"controls.{name}"), key=state.key(name), help=text(f"controls.{name}_help")),
    )
