"""The settings of one visitor: in the link, in the widgets, and kept while a page is left.

A widget's key is its parameter's name. Streamlit forgets a widget that was not drawn, so the
value also lives in a store of ours, from which the widget starts again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from sepviz.kernels import KERNELS
from sepviz.text import language_of
from sepviz.ui.session import networks
from sepviz.ui.session.parameters import PARAMETERS, Taps, read

_STORE, _WRITTEN, _PAGE = "_settings", "_link", "_page"


def defaults() -> dict[str, Any]:
    """Return every parameter's default."""
    return {name: parameter.default for name, parameter in PARAMETERS.items()}


def settings() -> dict[str, Any]:
    """Return this visitor's settings by parameter name."""
    if _STORE not in st.session_state:
        st.session_state[_STORE] = defaults() | {"lang": language_of(st.context.locale)}
    store: dict[str, Any] = st.session_state[_STORE]
    return store


def read_link() -> None:
    """Take over what the link says, where it says something else than we last wrote into it."""
    written = st.session_state.get(_WRITTEN, {})
    link = st.query_params.to_dict()
    texts = {name: link[name] for name in PARAMETERS if name in link}
    arrived = {name: read(name, text) for name, text in texts.items() if written.get(name) != text}
    if arrived:
        put(reconciled(settings() | arrived, arrived))
        st.session_state[_WRITTEN] = written | texts


def write_link(names: Iterable[str]) -> None:
    """Write these settings into the address of the page."""
    store = settings()
    texts = {name: PARAMETERS[name].write(store[name]) for name in names}
    texts = {name: text for name, text in texts.items() if text}
    if st.query_params.to_dict() != texts:
        st.query_params.from_dict(texts)
    st.session_state[_WRITTEN] = texts


def put(values: Mapping[str, Any]) -> None:
    """Set settings, and the widgets that show them, from a callback or before they are drawn."""
    store = settings()
    for name, value in values.items():
        if store.get(name) != value or st.session_state.get(name) != value:
            store[name] = value
            st.session_state[name] = value


def turn_to(page: str) -> None:
    """Let the widgets of another page start from the settings.

    A widget with the same key on two pages is two widgets to Streamlit. The second one would show
    its first option while the page runs with the setting, and fall back to that option a run later.
    """
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        for name in PARAMETERS:
            st.session_state.pop(name, None)


def key(name: str) -> str:
    """Return the key of a parameter's widget, which is its name, with its value put in place."""
    if name not in st.session_state:
        st.session_state[name] = settings()[name]
    return name


def keep(name: str, value: Any) -> Any:
    """Remember what a widget returned; an emptied widget keeps the last value."""
    store = settings()
    if value is not None:
        store[name] = value
    return store[name]


def kernel_shape(values: Mapping[str, Any]) -> tuple[int, int]:
    """Return (kh, kw) of the kernel that is chosen or typed."""
    if values["kernel"] != "custom":
        weights = KERNELS[values["kernel"]].weights
        return weights.shape[0], weights.shape[1]
    taps = Taps().kernel(values["taps"])
    assert taps is not None  # the store holds only text that stands for a kernel
    return taps.shape[0], taps.shape[1]


def reconciled(values: Mapping[str, Any], given: Iterable[str]) -> dict[str, Any]:
    """Make kernel, sizes and weights agree.

    A catalogue kernel sets kh and kw; where others are given, the weights become random. A network
    comes with the resolution of its paper and something to compare it with.
    """
    given = set(given)
    result = dict(values) | networks.follow(values, given)
    if result["weights"] == "custom" and "kernel" in given and "weights" not in given:
        result["weights"] = "catalogue"
    if result["weights"] == "custom":
        result["kernel"] = "custom"
    elif result["kernel"] == "custom" and result["weights"] == "catalogue":
        result["weights"] = "custom"
    if result["weights"] not in weight_choices(result["op"]):
        result["weights"] = "catalogue"
    if result["weights"] not in ("catalogue", "custom"):
        return result
    shape = kernel_shape(result)
    if given & {"kh", "kw"}:
        asked = (
            result["kh"] if "kh" in given else shape[0],
            result["kw"] if "kw" in given else shape[1],
        )
        if asked != shape:
            result["weights"] = "random"
        shape = asked
    result["kh"], result["kw"] = shape
    return result


def weight_choices(op: str) -> tuple[str, ...]:
    """Return the ways in which the weights of this kind of convolution can be made."""
    return {
        "spatial": ("catalogue", "random", "custom"),
        "grouped": ("catalogue", "bank", "random", "custom"),
    }.get(op, ("catalogue", "bank", "random", "twin", "custom"))


def reset() -> None:
    """Go back to the start settings; the language and the visitor's own picture stay."""
    put(defaults() | {name: settings()[name] for name in ("lang", "own")})
