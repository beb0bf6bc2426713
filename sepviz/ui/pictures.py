"""The picture that the page works on: a sample, an upload or the camera's."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.errors import ImageError
from sepviz.images import load_image
from sepviz.images.bundled import SAMPLES, sample
from sepviz.images.scale import scaled_down
from sepviz.text import Translator
from sepviz.ui import notices, state

UPLOAD_MB = 10
LARGEST_SIDE = 512
_OWN, _SEEN = "_own_picture", "_seen_file"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A working image with a digest of its bytes, by which results are cached.

    Its values are whole 255ths, as in most files: a byte each is all that a session keeps, and all
    that the microscope sends.
    """

    values: NDArray[np.float32]
    digest: str
    own: bool = False

    @property
    def size(self) -> str:
        """Width x height in pixels."""
        return f"{self.values.shape[1]} x {self.values.shape[0]}"


def choose(text: Translator) -> Picture:
    """Show the controls for the picture and return it at working size."""
    state.keep(
        "sample",
        st.selectbox(
            text("picture.sample"),
            SAMPLES,
            format_func=lambda name: text(f"samples.{name}"),
            key=state.key("sample"),
            on_change=_forget_own,
            filter_mode=None,
        ),
    )
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
    side = state.keep(
        "side",
        st.slider(
            text("picture.side"), 12, LARGEST_SIDE, key=state.key("side"), help=text("picture.side_help")
        ),
    )
    picture = _working_image(side)
    if picture.own:
        height, width = picture.values.shape[:2]
        st.caption(text("picture.own", width=width, height=height))
        if not (uploaded or taken):  # on another page the file is there no more, but its picture is
            st.button(text("picture.use_sample"), key="_use_sample", on_click=_forget_own)
    elif state.settings()["own"]:
        st.info(text("picture.was_own"))
    return picture


def behind(text: Translator, label: str) -> Picture:
    """Show the same controls in an expander, closed at first, and return the picture."""
    with st.expander(text(label), key="_picture", on_change="rerun") as section:
        return choose(text) if section.open else _working_image(state.settings()["side"])


def _working_image(side: int) -> Picture:
    """Return the visitor's own picture or the sample, shrunk to ``side``."""
    own: NDArray[np.uint8] | None = st.session_state.get(_OWN)
    settings = state.settings()
    if own is None:
        return sample_picture(settings["sample"], side)
    settings["own"] = True
    levels = own if max(own.shape) <= side else _levels(scaled_down(_values(own), side))
    digest = blake2b(f"{levels.shape}".encode() + levels.tobytes(), digest_size=12).hexdigest()
    return Picture(values=_values(levels), digest=digest, own=True)


@lru_cache(maxsize=24)
def sample_picture(name: str, side: int) -> Picture:
    """Return a bundled sample at working size; every visitor shares the array."""
    values = _values(_levels(scaled_down(sample(name), side)))
    values.setflags(write=False)
    return Picture(values=values, digest=f"{name}-{side}")


def _levels(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return values from 0 to 1 as whole 255ths."""
    return np.rint(values * 255).astype(np.uint8)


def _values(levels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return whole 255ths as values from 0 to 1."""
    return levels.astype(np.float32) / np.float32(255)


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
        st.session_state[_OWN] = _levels(load_image(file, max_side=LARGEST_SIDE))
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
        _forget_own()


def _forget_own() -> None:
    """Go back to the sample: another one was chosen, or the file was removed."""
    st.session_state.pop(_OWN, None)
    state.settings()["own"] = False
