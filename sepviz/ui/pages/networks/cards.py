"""The two networks side by side: totals, where the multiplications are, and the layers as bars."""

from html import escape

import streamlit as st

from sepviz.architectures import Network
from sepviz.figures.network_strip import network_strip, share_bar
from sepviz.text import Translator, translator
from sepviz.ui.pages.networks import words
from sepviz.ui.pages.networks.choice import Chosen
from sepviz.ui.pages.networks.variant import Variant, build, name_of


def lesson(text: Translator, chosen: list[Chosen]) -> None:
    """Say in a sentence where the multiplications are, and how many the other network needs."""
    first = chosen[0]
    kind, part = max(first.network.share().items(), key=lambda item: item[1])
    sentences = [
        text(
            "networks.most_in",
            name=first.name,
            share=words.share(part),
            kind=text(f"networks.in_kind.{kind}"),
        )
    ]
    if len(chosen) == 2:
        mine, other = first.network.multiplications, chosen[1].network.multiplications
        key = "equal" if mine == other else "fewer" if mine < other else "more"
        ratio = f"{max(mine, other) / min(mine, other):.2f}"
        sentences.append(text(f"networks.{key}", ratio=ratio, name=first.name, other=chosen[1].name))
    st.markdown("".join(sentences))


def show(text: Translator, chosen: list[Chosen]) -> None:
    """Show a card a network, on common scales."""
    most = max(one.network.multiplications for one in chosen) if len(chosen) > 1 else None
    top = highest_share([one.network for one in chosen])
    for column, one in zip(st.columns(len(chosen), gap="large"), chosen, strict=True):
        with column:
            st.html(_card(one.variant, one.slot, text.language, most, top))


def highest_share(networks: list[Network]) -> float:
    """Return the largest share that one layer has in any of the networks."""
    return max(
        entry.cost.multiplications / network.multiplications
        for network in networks
        for entry in network.layers
    )


@st.cache_data(max_entries=200, max_size="16MB", show_spinner=False)
def _card(variant: Variant, slot: str, language: str, most: int | None, top: float) -> str:
    """Return the HTML of one card."""
    text, network = translator(language), build(variant)
    name, total = name_of(text, variant), network.multiplications
    shares = [(kind, part) for kind, part in network.share().items() if part]
    in_words = [(kind, words.kind_share(text, kind, part)) for kind, part in shares]
    legend = "".join(f'<li><span class="k-{kind}"></span>{escape(said)}</li>' for kind, said in in_words)
    strip = network_strip(
        words.bars(text, network.layers, total),
        top=top,
        name=slot,
        description=text("networks.strip_alt", name=name, count=len(network.layers)),
    )
    caption = escape(text("networks.strip_caption", count=len(network.layers)))
    hint, named = escape(text("networks.strip_hint")), escape(name)
    return (
        f'<section class="net-card" aria-label="{named}"><h2>{named}</h2>{_figures(text, network)}'
        f"{_to_scale(text, total, most)}"
        f"{share_bar(shares, description=', '.join(said for _, said in in_words))}"
        f'<ul class="net-legend">{legend}</ul>'
        f'<p class="net-caption">{caption}</p>{strip}'
        f'<p class="net-readout" data-readout="{slot}" aria-live="polite">{hint}</p>'
        "</section>"
    )


def _to_scale(text: Translator, total: int, most: int | None) -> str:
    """Return a bar on the scale of the larger network, with its caption; nothing where one stands alone."""
    if most is None:
        return ""
    caption = escape(text("networks.to_scale", share=words.share(total / most)))
    bar = f'<span style="width:{100 * total / most:.4g}%"></span>'
    return f'<div class="net-total" aria-hidden="true">{bar}</div><p class="net-caption">{caption}</p>'


def _figures(text: Translator, network: Network) -> str:
    """Return the two numbers that the page is about."""
    numbers = {"multiplications": network.multiplications, "weights": network.parameters}
    items = "".join(
        f'<div><div class="figure">{number:,}</div>'
        f'<div class="label">{escape(text(f"networks.{name}"))}</div></div>'
        for name, number in numbers.items()
    )
    return f'<div class="headline">{items}</div>'
