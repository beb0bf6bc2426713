"""A sprite holds one tile a map, in the order of the maps and in one scale."""

import io

import numpy as np
from PIL import Image

from sepviz.figures.colour import Scale, colour_indices
from sepviz.figures.sprite import sprite

SCALE = Scale(limit=2.0, signed=True)


def test_tiles_are_the_maps_in_their_order():
    maps = np.random.default_rng(3).normal(size=(6, 9, 5)).astype(np.float32)
    drawn = sprite(maps, SCALE)
    strip = np.asarray(Image.open(io.BytesIO(drawn.png)))
    assert strip.shape == (6, 5 * 9)
    for index in range(5):
        tile = strip[:, index * 9 : (index + 1) * 9]
        np.testing.assert_array_equal(tile, colour_indices(maps[:, :, index], SCALE))


def test_large_maps_shrink_and_keep_their_shape():
    drawn = sprite(np.zeros((100, 300, 12), np.float32), SCALE)
    assert (drawn.height, drawn.width, drawn.count) == (19, 56, 12)
    assert sprite(np.zeros((300, 100, 3), np.float32), SCALE).height == 96
