"""The pictures that come with the app; ``LICENSES.md`` names the authors of the photographs.

- ``photo``: a cup on a table, edges in all directions, strong colour;
- ``animal``: a cat, fine fur beside soft background;
- ``texture``: a grey brick wall in perspective, long joints one way and short ones the other;
- ``chart``: pure colours and greys, so that each channel can be told by its patches;
- ``impulse``: single bright pixels, which come out as the kernel, and a step on every side of a square;
- ``zoneplate``: every direction and every frequency at once, so that it draws a filter's response;
- ``example12``: the 12 x 12 x 3 picture of the worked example.
"""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np

from sepviz.errors import SepvizError
from sepviz.images import load_image

FOLDER = Path(__file__).parent

PALETTE = {
    ".": (0.45, 0.70, 1.00),  # sky
    "o": (1.00, 0.90, 0.20),  # sun
    "^": (0.85, 0.15, 0.10),  # roof
    "w": (0.95, 0.90, 0.75),  # wall
    "d": (0.40, 0.22, 0.10),  # door
    "#": (0.20, 0.60, 0.15),  # grass
}
HOUSE = (
    "............",
    ".oo...^.....",
    ".oo..^^^....",
    "....^^^^^...",
    "...^^^^^^^..",
    "..^^^^^^^^^.",
    "...wwwwwww..",
    "...wwwwddw..",
    "...w..wddw..",
    "...wwwwddw..",
    "############",
    "############",
)


def _example12() -> np.ndarray:
    """Draw a house under the sun, one letter a pixel: level, upright and diagonal edges in 12 x 12."""
    return np.array([[PALETTE[letter] for letter in line] for line in HOUSE])


def _impulse() -> np.ndarray:
    """Draw a bright square, and single pixels 16 apart: kernels of 15 x 15 come out side by side."""
    picture = np.zeros((64, 96, 3))
    picture[20, 24] = 1
    for channel, column in enumerate((8, 24, 40)):
        picture[44, column, channel] = 1
    picture[16:48, 56:88] = 0.8
    return picture


def _zoneplate() -> np.ndarray:
    """Draw rings of 0.6 r / 256 cycles a pixel: below 0.5 (Nyquist) even in the corners, so no aliases."""
    size = 256
    offsets = np.arange(size) - (size - 1) / 2
    squared_radius = offsets[:, np.newaxis] ** 2 + offsets**2
    rings = 0.5 + 0.5 * np.cos(0.6 * np.pi * squared_radius / size)
    return np.repeat(rings[..., np.newaxis], 3, axis=2)


def _chart() -> np.ndarray:
    """Draw red, green, blue; cyan, magenta, yellow; eight greys; a smooth ramp: one row each."""
    patches = np.array([np.eye(3), 1 - np.eye(3)])  # the second row is what the first lacks to be white
    colours = patches.repeat(60, axis=0).repeat(80, axis=1)
    steps = np.linspace(0, 1, 8).repeat(30)
    ramp = np.linspace(0, 1, 240)
    greys = np.stack([steps, ramp]).repeat(30, axis=0)
    return np.concatenate([colours, np.repeat(greys[..., np.newaxis], 3, axis=2)])


_MAKERS: dict[str, Callable[[], np.ndarray]] = {
    **{name: partial(load_image, FOLDER / f"{name}.jpg") for name in ("photo", "animal", "texture")},
    "chart": _chart,
    "impulse": _impulse,
    "zoneplate": _zoneplate,
    "example12": _example12,
}
SAMPLES = tuple(_MAKERS)
"""Ids of the sample pictures, in the order in which the app lists them."""


@cache
def sample(name: str) -> np.ndarray:
    """Return one of `SAMPLES`: float32 (H, W, 3), RGB in [0, 1], kept and therefore read-only.

    Examples
    --------
    >>> sample("example12").shape
    (12, 12, 3)
    """
    if name not in _MAKERS:
        names = ", ".join(SAMPLES)
        message = f"name must be one of {names}, not {name!r}"
        raise SepvizError(message, code="unknown_sample", name=str(name), samples=names)
    picture = _MAKERS[name]().astype(np.float32)
    picture.setflags(write=False)
    return picture
