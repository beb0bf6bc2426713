"""The bars of the networks as a PNG, drawn by the reader's browser in the reader's language."""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.figures.network_strip import KIND_COLOURS
from sepviz.text import Translator
from sepviz.ui.pages.networks import words
from sepviz.ui.pages.networks.cards import highest_share
from sepviz.ui.pages.networks.choice import Chosen

_STYLE = """button {
  font: inherit; font-size: .875rem; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color, #8a95a1); border-radius: var(--st-button-radius, .5rem);
  min-height: 2.5rem; padding: .25rem .75rem; cursor: pointer;
}
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }"""


def offer(text: Translator, chosen: list[Chosen]) -> None:
    """Show the button that draws and saves the picture."""
    _renderer()(key="_network_png", data=described(text, chosen), width="content")


def described(text: Translator, chosen: list[Chosen]) -> dict[str, Any]:
    """Return words and bars of the picture; the heights are parts of the highest bar."""
    top = highest_share([one.network for one in chosen])
    return {
        "label": text("networks.drawing"),
        "file": "sepviz-networks.png",
        "top": f"{100 * top:.1f}%",
        "legend": [[text(f"networks.kinds.{kind}"), colour] for kind, colour in KIND_COLOURS.items()],
        "networks": [
            {
                "title": text(
                    "networks.drawing_title", name=one.name, multiplications=one.network.multiplications
                ),
                "layers": [
                    [
                        [KIND_COLOURS[kind], share / top if top else 0]
                        for kind, share in words.parts(entry, one.network.multiplications)
                    ]
                    for entry in one.network.layers
                ],
            }
            for one in chosen
        ],
    }


@cache
def _renderer() -> ComponentRenderer:
    """Register the script once in a process."""
    script = (Path(__file__).parent / "drawing.js").read_text("utf-8")
    html = '<button type="button"></button>'
    return st.components.v2.component("sepviz_network_drawing", html=html, css=_STYLE, js=script)
