"""The picture that the page works on: a sample, or the visitor's own, shrunk to working size."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.images import load_image
from sepviz.images.scale import scaled_down
from sepviz.samples import sample
from sepviz.ui.session import state

UPLOAD_MB = 10
SMALLEST_SIDE, LARGEST_SIDE = 12, 512
_OWN = "_own_picture"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A working image with a digest of its bytes, by which results are cached.

    Its values are whole 255ths, as in most files: a byte each is all that a session keeps, and all
    that the microscope sends.
    """

    pixels: NDArray[np.float32]
    digest: str
    own: bool = False


def working_picture(side: int) -> Picture:
    """Return the visitor's own picture or the sample, shrunk to ``side``."""
    own: NDArray[np.uint8] | None = st.session_state.get(_OWN)
    settings = state.settings()
    if own is None:
        return sample_picture(settings.sample, side)
    state.keep("own", value=True)
    levels = own if max(own.shape) <= side else _levels(scaled_down(_values(own), side))
    digest = blake2b(f"{levels.shape}".encode() + levels.tobytes(), digest_size=12).hexdigest()
    return Picture(pixels=_values(levels), digest=digest, own=True)


def has_own() -> bool:
    """Return whether the visitor's own picture is used in place of a sample."""
    return _OWN in st.session_state


def longer_side() -> int:
    """Return the longer side of the visitor's own picture or of the sample before it is shrunk."""
    own = st.session_state.get(_OWN)
    picture = sample(state.settings().sample) if own is None else own
    return max(picture.shape[:2])


@lru_cache(maxsize=24)
def sample_picture(name: str, side: int) -> Picture:
    """Return a bundled sample at working size; every visitor shares the array."""
    values = _values(_levels(scaled_down(sample(name), side)))
    values.setflags(write=False)
    return Picture(pixels=values, digest=f"{name}-{side}")


def _levels(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return values from 0 to 1 as whole 255ths."""
    return np.rint(values * 255).astype(np.uint8)


def _values(levels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return whole 255ths as values from 0 to 1."""
    return levels.astype(np.float32) / np.float32(255)


def keep_own(file: Any) -> None:
    """Decode the visitor's own picture at working size and use it from now on.

    Raises
    ------
    ImageError
        Where the file is no picture; what was used before stays.
    """
    st.session_state[_OWN] = _levels(load_image(file, max_side=LARGEST_SIDE))


def forget_own() -> None:
    """Go back to the sample."""
    st.session_state.pop(_OWN, None)
    state.keep("own", value=False)
