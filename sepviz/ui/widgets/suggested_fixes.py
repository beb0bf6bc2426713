"""The nearest settings that work, where those on screen do not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import streamlit as st

from sepviz.errors import SepvizError
from sepviz.images.scale import scaled_down
from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.kinds import KINDS
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import prepare

_MOST = 3


def show(text: Translator, changes: list[dict[str, Any]]) -> None:
    """Offer each remedy as a button."""
    for index, change in enumerate(changes):
        name, value = next(iter(change.items()))
        key = f"{_LABELS.get(name)}.{value}"
        setting = text(f"controls.{name}" if name != "side" else "picture.side")
        label = text("app.pair", name=setting, value=text(key) if text.has(key) else value)
        st.button(
            text("controls.use_instead", value=label), key=f"_use_{index}", on_click=_use, args=(change,)
        )


_LABELS = {"kernel": "kernels", "padding": "padding"}


def _use(change: dict[str, Any]) -> None:
    """Apply a remedy."""
    state.put_all(state.reconciled(state.settings().changed(**change), change))


def remedies(values: Settings, picture: Picture) -> list[dict[str, Any]]:
    """Return up to three small changes, each of which makes the settings work on this picture."""
    found: list[dict[str, Any]] = []
    for change in _changes(values):
        known = change in found or all(getattr(values, name) == value for name, value in change.items())
        if not known and _works(state.reconciled(values.changed(**change), change), picture):
            found.append(change)
        if len(found) == _MOST:
            break
    return found


def _works(values: Settings, picture: Picture) -> bool:
    """Return whether the settings work on the picture at their own size."""
    try:
        prepare(values, shrunk(picture, values.side))
    except SepvizError:
        return False
    return True


def shrunk(picture: Picture, side: int) -> Picture:
    """Return the picture with its longer side at most ``side`` pixels."""
    values = scaled_down(picture.pixels, side)
    return (
        picture
        if values is picture.pixels
        else replace(picture, pixels=values, digest=f"{picture.digest}-{side}")
    )


def _changes(values: Settings) -> Iterator[dict[str, Any]]:
    """Yield changes, the smallest first; the one that a button is named after comes first in each."""
    groups = int(values.groups) if KINDS[values.op].has("groups") else 1
    filters = values.filters
    for fitting in (
        state.fitting(filters, groups),
        filters // groups * groups,
        -(-filters // groups) * groups,
    ):
        if 1 <= fitting <= state.MOST_FILTERS:
            yield {"filters": fitting}
    yield {"padding": "same"}
    yield {"dilation": 1}
    yield {"stride": 1}
    if values.op == "spatial":
        yield {"kernel": "sobel_x", "weights": "catalogue"}
        yield {"kernel": "gaussian5", "weights": "catalogue"}
    for side in (384, 256, 128):
        if side < values.side:
            yield {"side": side}
    for fewer in (128, 64, 32, 8):
        if fewer < filters:
            yield {"filters": state.fitting(fewer, groups)}
    yield {"kernel": "sobel_x", "weights": "catalogue"}
