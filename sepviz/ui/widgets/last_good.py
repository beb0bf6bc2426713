"""The layer on screen on the visitor's picture, or the nearest one that works."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import streamlit as st

from sepviz.errors import SepvizError
from sepviz.text import Translator
from sepviz.ui.session import notices, shown, state
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import Picture, sample_picture
from sepviz.ui.session.run import Run, prepare
from sepviz.ui.widgets import suggested_fixes

_LAST_GOOD = "_last_good"


def run(text: Translator, picture: Picture, trouble: Any) -> Run:
    """Prepare what the settings ask for; where that cannot be, say why and what is shown in its place."""
    values = state.settings()
    try:
        prepared = prepare(values, picture)
    except SepvizError as error:
        remedies = suggested_fixes.remedies(values, picture)
        found = _instead(values, picture, remedies)
        with trouble:
            st.warning(text.joined(notices.sentence(error, text), shown.in_place(text, found)))
            suggested_fixes.show(text, remedies)
        return found
    st.session_state[_LAST_GOOD] = values
    return prepared


def _instead(values: Settings, picture: Picture, remedies: list[dict[str, Any]]) -> Run:
    """Return the run of the first settings that work, of the kind that is asked for where there are any."""
    for candidate, on in _candidates(values, picture, remedies):
        try:
            return replace(prepare(candidate, on), stands_in=True)
        except SepvizError:
            continue
    return replace(prepare(Settings(), sample_picture("photo", 256)), stands_in=True)


def _candidates(
    values: Settings, picture: Picture, remedies: list[dict[str, Any]]
) -> Iterator[tuple[Settings, Picture]]:
    """Yield the last settings that worked, if of the same kind, then the smallest remedies, then any."""
    last: Settings | None = st.session_state.get(_LAST_GOOD)
    if last is not None and last.op == values.op:
        yield last, picture
    for change in remedies:
        mended = state.reconciled(values.changed(**change), change)
        yield mended, suggested_fixes.shrunk(picture, mended.side)
    if last is not None:
        yield last, picture
    yield Settings(), picture
