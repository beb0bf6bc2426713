"""The controls: which network, and which one beside it; the last ones that worked where one cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from sepviz.architectures import Network
from sepviz.errors import SepvizError
from sepviz.text import Translator
from sepviz.ui.pages.networks import own
from sepviz.ui.pages.networks.variant import (
    OWN,
    Variant,
    build,
    has_alpha,
    name_of,
    notes,
    smallest_resolution,
)
from sepviz.ui.session import networks, notices, state
from sepviz.ui.session.parameters import ALPHAS, NETWORK_IDS, RIVAL_IDS
from sepviz.ui.widgets import inputs

_GOOD = "_networks_good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A network that is on the page: `slot` is "a" or "b", by which its parts are told apart."""

    slot: str
    variant: Variant
    network: Network
    name: str


def show(text: Translator) -> list[Chosen]:
    """Show the controls of both sides and return the networks, one or two."""
    left, right = st.columns(2, gap="large")
    with left:
        first = _side(text, "a", key="network", ids=NETWORK_IDS, prefix="")
    with right:
        second = _side(text, "b", key="rival", ids=RIVAL_IDS, prefix="rival_", twin_of=first.variant)
    return [first] if second is None else [first, second]


def link() -> tuple[str, ...]:
    """Return the names of the settings that say what is chosen."""
    settings = state.settings()
    names = ["network", "resolution", "rival"]
    names += ["alpha"] * has_alpha(settings.network)
    if settings.rival not in ("none", "twin"):
        names += ["rival_resolution"] + ["rival_alpha"] * has_alpha(settings.rival)
    return (*names, *["layers"] * (OWN in (settings.network, settings.rival)))


def _side(
    text: Translator,
    slot: str,
    *,
    key: str,
    ids: Sequence[str],
    prefix: str,
    twin_of: Variant | None = None,
) -> Any:
    """Show one side's controls; return what it shows, or None for nothing beside the first."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            text(f"networks.{key}"),
            ids,
            format_func=lambda name: text(f"networks.names.{name}"),
            key=state.key(key),
            on_change=_network_chosen if slot == "a" else _rival_chosen,
            width=270,
        )
        chosen = state.keep(key, chosen)
        if chosen == "none":
            return None
        variant = _twin(twin_of) if chosen == "twin" and twin_of else _settings(text, chosen, prefix)
    if chosen == OWN and not (twin_of and twin_of.network == OWN):
        own.field(text)
    if chosen == OWN:
        variant = replace(variant, layers=state.settings().layers)
    return _built(text, slot, variant, prefix)


def _twin(variant: Variant) -> Variant:
    """Return the separable twin of the network on the left."""
    return replace(variant, twin=True)


def _settings(text: Translator, network: str, prefix: str) -> Variant:
    """Show width multiplier and resolution of a network."""
    alpha = "1.0"
    if has_alpha(network):
        name = f"{prefix}alpha"
        alpha = st.selectbox(
            text("networks.alpha"), ALPHAS, key=state.key(name), help=text("networks.alpha_help"), width=135
        )
        alpha = state.keep(name, alpha)
    resolution = inputs.number(
        f"{prefix}resolution",
        text("networks.resolution"),
        about=text("networks.resolution_help"),
        width=140,
    )
    return Variant(network=network, alpha=alpha, resolution=resolution)


def _built(text: Translator, slot: str, variant: Variant, prefix: str) -> Chosen:
    """Build the network; where it cannot be, say why and return the last one that could."""
    good: dict[str, Variant] = st.session_state.setdefault(_GOOD, {})
    try:
        network = build(variant)
    except SepvizError as error:
        _explain(text, error, variant, prefix)
        variant = good.get(slot) or Variant(network="mobilenet_v1", resolution=224)
        network = build(variant)
    good[slot] = variant
    own.show_notes(text, notes(variant))
    return Chosen(slot=slot, variant=variant, network=network, name=name_of(text, variant))


def _explain(text: Translator, error: SepvizError, variant: Variant, prefix: str) -> None:
    """Say why a network cannot be: on its line for one's own, with the nearest resolution for another."""
    if variant.network == OWN:
        st.error(text.joined(own.sentence(text, error), text("networks.kept")))
        return
    smallest = smallest_resolution(variant)
    fields: dict[str, object] = {"name": text(f"networks.names.{variant.network}"), "minimum": smallest}
    if smallest is None:
        st.error(text.joined(notices.sentence(error, text), text("networks.kept")))
        return
    st.error(text.joined(text("networks.too_small", **fields), text("networks.kept")))
    st.button(
        text("controls.use_instead", value=smallest),
        key=f"_{prefix}smallest",
        on_click=state.put,
        args=({f"{prefix}resolution": smallest},),
    )


def _network_chosen() -> None:
    """Take the resolution of the network's paper; where nobody chose the other side, it follows, too."""
    settings = state.settings()
    given = (
        {"network"} if settings.rival == networks.usual_rival(settings.network) else {"network", "rival"}
    )
    _follow({"network": st.session_state["network"]}, given)


def _rival_chosen() -> None:
    """Take the resolution of the other network's paper."""
    _follow({"rival": st.session_state["rival"]}, {"rival"})


def _follow(change: dict[str, Any], given: set[str]) -> None:
    """Apply a choice with the settings that follow from it."""
    values = state.settings().changed(**change)
    follows = networks.follow(values, given)
    if "rival" in given and "network" in given:
        follows.pop("rival_resolution", None)
    state.put(change | follows)
