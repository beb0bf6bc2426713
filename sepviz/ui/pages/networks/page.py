"""The Networks page: published networks layer by layer, any two side by side, and one's own."""

from collections.abc import Callable, Mapping

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.networks import cards, choice, counters, layer_table, linking, nine, totals
from sepviz.ui.pages.networks.choice import Chosen
from sepviz.ui.session import state
from sepviz.ui.session.parameters import NETWORK_PARTS
from sepviz.ui.shell import frame
from sepviz.ui.widgets import inputs

_PARTS: Mapping[str, Callable[[Translator, list[Chosen]], None]] = {
    "layers": layer_table.show,
    "totals": totals.show,
    "nine": nine.show,
    "counters": counters.show,
}


def show(text: Translator) -> None:
    """Compose the page; numbers and drawings are made elsewhere."""
    frame.header(text, "networks.title")
    lead = st.container()
    chosen = choice.show(text)
    with lead:
        cards.lesson(text, chosen)
    cards.show(text, chosen)
    linking.listen()
    _part(text, chosen)
    state.write_link(("lang", *choice.link(), "part"))


def _part(text: Translator, chosen: list[Chosen]) -> None:
    """Show the part that is open; the others cost nothing."""
    _PARTS[inputs.parts(text, "part", NETWORK_PARTS, "networks.part")](text, chosen)
