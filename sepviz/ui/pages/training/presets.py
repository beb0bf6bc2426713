"""Settings that are known to work and known to fail, each with a sentence why."""

from typing import Any

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS, TRAINING, Settings
from sepviz.ui.views import terms

_PLAIN = {"a_bn": False, "b_bn": False}
PRESETS: dict[str, dict[str, Any]] = {
    "equal_width": {},
    "equal_cost": {"a_width": 4, "b_width": 11},
    "first_standard": {"a_kind": "mixed", "b_kind": "separable"},
    "too_narrow": {"a_width": 2, "b_width": 2},
    "few_pictures": {"pictures": 80, "epochs": 60},
    "dead": _PLAIN,
    "too_fast": {**_PLAIN, "optimizer": "sgd", "rate": "0.2"},
    "too_few_steps": {"batch": 100, "epochs": 2},
    "diverges": {"optimizer": "sgd", "rate": "10"},
}
"""What each changes of the settings that the page starts with."""
_OTHER = "other"


def show(text: Translator) -> None:
    """Show the presets, and the sentence of the one that the settings are."""
    chosen = matching(state.settings())
    st.session_state["_preset"] = chosen
    st.selectbox(
        text("training.preset"),
        (*PRESETS, *[_OTHER] * (chosen == _OTHER)),
        format_func=lambda name: text(f"training.presets.{name}"),
        key="_preset",
        on_change=_chosen,
    )
    st.caption(terms.linked(text, text(f"training.why.{chosen}")))


def matching(values: Settings) -> str:
    """Return the preset that the settings are, or "other".

    Examples
    --------
    >>> matching(Settings()), matching(Settings(seed=7)), matching(Settings(a_width=3))
    ('equal_width', 'equal_width', 'other')
    """
    for name, changes in PRESETS.items():
        if all(getattr(values, key) == value for key, value in _all(changes).items()):
            return name
    return _OTHER


def _all(changes: dict[str, Any]) -> dict[str, Any]:
    """Return every setting of a preset; the seed is the visitor's own."""
    return {name: PARAMETERS[name].default for name in TRAINING if name != "seed"} | changes


def _chosen() -> None:
    """Take the preset over."""
    name = st.session_state["_preset"]
    if name in PRESETS:
        state.put(_all(PRESETS[name]))
