"""The answers of whoever sat here: what was predicted on any page, until a new class begins."""

import streamlit as st

_CHOSEN = ("_choice_", "_predicted_", "_clock_guess_")  # widgets, which are emptied
_TOLD = ("_walk_predictions", "_shown_", "_clocks_told")
_GROUPS = "_groups"


def forget() -> None:
    """Forget all predictions, and with the next run also the copy that the browser keeps."""
    for key in list(st.session_state):
        if str(key).startswith(_CHOSEN):
            st.session_state[key] = None
        elif str(key).startswith(_TOLD):
            del st.session_state[key]
    st.session_state["_walk_settled"] = True
    st.session_state[_GROUPS] = groups() + 1


def groups() -> int:
    """Return how many groups sat here before the present one."""
    return int(st.session_state.get(_GROUPS, 0))
