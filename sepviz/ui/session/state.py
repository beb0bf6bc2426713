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
from sepviz.ui.session.kinds import KINDS
from sepviz.ui.session.parameters import PARAMETERS, Choice, Settings, Taps, read

MOST_FILTERS = 256
_STORE, _WRITTEN, _PAGE = "_settings", "_link", "_page"
_OLDER, _HISTORY_USED, _ADDRESS = "_older_links", "_history_used", "_address"
_REMEMBERED = 50
_LANGUAGE = "_language"


def settings() -> Settings:
    """Return this visitor's settings."""
    store: Settings | None = st.session_state.get(_STORE)
    if store is None:
        st.session_state[_STORE] = store = Settings(lang=language_of(st.context.locale))
    return store


def read_link() -> None:
    """Take over what the link says, where it says something else than we last wrote into it."""
    written = st.session_state.get(_WRITTEN, {})
    link = st.query_params.to_dict()
    if _is_overtaken(link):
        return
    st.session_state[_ADDRESS] = link
    texts = {name: link[name] for name in PARAMETERS if name in link}
    arrived = {name: read(name, text) for name, text in texts.items() if written.get(name) != text}
    if arrived:
        st.session_state.pop(_HISTORY_USED, None)
        put_all(reconciled(settings().changed(**arrived), arrived))
        st.session_state[_WRITTEN] = written | texts


def speak(language: str) -> None:
    """Send the browser the value of every widget again where the language has changed.

    A choice travels as its label. One in the language of before comes back as a value that is none of
    the options: Streamlit takes it for a choice and then falls back to the first option.
    """
    if st.session_state.get(_LANGUAGE, language) != language:
        for name, value in list(st.session_state.items()):
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                st.session_state[name] = value
    st.session_state[_LANGUAGE] = language


def write_link(names: Iterable[str], *, older_are_stale: bool = False) -> None:
    """Write these settings, what is hidden and whether it is presented into the address of the page.

    With ``older_are_stale`` the page's browser side says when the visitor goes back or forward
    (`expect_older_link`). Any other older link left the browser before ours reached it, and is ignored.
    """
    store = settings()
    shown = ["present"] * store.present
    texts = {name: PARAMETERS[name].write(store.value(name)) for name in (*names, "hide", *shown)}
    texts = {name: text for name, text in texts.items() if text}
    # Not where an overtaken link came in: the browser has ours already, or the visitor goes back just now.
    if st.session_state.get(_ADDRESS) != texts:
        st.query_params.from_dict(texts)
        st.session_state[_ADDRESS] = texts
    older = st.session_state.get(_OLDER, []) if older_are_stale else []
    before = st.session_state.get(_WRITTEN, {})
    if older_are_stale and before not in (texts, {}):
        older = [link for link in (*older, before) if link != texts][-_REMEMBERED:]
    st.session_state[_OLDER] = older
    st.session_state[_WRITTEN] = texts


def expect_older_link() -> None:
    """Obey the next older link: the visitor went back or forward in the browser."""
    st.session_state[_HISTORY_USED] = True


def _is_overtaken(link: Mapping[str, str]) -> bool:
    """Tell a link that was sent before our newest one arrived from one that the visitor went back to."""
    return link in st.session_state.get(_OLDER, []) and not st.session_state.get(_HISTORY_USED)


def put(values: Mapping[str, Any]) -> None:
    """Set settings, and the widgets that show them, from a callback or before they are drawn."""
    st.session_state[_STORE] = settings().changed(**values)
    for name, value in values.items():
        # The others start from the settings when they are drawn. Each key of the session costs time with
        # every widget: Streamlit copies all of them to look one up.
        if st.session_state.get(name, value) != value:
            st.session_state[name] = value


def put_all(wanted: Settings) -> None:
    """Set every setting that differs, and the widgets that show it."""
    present = settings()
    put({name: value for name, value in wanted.as_dict().items() if _differs(name, value, present)})


def _differs(name: str, value: Any, present: Settings) -> bool:
    """Whether a setting, or the widget that shows it, has another value."""
    return bool(present.value(name) != value or st.session_state.get(name, value) != value)


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
    if name not in st.session_state or not is_known(name, st.session_state[name]):
        st.session_state[name] = settings().value(name)
    return name


def is_known(name: str, value: Any) -> bool:
    """Tell a choice from a label in the language of before, sent while the language was switched."""
    parameter = PARAMETERS[name]
    return not isinstance(parameter, Choice) or value is None or value in parameter.options


def keep(name: str, value: Any) -> Any:
    """Remember what a widget returned; an emptied widget keeps the last value."""
    if value is not None and settings().value(name) != value:
        st.session_state[_STORE] = settings().changed(**{name: value})
    return settings().value(name)


def kernel_shape(values: Settings) -> tuple[int, int]:
    """Return (kh, kw) of the kernel that is chosen or typed."""
    if values.kernel != "custom":
        weights = KERNELS[values.kernel].weights
        return weights.shape[0], weights.shape[1]
    taps = Taps().kernel(values.taps)
    assert taps is not None  # the store holds only text that stands for a kernel
    return taps.shape[0], taps.shape[1]


def reconciled(values: Settings, given: Iterable[str]) -> Settings:
    """Make filters and groups, and kernel, sizes and weights agree.

    Groups set the nearest filters that they divide. A catalogue kernel sets kh and kw; where others
    are given, the weights become random. A network comes with the resolution of its paper and
    something to compare it with.
    """
    given = set(given)
    values = values.changed(**networks.follow(values, given))
    if "pin" in given and "section" not in given and values.pin is not None:
        values = values.changed(section="pixel")  # links from before there were tabs
    filters = values.filters
    if KINDS[values.op].has("groups") and given & {"op", "groups"} and "filters" not in given:
        filters = fitting(filters, int(values.groups))
    kernel, weights = _kernel_and_weights(values, given)
    values = values.changed(filters=filters, kernel=kernel, weights=weights)
    if weights not in ("catalogue", "custom"):
        return values
    kh, kw = kernel_shape(values)
    asked = values.kh if "kh" in given else kh, values.kw if "kw" in given else kw
    if asked != (kh, kw):
        values = values.changed(weights="random")
    return values.changed(kh=asked[0], kw=asked[1])


def _kernel_and_weights(values: Settings, given: set[str]) -> tuple[str, str]:
    """Let a typed kernel and weights made by hand stand for each other."""
    kernel, weights = values.kernel, values.weights
    if weights == "custom" and "kernel" in given and "weights" not in given:
        weights = "catalogue"
    if weights == "custom":
        kernel = "custom"
    elif kernel == "custom" and weights == "catalogue":
        weights = "custom"
    return kernel, weights if weights in KINDS[values.op].weight_choices else "catalogue"


def fitting(filters: int, groups: int) -> int:
    """Return the nearest number of filters that the groups divide.

    Examples
    --------
    >>> fitting(8, 3), fitting(7, 3), fitting(256, 3), fitting(1, 3)
    (9, 6, 255, 3)
    """
    nearest = (2 * filters + groups) // (2 * groups) * groups
    return min(max(nearest, groups), MOST_FILTERS // groups * groups)


def reset() -> None:
    """Go back to the start settings; the language and the visitor's own picture stay."""
    put_all(Settings(lang=settings().lang, own=settings().own))
