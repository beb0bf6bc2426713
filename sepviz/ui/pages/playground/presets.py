"""'Try this': six settings that teach something, each a chip with a sentence, and a door for the new."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.playground import tour
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PLAYGROUND, Settings
from sepviz.ui.session.picture import forget_own
from sepviz.ui.shell import registry
from sepviz.ui.views import terms
from sepviz.ui.widgets import layer_controls

_CHOSEN, _STARTED = "_preset", "_started"
_KEPT = ("lang", "own", "section", "scale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Settings that differ from the defaults; ``needs_sample`` where its numbers hang on the picture."""

    settings: Mapping[str, Any]
    needs_sample: bool = False


START: Mapping[str, Any] = {"weights": "random", "seed": 1605}
"""What an empty visit shows: kernels that differ, and maps that can be told apart at a glance.

A photo whose channels differ, and of the first 6,000 seeds one whose two most alike outputs differ most.
"""

PRESETS: Mapping[str, Preset] = {
    "sobel": Preset(settings={"op": "spatial", "kernel": "sobel_x", "sample": "photo"}),
    "bill": Preset(
        settings={
            "op": "separable",
            "sample": "example12",
            "weights": "random",
            "kh": 5,
            "kw": 5,
            "filters": 256,
            "padding": "valid",
        },
        needs_sample=True,
    ),
    "blur": Preset(settings={"op": "spatial", "kernel": "gaussian5", "sample": "texture"}),
    "multiplier": Preset(settings={**START, "op": "separable", "depth_multiplier": 2}),
    "one": Preset(settings={**START, "op": "separable", "filters": 1}),
    "twin": Preset(settings={**START, "op": "standard", "weights": "twin", "filters": 8}),
}


def start() -> None:
    """Begin an empty visit with the layer that shows most; whatever a link says counts instead."""
    if _STARTED in st.session_state:
        return
    st.session_state[_STARTED] = True
    usual = Settings(lang=state.settings().lang, hide=state.settings().hide)
    link = set(st.query_params) & set(PLAYGROUND) - {"lang"}
    if not link and state.settings() == usual:
        state.put(START)
        layer_controls.leave_more_closed()
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
