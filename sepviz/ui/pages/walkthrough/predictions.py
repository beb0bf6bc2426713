"""What a student predicted and had revealed: kept while chapters, pages and languages change.

Another class begins with none, and whoever leaves one does.

The store is the session's; the browser's tab keeps a copy, so that a reload loses nothing.
"""

import json
from dataclasses import asdict, dataclass

import streamlit as st

from sepviz.text.lessons import CHAPTERS
from sepviz.ui.session import state

_STORE, _OF, _SETTLED = "_walk_predictions", "_walk_class", "_walk_settled"
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Prediction:
    """The choice made in one chapter, if any, whether the answer is on show, and which attempt this is."""

    choice: str | None = None
    revealed: bool = False
    attempt: int = 0


def prediction(chapter: int) -> Prediction:
    """Return what the student predicted in a chapter."""
    return _store().get(chapter, Prediction())


def remember(chapter: int, made: Prediction) -> None:
    """Keep what the student predicted in a chapter."""
    _store()[chapter] = made
    st.session_state[_SETTLED] = True


def settled() -> bool:
    """Return whether this session knows more than the browser's copy."""
    return bool(st.session_state.get(_SETTLED))


def as_text() -> str:
    """Return everything as text that the browser can keep."""
    entries = {str(chapter): asdict(made) for chapter, made in _store().items()}
    return json.dumps({"class": state.settings().class_} | entries)


def restore(kept: object) -> None:
    """Take over the browser's copy after a reload; what is not ours in it is left out."""
    st.session_state[_SETTLED] = True
    for chapter, made in _parsed(kept).items():
        _store().setdefault(chapter, made)


def _store() -> dict[int, Prediction]:
    """Return this session's predictions by chapter, those of the class that it is in."""
    code = state.settings().class_
    if st.session_state.get(_OF, code) != code:
        st.session_state.pop(_STORE, None)
    st.session_state[_OF] = code
    store: dict[int, Prediction] = st.session_state.setdefault(_STORE, {})
    return store


def _parsed(kept: object) -> dict[int, Prediction]:
    """Read a copy that anybody may have changed."""
    if not isinstance(kept, str) or len(kept) > _LONGEST:
        return {}
    try:
        entries = json.loads(kept)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(entries, dict) or entries.get("class", "") != state.settings().class_:
        return {}
    return {
        chapter: Prediction(entry.get("choice"), entry.get("revealed") is True)
        for chapter in CHAPTERS
        if isinstance(entry := entries.get(str(chapter)), dict)
        and isinstance(entry.get("choice"), str | None)
    }
