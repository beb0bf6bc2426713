"""Twelve teaching moments as links that open ready, in each language."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from sepviz.text import LANGUAGES, Translator
from sepviz.ui.session.presets import PRESETS

_WALK, _LAB = "walkthrough", "kernels"
MOMENTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "window": (_WALK, {"chapter": 1}),
    "flip": (_LAB, {"kernel": "sobel_x", "view": "flip"}),
    "apart": (_LAB, {"kernel": "sobel_x", "view": "approximation"}),
    "misses": (_LAB, {"kernel": "laplacian4", "view": "approximation", "rank": 1}),
    "sum": (_WALK, {"chapter": 4, "pin": "2,3"}),
    "alone": (_WALK, {"chapter": 5}),
    "mixing": (_WALK, {"chapter": 6, "pin": "4,4"}),
    "bill": ("", {**PRESETS["bill"].settings, "section": "bill"}),
    "never": ("", {"op": "separable", "weights": "bank", "filters": 1, "section": "bill"}),
    "groups": ("costs", {"cost_part": "groups"}),
    "network": ("networks", {"network": "mobilenet_v1", "part": "layers"}),
    "learns": ("training", {"training_part": "experiments", "experiment": "equal_width"}),
}
"""The page and the settings of each moment."""


def show(text: Translator) -> None:
    """Show the moments in the order of the lesson; a link can be copied into any course page."""
    st.markdown(f"**{text('teach.moments')}**")
    lines = []
    for name in MOMENTS:
        links = " · ".join(f"[{own}]({address(name, one)})" for one, own in LANGUAGES.items())
        lines.append(f"1. {text(f'teach.moment.{name}')}: {links}")
    st.markdown("\n".join(lines))


def address(name: str, language: str) -> str:
    """Return the relative address of a moment, which fits behind any proxy."""
    page, settings = MOMENTS[name]
    return f"{page or './'}?{urlencode({**settings, 'lang': language}, safe=',')}"
