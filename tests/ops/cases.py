"""Random settings of all operations, mixed, on small images of whole numbers: results are exact."""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from sepviz.shapes import geometry, padding_of

ENDS = st.tuples(st.integers(0, 3), st.integers(0, 3))
PADDINGS = st.sampled_from(["valid", "same", "SAME"]) | st.integers(0, 3) | ENDS | st.tuples(ENDS, ENDS)
STEPS = st.integers(1, 3) | st.tuples(st.integers(1, 3), st.integers(1, 3))


def whole_numbers(draw, shape, dtype=np.float64):
    seed = draw(st.integers(0, 2**16))
    return np.random.default_rng(seed).integers(-4, 5, shape).astype(dtype)


@st.composite
def windows(draw):
    """Return image size, kernel size and the settings that place the windows; they fit."""
    size = draw(st.tuples(st.integers(1, 9), st.integers(1, 8)))
    kernel_size = draw(st.tuples(st.integers(1, 4), st.integers(1, 5)))
    settings = {
        "strides": draw(STEPS),
        "padding": draw(PADDINGS),
        "dilation_rate": draw(STEPS),
    }
    try:
        geometry(
            size,
            kernel_size,
            strides=as_pair(settings["strides"]),
            padding=padding_of(settings["padding"]),
            dilation_rate=as_pair(settings["dilation_rate"]),
        )
    except ValueError:
        assume(False)
    return size, kernel_size, settings


def as_pair(value):
    return value if isinstance(value, tuple) else (value, value)


@st.composite
def layouts(draw, x):
    """Return the same numbers in another place of memory: Fortran order, mirrored, cut out, read-only."""
    kind = draw(st.sampled_from(["plain", "fortran", "mirrored", "cut out", "swapped", "bytes"]))
    if kind == "fortran":
        x = np.asfortranarray(x)
    elif kind == "mirrored":
        x = np.flip(np.flip(x, (-2, -3)).copy(), (-2, -3))
    elif kind == "cut out":
        x = np.pad(x, 1, constant_values=99)[(slice(1, -1),) * x.ndim]
    elif kind == "swapped":
        x = np.swapaxes(np.ascontiguousarray(np.swapaxes(x, -2, -3)), -2, -3)
    elif kind == "bytes":
        x = x.astype(x.dtype.newbyteorder("S"))
    x.flags.writeable = draw(st.booleans())
    return x
