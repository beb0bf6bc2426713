"""The same two networks on five clocks, as a prediction with its answer, and twelve networks by speed."""

import streamlit as st

from sepviz.architectures import FIVE_CLOCKS, SPEEDS, efficientnet_b0
from sepviz.architectures.measured import TIMM
from sepviz.costs.design import Design
from sepviz.figures.bill_chart import bill_chart
from sepviz.text import Translator
from sepviz.ui.pages.costs import presenter
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import table

_GUESSES = ("as_many", "half", "little", "depends")
_GUESS, _TOLD, _ROUND = "_clock_guess", "_clocks_told", "_clock_round"
FEWER = 27.2
"""Times fewer multiplications in MobileNet 1.0 than in VGG-16; a test counts them."""
_HEIGHT = 270  # pixels of the chart in front of a class, below the answer
_SPEED_COLUMNS = ("network", "giga_macs", "million_values", "i9_ms", "macs_a_second", "rtx_4090")


def show(text: Translator, _design: Design) -> None:
    """Ask first; show the clocks and the speeds once a guess was made."""
    st.header(text("costs.clocks"), anchor="clocks")
    number = st.session_state.get(_ROUND, 0)
    guess = st.radio(
        text("costs.clocks_question", fewer=FEWER),
        _GUESSES,
        format_func=lambda name: text(f"costs.guesses.{name}"),
        index=None,
        key=f"{_GUESS}_{number}",
    )
    if not st.session_state.get(_TOLD):
        st.button(
            text("walk.choose_first" if guess is None else "walk.reveal"),
            key="_tell_clocks",
            type="primary",
            disabled=guess is None,
            on_click=_tell,
        )
        return
    _answer(text, guess)
    st.button(text("walk.again"), key="_clocks_again", on_click=_again, args=(number,))


def _tell() -> None:
    """Put the answer on show."""
    st.session_state[_TOLD] = True


def _again(number: int) -> None:
    """Take guess and answer back."""
    st.session_state[_TOLD], st.session_state[_ROUND] = False, number + 1


def _answer(text: Translator, guess: str | None) -> None:
    """Answer the guess, then show the clocks and the speeds."""
    times = [clock.times_faster for clock in FIVE_CLOCKS]
    fields = {"fewer": FEWER, "least": f"{min(times):g}", "most": f"{max(times):g}"}
    (st.success if guess == "depends" else st.info)(text(f"costs.answers.{guess or 'depends'}", **fields))
    _bars(text)
    with presenter.detail():
        _speeds(text)


def _bars(text: Translator) -> None:
    """Show the count's ratio, and below it that of each clock."""
    ratios = {text("costs.fewer_multiplications"): FEWER}
    ratios |= {text(f"networks.clock_names.{clock.key}"): clock.times_faster for clock in FIVE_CLOCKS}
    numbers = list(ratios.values())
    notes = [[text("costs.times", value=f"{number:g}")] for number in numbers]
    figure = bill_chart(
        list(ratios), [[number] for number in numbers], notes, chosen=0, axis=text("costs.times_axis")
    )
    said = "; ".join(
        text("app.pair", name=name, value=note) for name, (note,) in zip(ratios, notes, strict=True)
    )
    presenter.chart(text, figure, name="cost_clocks", alt=f"{text('costs.clocks')}: {said}", height=_HEIGHT)
    st.caption(
        text("costs.clocks_source", sources=", ".join(dict.fromkeys(one.source for one in FIVE_CLOCKS)))
    )


def _speeds(text: Translator) -> None:
    """Show twelve networks: fewer multiplications, and yet not always less time."""
    rows = {row.network: row for row in SPEEDS}
    plain, depthwise = rows["efficientnet_es"], rows["efficientnet_b0"]
    counted = efficientnet_b0().multiplications / 1e9  # timm's table rounds it to 0.4
    fields = {
        "more": f"{plain.giga_macs / counted:.1f}",
        "plain": f"{plain.i9_ms:g}",
        "depthwise": f"{depthwise.i9_ms:g}",
    }
    plain_macs, depthwise_macs = f"{plain.giga_macs:g}", f"{counted:.3f}"
    said = text("costs.neatest", **fields, plain_macs=plain_macs, depthwise_macs=depthwise_macs)
    st.markdown(terms.linked(text, said))
    st.html(_speed_table(text))
    st.caption(text("costs.speeds_source", source=TIMM))


def _speed_table(text: Translator) -> str:
    """Return the networks with their counts and times."""
    lines = [
        [
            network_name(text, row.network),
            f"{row.giga_macs:g} G",
            f"{row.million_values:g} M",
            text("bill.ms", value=f"{row.i9_ms:g}"),
            f"{row.giga_macs / row.i9_ms * 1000:.0f} G",
            f"{row.rtx_4090:,}",
        ]
        for row in SPEEDS
    ]
    heads = [text(f"costs.speed_columns.{name}") for name in _SPEED_COLUMNS]
    return table(heads, lines, caption=text("costs.speeds"))


def network_name(text: Translator, network: str) -> str:
    """Return the name of a network, also of those that are not among the nine."""
    key = f"networks.names.{network}"
    return text(key if text.has(key) else f"costs.network_names.{network}")
