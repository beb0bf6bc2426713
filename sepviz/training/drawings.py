"""Tiny drawings of eight things, which differ in their shapes alone."""

from collections.abc import Callable, Iterator

import numpy as np

from sepviz.arrays import Array
from sepviz.training.canvas import Frame, box, circle, ellipse, lit, paint, polygon, random_frame, ring

Shapes = Iterator[tuple[int, Array]]
"""For each shape of a thing, from back to front: which of its three colours, and its signed distance."""


def _house(frame: Frame) -> Shapes:
    """Draw walls, a roof and a door."""
    yield 0, box(frame, 0, 0.3, 0.5, 0.4)
    yield 1, polygon(frame, (-0.7, -0.1), (0, -0.8), (0.7, -0.1))
    yield 2, box(frame, 0, 0.45, 0.13, 0.25)


def _tree(frame: Frame) -> Shapes:
    """Draw a trunk and two tiers of branches."""
    yield 1, box(frame, 0, 0.6, 0.1, 0.25)
    yield 0, polygon(frame, (-0.6, 0.4), (0, -0.4), (0.6, 0.4))
    yield 0, polygon(frame, (-0.45, -0.1), (0, -0.85), (0.45, -0.1))


def _mushroom(frame: Frame) -> Shapes:
    """Draw a stem under half a disc with two dots."""
    yield 1, box(frame, 0, 0.35, 0.16, 0.4)
    yield 0, np.maximum(circle(frame, 0, 0.05, 0.7), frame.down - 0.05)
    yield 2, circle(frame, -0.25, -0.2, 0.12)
    yield 2, circle(frame, 0.25, -0.2, 0.12)


def _car(frame: Frame) -> Shapes:
    """Draw a body, a cabin and two wheels."""
    yield 1, box(frame, -0.05, -0.15, 0.4, 0.2)
    yield 0, box(frame, 0, 0.15, 0.8, 0.2)
    yield 2, circle(frame, -0.42, 0.4, 0.2)
    yield 2, circle(frame, 0.42, 0.4, 0.2)


def _boat(frame: Frame) -> Shapes:
    """Draw a mast, a sail and a hull."""
    yield 1, box(frame, -0.05, -0.2, 0.05, 0.6)
    yield 2, polygon(frame, (0.05, -0.8), (0.6, 0.15), (0.05, 0.15))
    yield 0, polygon(frame, (-0.75, 0.25), (0.75, 0.25), (0.45, 0.65), (-0.45, 0.65))


def _fish(frame: Frame) -> Shapes:
    """Draw a body, a tail and an eye."""
    yield 1, polygon(frame, (0.3, 0), (0.8, -0.4), (0.8, 0.4))
    yield 0, ellipse(frame, -0.15, 0, 0.6, 0.35)
    yield 2, circle(frame, -0.45, -0.08, 0.09)


def _flower(frame: Frame) -> Shapes:
    """Draw a stalk and five petals around a middle."""
    yield 1, box(frame, 0, 0.5, 0.06, 0.4)
    for angle in np.arange(5) * 2 * np.pi / 5:
        yield 0, circle(frame, 0.32 * np.sin(angle), -0.25 - 0.32 * np.cos(angle), 0.22)
    yield 2, circle(frame, 0, -0.25, 0.17)


def _cup(frame: Frame) -> Shapes:
    """Draw a handle, a body and its rim."""
    yield 0, ring(frame, 0.4, 0.05, 0.26, 0.14)
    yield 0, box(frame, -0.1, 0.1, 0.42, 0.5)
    yield 1, box(frame, -0.1, -0.35, 0.48, 0.1)


THINGS: dict[str, Callable[[Frame], Shapes]] = {
    "house": _house,
    "tree": _tree,
    "mushroom": _mushroom,
    "car": _car,
    "boat": _boat,
    "fish": _fish,
    "flower": _flower,
    "cup": _cup,
}
NAMES = tuple(THINGS)
CLUTTER = 2
"""Specks behind each drawing."""


def draw(kinds: Array, side: int, generator: np.random.Generator) -> Array:
    """Draw one picture of each of ``kinds``, (N, side, side, 3)."""
    count = len(kinds)
    frame = random_frame(count, side, generator, turn=0.2, scale=0.8, shift=0.12)
    ground = generator.uniform(0.75, 1, (count, 3))
    colours = generator.uniform(0, 0.5, (3, count, 3))
    pictures = np.broadcast_to(ground[:, np.newaxis, np.newaxis, :], (count, side, side, 3)).copy()
    for _ in range(CLUTTER):
        _speck(pictures, frame, generator)
    for kind, shapes in enumerate(THINGS.values()):
        chosen = np.flatnonzero(kinds == kind)
        painted, local = pictures[chosen], frame.of(chosen)
        for colour, distance in shapes(local):
            paint(painted, distance, colours[colour, chosen], local.pixel)
        pictures[chosen] = painted
    return lit(pictures, generator, light=0.2, noise=0.03)


def _speck(pictures: Array, frame: Frame, generator: np.random.Generator) -> None:
    """Paint one small bar of any colour somewhere into each picture."""
    count = len(pictures)
    x, y = generator.uniform(-1, 1, (2, count, 1, 1))
    long, wide = generator.uniform(0.08, 0.4, (2, count, 1, 1))
    distance = np.maximum(np.abs(frame.right - x) - long, np.abs(frame.down - y) - wide)
    paint(pictures, distance, generator.uniform(0, 1, (count, 3)), frame.pixel)
