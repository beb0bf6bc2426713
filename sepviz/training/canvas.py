"""Shapes as signed distances, many pictures at once.

A signed distance is negative inside a shape and positive outside. Coordinates are (right, down), each an
array (N, side, side) that holds where every pixel lies in its own picture's frame, so a turned, shifted
or scaled picture is the same shape in other coordinates.
"""

from typing import NamedTuple

import numpy as np

from sepviz.arrays import Array


class Frame(NamedTuple):
    """Where every pixel lies in the frame of its picture, from about -1 to 1, and the size of a pixel.

    Parameters
    ----------
    right, down : ndarray, shape (N, side, side)
        Coordinates of the pixels.
    pixel : ndarray, shape (N, 1, 1)
        Width of one pixel in these coordinates.
    """

    right: Array
    down: Array
    pixel: Array

    def of(self, pictures: Array) -> "Frame":
        """Return the frames of some of the pictures."""
        return Frame(*(array[pictures] for array in self))


def random_frame(
    pictures: int, side: int, generator: np.random.Generator, *, turn: float, scale: float, shift: float
) -> Frame:
    """Draw frames turned by up to ``turn`` radians, sized from ``scale`` to 1, moved by up to ``shift``."""
    angle = generator.uniform(-turn, turn, (pictures, 1, 1))
    size = generator.uniform(scale, 1, (pictures, 1, 1))
    x0, y0 = generator.uniform(-shift, shift, (2, pictures, 1, 1))
    line = (np.arange(side) + 0.5) / side * 2 - 1
    x, y = (line[np.newaxis, np.newaxis, :] - x0) / size, (line[np.newaxis, :, np.newaxis] - y0) / size
    right, down = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    return Frame(right, down, 2 / side / size)


def circle(frame: Frame, x: float, y: float, radius: float) -> Array:
    """Return the distance from a disc."""
    return np.hypot(frame.right - x, frame.down - y) - radius


def ring(frame: Frame, x: float, y: float, radius: float, width: float) -> Array:
    """Return the distance from a ring whose line is ``width`` wide."""
    return np.abs(circle(frame, x, y, radius)) - width / 2


def ellipse(frame: Frame, x: float, y: float, a: float, b: float) -> Array:
    """Return about the distance from an ellipse with the half-axes ``a`` (right) and ``b`` (down)."""
    return (np.hypot((frame.right - x) / a, (frame.down - y) / b) - 1) * min(a, b)


def box(frame: Frame, x: float, y: float, a: float, b: float) -> Array:
    """Return about the distance from a rectangle with the half-sides ``a`` (right) and ``b`` (down)."""
    return np.maximum(np.abs(frame.right - x) - a, np.abs(frame.down - y) - b)


def polygon(frame: Frame, *corners: tuple[float, float]) -> Array:
    """Return about the distance from a convex polygon, its corners clockwise as seen."""
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    distances = []
    for (x0, y0), (x1, y1) in sides:
        length = np.hypot(x1 - x0, y1 - y0)
        across = (frame.right - x0) * (y1 - y0) - (frame.down - y0) * (x1 - x0)
        distances.append(across / length)
    return np.maximum.reduce(distances)


def paint(pictures: Array, distance: Array, colour: Array, pixel: Array) -> None:
    """Paint a shape over ``pictures`` (N, side, side, 3) in place, with an edge one pixel soft."""
    cover = np.clip(0.5 - distance / pixel, 0, 1)[..., np.newaxis]
    pictures += cover * (colour[:, np.newaxis, np.newaxis, :] - pictures)


def lit(pictures: Array, generator: np.random.Generator, *, light: float, noise: float) -> Array:
    """Return the pictures under a light from a random side, with noise, kept in [0, 1]."""
    count, side = pictures.shape[:2]
    angle = generator.uniform(0, 2 * np.pi, (count, 1, 1))
    line = np.linspace(-1, 1, side)
    towards = np.cos(angle) * line + np.sin(angle) * line[:, np.newaxis]
    strength = 1 + light * generator.uniform(0, 1, (count, 1, 1)) * towards
    grain = noise * generator.standard_normal(pictures.shape)
    return np.clip(pictures * strength[..., np.newaxis] + grain, 0, 1)
