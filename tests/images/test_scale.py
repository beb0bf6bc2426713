"""Scaling down."""

import numpy as np
import pytest

from sepviz.images import load_image
from sepviz.images.scale import result_size, scaled_down


@pytest.mark.parametrize(
    ("size", "side", "expected"),
    [
        ((40, 30), 20, (20, 15)),
        ((30, 40), 20, (15, 20)),
        ((1000, 3), 100, (100, 1)),
        ((7, 5), 7, (7, 5)),
        ((2, 3), 9, (2, 3)),
    ],
)
def test_the_longer_side_is_bounded_and_nothing_is_enlarged(make, size, side, expected):
    assert result_size(*size, side) == expected
    picture = load_image(make.encoded(np.zeros((*size, 3), np.uint8), "PNG"), max_side=side)
    assert picture.shape == (*expected, 3)


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_smaller_picture_has_the_same_mean_and_the_same_layout(make, image_format):
    y, x = np.mgrid[0:90, 0:130]
    image = np.stack([x * 255 // 129, y * 255 // 89, 255 - x * 255 // 129], axis=2).astype(np.uint8)
    data = make.encoded(image, image_format)
    whole, small = load_image(data), load_image(data, max_side=50)
    assert small.shape == (35, 50, 3)
    np.testing.assert_allclose(small.mean((0, 1)), whole.mean((0, 1)), atol=0.02)
    assert np.all(np.diff(small[17, :, 0]) > -0.05)
    assert small[17, -1, 0] - small[17, 0, 0] > 0.8
    assert small[-1, 25, 1] - small[0, 25, 1] > 0.8


@pytest.mark.parametrize(("size", "side"), [((97, 60), 11), ((60, 97), 31), ((5, 400), 7), ((50, 49), 48)])
def test_a_picture_scaled_in_bands_is_the_one_scaled_at_once(monkeypatch, size, side):
    image = np.random.default_rng(4).random((*size, 3)).astype(np.float32)
    at_once = scaled_down(image, side)
    for pixels in (1, 300, 2000):
        monkeypatch.setattr("sepviz.images.scale._BAND_PIXELS", pixels)
        np.testing.assert_allclose(scaled_down(image, side), at_once, atol=1e-6)


def test_scaling_keeps_the_mean_of_each_channel():
    image = np.random.default_rng(4).random((80, 120, 3)).astype(np.float32)
    image[:, :, 1] *= 0.5
    small = scaled_down(image, 30)
    assert small.shape == (20, 30, 3)
    np.testing.assert_allclose(small.mean((0, 1)), image.mean((0, 1)), atol=0.01)
    assert scaled_down(image, 120) is image
