"""Why one network has many numbers: five counters with their rules, slips in print, and five clocks."""

import streamlit as st

from sepviz.architectures import FIVE_CLOCKS, FIVE_COUNTERS, SLIPS, Clock
from sepviz.text import Translator, translator
from sepviz.ui.pages.networks.choice import Chosen
from sepviz.ui.pages.networks.totals import figure_cells
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import table


def show(text: Translator, _chosen: list[Chosen]) -> None:
    """Show the three tables, each with what it says."""
    for name, make in (("counters", _counters), ("slips", _slips), ("clocks", _clocks)):
        st.header(text(f"networks.{name}"), anchor=name)
        st.markdown(terms.linked(text, text(f"networks.{name}_lead")))
        st.html(make(text.language))


@st.cache_data(max_entries=2, show_spinner=False)
def _counters(language: str) -> str:
    """Return MobileNetV2 as five counters print it, with what each of them counts."""
    text = translator(language)
    rows = [figure_cells(text, figure) for figure in FIVE_COUNTERS]
    heads = [text(f"networks.{name}") for name in ("printed_figure", "counted", "rule", "source")]
    return table(heads, rows, caption=text("networks.counters"), kind="net-words net-ruled")


@st.cache_data(max_entries=2, show_spinner=False)
def _slips(language: str) -> str:
    """Return the printed figures that no rule gives."""
    text = translator(language)
    rows = [
        [text(f"networks.slip_names.{slip.key}"), f"{slip.printed:g}", f"{slip.counted:g}", slip.source]
        for slip in SLIPS
    ]
    heads = [text(f"networks.{name}") for name in ("what", "printed_figure", "counted", "source")]
    return table(heads, rows, caption=text("networks.slips"), kind="net-words")


@st.cache_data(max_entries=2, show_spinner=False)
def _clocks(language: str) -> str:
    """Return the time of two networks on five machines, as others printed it."""
    text = translator(language)
    rows = [
        [
            text(f"networks.clock_names.{clock.key}"),
            _time(text, clock, clock.vgg16),
            _time(text, clock, clock.mobilenet_v1),
            f"{clock.times_faster:.1f}",
            clock.source,
        ]
        for clock in FIVE_CLOCKS
    ]
    heads = ["networks.clock", "networks.names.vgg16", "networks.names.mobilenet_v1"]
    heads += ["networks.times_faster", "networks.source"]
    named = [text(head) for head in heads]
    return table(named, rows, caption=text("networks.clocks"), kind="net-words")


def _time(text: Translator, clock: Clock, value: float | None) -> str:
    """Return milliseconds for one picture, or pictures a second."""
    if value is None:
        return "–"
    shown = f"{value:.1f}" if clock.unit == "ms" else f"{value:,.0f}"
    return text(f"networks.{clock.unit}", value=shown)
