"""The controls for the picture: a sample, an upload or the camera."""

from typing import Any

import streamlit as st

from sepviz.errors import ImageError
from sepviz.samples import SAMPLES
from sepviz.text import Translator
from sepviz.ui.session import notices, state
from sepviz.ui.session.picture import (
    LARGEST_SIDE,
    SMALLEST_SIDE,
    UPLOAD_MB,
    Picture,
    forget_own,
    has_own,
    keep_own,
    longer_side,
    working_picture,
)

_SEEN = "_seen_file"


def choose(text: Translator) -> Picture:
    """Show the controls for the picture and return it at working size."""
    samples = st.container()
    uploaded = st.file_uploader(
        text("picture.upload"),
        key="upload",
        help=text("picture.upload_help"),
        max_upload_size=UPLOAD_MB,
        on_change=_file_changed,
        args=("upload",),
    )
    st.caption(text("picture.upload_limit"))
    taken = None
    if st.toggle(text("picture.camera_open"), key="_camera_open"):
        taken = st.camera_input(
            text("picture.camera"), key="camera", on_change=_file_changed, args=("camera",)
        )
    _take_over(uploaded or taken, text)
    with samples:
        _sample(text)
    picture = _at_size(text)
    height, width = picture.pixels.shape[:2]
    if picture.own:
        st.caption(text("picture.own", width=width, height=height))
        if not (uploaded or taken):  # on another page the file is there no more, but its picture is
            st.button(text("picture.use_sample"), key="_use_sample", on_click=forget_own)
    _say_if_lost(picture, text)
    return picture


def _sample(text: Translator) -> None:
    """Show the choice of a sample, which says when a picture of one's own is used in its place."""
    chosen = st.selectbox(
        text("picture.sample_unused" if has_own() else "picture.sample"),
        SAMPLES,
        format_func=lambda name: text(f"samples.{name}"),
        key=state.key("sample"),
        on_change=forget_own,
        filter_mode=None,
    )
    state.keep("sample", chosen)


def _at_size(text: Translator) -> Picture:
    """Show the choice of the size and return the picture at it; what is smaller is said beside it."""
    most = longer_side()
    if most <= SMALLEST_SIDE:  # nothing to choose: the setting waits for a larger picture
        st.slider(text("picture.side"), 1, LARGEST_SIDE, most, key="_side_fixed", disabled=True)
        picture = working_picture(most)
    else:
        bounds = SMALLEST_SIDE, LARGEST_SIDE
        chosen = st.slider(
            text("picture.side"), *bounds, key=state.key("side"), help=text("picture.side_help")
        )
        picture = working_picture(state.keep("side", chosen))
    height, width = picture.pixels.shape[:2]
    if most < state.settings().side:
        st.caption(text("picture.side_smaller", height=height, width=width))
    return picture


def in_an_expander(text: Translator, label: str) -> Picture:
    """Show the same controls in an expander, closed at first, and return the picture."""
    with st.expander(text(label), key="_picture", on_change="rerun") as section:
        if section.open:
            return choose(text)
    picture = working_picture(state.settings().side)
    _say_if_lost(picture, text)
    return picture


def _say_if_lost(picture: Picture, text: Translator) -> None:
    """Say that a picture of one's own has to be chosen again, where link or session had one."""
    if state.settings().own and not picture.own:
        st.info(text("picture.was_own"))


def _take_over(file: Any, text: Translator) -> None:
    """Decode a new file once, at working size; a file that is no picture leaves everything as it was."""
    if file is None:
        return
    seen = st.session_state.get(_SEEN)
    if seen is not None and seen[0] == file.file_id:
        if seen[1] is not None:
            st.error(notices.sentence(seen[1], text))
        return
    error: ImageError | None = None
    try:
        keep_own(file)
    except ImageError as refused:
        error = refused
        st.error(notices.sentence(error, text))
    st.session_state[_SEEN] = (file.file_id, error)


def _file_changed(key: str) -> None:
    """Forget the picture when its file is removed, but not when a file goes that was refused.

    On another page the same widget has no file, unasked.
    """
    _, refused = st.session_state.get(_SEEN) or (None, None)
    if st.session_state.get(key) is None and refused is None:
        forget_own()
