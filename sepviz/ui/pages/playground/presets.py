"""'Try this': six settings that teach something, each a chip with a sentence, and a door for the new."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.playground import tour
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS, PLAYGROUND, Settings
from sepviz.ui.session.picture import forget_own
from sepviz.ui.session.presets import PRESETS, START
from sepviz.ui.shell import registry
from sepviz.ui.views import terms
from sepviz.ui.widgets import layer_controls

_CHOSEN, _STARTED = "_preset", "_started"
_KEPT = ("lang", "own", "section", "scale")
_WHERE_TO_LOOK = ("lang", "section", "step", "scale")
_WHICH_MAP = ("channel", "pin")
_LAYER = tuple(name for name in PLAYGROUND if name not in (*_WHERE_TO_LOOK, *_WHICH_MAP))


def start() -> None:
    """Begin with the layer that shows most where neither the link nor another page says anything of one.

    A link that names a map or a pixel was made for the maps that were there, and keeps them.
    """
    if _STARTED in st.session_state:
        return
    st.session_state[_STARTED] = True
    said = set(st.query_params) & {*_LAYER, *_WHICH_MAP}
    if not said and all(state.settings().value(name) == PARAMETERS[name].default for name in _LAYER):
        state.put(START)
        layer_controls.leave_more_closed()
        if not set(st.query_params) & {*_WHERE_TO_LOOK} - {"lang"}:
            tour.offer()


def show(text: Translator) -> None:
    """Show the door for those who are new, which a phone has room for, and the chips."""
    with st.container(key="presets", horizontal=True, gap="xsmall", vertical_alignment="center"):
        registry.link(text, "walkthrough", label=text("presets.first_time"), settings={"chapter": "1"})
        for name in PRESETS:
            st.button(
                text(f"presets.{name}"),
                key=f"_try_{name}",
                on_click=_take,
                args=(name,),
                type="secondary",
                help=text(f"presets.{name}_says"),
            )


def sentence(text: Translator) -> None:
    """Show the sentence of the chosen preset; the controls must have been drawn, for they may differ."""
    name = _on_screen()
    st.markdown(terms.linked(text, text(f"presets.{name}_says" if name else "playground.lead")))


def _take(name: str) -> None:
    """Take a preset's settings."""
    preset = PRESETS[name]
    if preset.needs_sample:
        forget_own()
    now = state.settings()
    kept = {field: getattr(now, field) for field in _KEPT}
    state.put_all(state.reconciled(Settings(**(kept | dict(preset.settings))), preset.settings))
    st.session_state[_CHOSEN] = name


def _on_screen() -> str | None:
    """Return the preset that was chosen, as long as what it sets still stands."""
    name = st.session_state.get(_CHOSEN)
    if name is None:
        return None
    now = state.settings()
    stands = all(getattr(now, field) == value for field, value in PRESETS[name].settings.items())
    return name if stands else None
