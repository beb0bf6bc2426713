"""The kernel on the lab's bench: the one that is worked on, its past, and what was wrong with the last try.

The kernel is that of the settings, so that the link and the other pages have the same one.
Grid, text and buttons only ask for another; one that is refused leaves the last good kernel there.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.errors import KernelError
from sepviz.kernels import KERNELS
from sepviz.kernels.reading import checked
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS, Taps

Kernel = NDArray[np.float64]

_HISTORY, _AT, _TROUBLE = "_lab_history", "_lab_at", "_lab_trouble"
_LONGEST_HISTORY = 50


class Trouble(NamedTuple):
    """Why a kernel was refused, and at which part of the editor."""

    place: str
    error: KernelError


def arrive() -> None:
    """Take the kernel of a link over; one whose taps are all zero is none."""
    if "taps" in st.query_params and "kernel" not in st.query_params:
        _set({"kernel": "custom"})
    if not kernel().any():
        refuse("text", KernelError("taps must not be all zero", code="all_zero"))
        _set({"kernel": PARAMETERS["kernel"].default, "taps": PARAMETERS["taps"].default})


def kernel() -> Kernel:
    """Return the kernel that is worked on, as it was typed or chosen."""
    settings = state.settings()
    if settings.kernel != "custom":
        return KERNELS[settings.kernel].weights
    taps = Taps().kernel(settings.taps)
    assert taps is not None  # the store holds only text that stands for a kernel
    return taps


def canonical() -> str:
    """Return the kernel as the text that stands for it, to the last bit."""
    return Taps().canonical(kernel())


def use(make: Callable[[], Kernel], place: str) -> bool:
    """Work on the kernel that ``make`` returns, or keep the present one and remember what was wrong."""
    try:
        weights = checked(make())
    except KernelError as error:
        refuse(place, error)
        return False
    st.session_state.pop(_TROUBLE, None)
    _set({"kernel": "custom", "taps": Taps().canonical(weights)})
    return True


def choose(name: str) -> None:
    """Work on a kernel of the catalogue, or on the last one of one's own."""
    st.session_state.pop(_TROUBLE, None)
    _set({"kernel": name})


def refuse(place: str, error: KernelError) -> None:
    """Remember why a kernel was refused."""
    st.session_state[_TROUBLE] = Trouble(place, error)


def forget() -> None:
    """Forget what was wrong: the page was left, and what was typed with it."""
    st.session_state.pop(_TROUBLE, None)


def trouble(place: str) -> KernelError | None:
    """Return what is wrong at a part of the editor."""
    found: Trouble | None = st.session_state.get(_TROUBLE)
    return found.error if found and found.place == place else None


def can_go(step: int) -> bool:
    """Return whether there is a kernel before (-1) or after (1) this one."""
    return 0 <= st.session_state[_AT] + step < len(st.session_state[_HISTORY])


def go(step: int) -> None:
    """Work on the kernel before (-1) or after (1) this one again."""
    if can_go(step):
        st.session_state[_AT] += step
        name, taps = st.session_state[_HISTORY][st.session_state[_AT]]
        st.session_state.pop(_TROUBLE, None)
        _set({"kernel": name, "taps": taps})


def remember() -> None:
    """Add the kernel to the past; what had been undone is then gone."""
    settings = state.settings()
    present = (settings.kernel, settings.taps)
    past: list[tuple[str, str]] = st.session_state.setdefault(_HISTORY, [present])
    at = st.session_state.setdefault(_AT, 0)
    if past[at] != present:
        past = [*past[: at + 1], present][-_LONGEST_HISTORY:]
        st.session_state[_HISTORY], st.session_state[_AT] = past, len(past) - 1


def _set(change: dict[str, Any]) -> None:
    """Change the settings, sizes and weights along with the kernel."""
    weights = "custom" if change["kernel"] == "custom" else "catalogue"
    state.put_all(state.reconciled(state.settings().changed(**change, weights=weights), ()))
