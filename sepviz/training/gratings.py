"""Stripes whose kind is a direction and a pair of colours: the one needs space, the other the channels."""

import numpy as np

from sepviz.arrays import Array
from sepviz.training.canvas import lit

DIRECTIONS = {"level": 0.0, "rising": 0.25, "upright": 0.5, "falling": 0.75}
"""The direction of the stripes as a part of half a turn."""
# Each channel alone takes the same two values in both pairs: only together do they tell the pairs apart.
PAIRS = {
    "red_cyan": ((0.8, 0.2, 0.2), (0.2, 0.8, 0.8)),
    "green_magenta": ((0.2, 0.8, 0.2), (0.8, 0.2, 0.8)),
}
NAMES = tuple(f"{direction}_{pair}" for direction in DIRECTIONS for pair in PAIRS)


def draw(kinds: Array, side: int, generator: np.random.Generator) -> Array:
    """Draw one picture of each of ``kinds``, (N, side, side, 3)."""
    count = len(kinds)
    directions, pairs = np.divmod(kinds, len(PAIRS))
    ends = np.array(list(PAIRS.values()))[pairs]
    waves = _waves(np.array(list(DIRECTIONS.values()))[directions], side, generator)
    share = (0.5 + 0.5 * waves)[..., np.newaxis]
    first, second = ends[:, 0, np.newaxis, np.newaxis], ends[:, 1, np.newaxis, np.newaxis]
    contrast = generator.uniform(0.3, 1, (count, 1, 1, 1))
    pictures = 0.5 + contrast * (share * first + (1 - share) * second - 0.5)
    pictures += generator.uniform(-0.15, 0.15, (count, 1, 1, 3))
    return lit(pictures, generator, light=0.3, noise=0.15)


def _waves(directions: Array, side: int, generator: np.random.Generator) -> Array:
    """Return waves from -1 to 1, (N, side, side), near the directions and of random length and phase."""
    count = len(directions)
    angle = (np.pi * directions + generator.uniform(-0.2, 0.2, count))[:, np.newaxis, np.newaxis]
    length = generator.uniform(3.5, 8, (count, 1, 1))
    phase = generator.uniform(0, 2 * np.pi, (count, 1, 1))
    pixels = np.arange(side)
    # Rows count downwards: stripes that rise to the right have their waves along (sin, cos) of the angle.
    along = np.sin(angle) * pixels + np.cos(angle) * pixels[:, np.newaxis]
    return np.sin(2 * np.pi * along / length + phase)
