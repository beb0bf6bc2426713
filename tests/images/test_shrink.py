"""Scaling down by area."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.images import load_image
from sepviz.images.shrink import result_size, shrink


def slow_area(plane, target):
    """Average by area, output pixel by output pixel, in exact parts."""
    sides = []
    for source, count in zip(plane.shape, target, strict=True):
        weights = np.zeros((count, source))
        for output in range(count):
            left, right = output * source / count, (output + 1) * source / count
            for pixel in range(source):
                weights[output, pixel] = max(0, min(pixel + 1, right) - max(pixel, left)) * count / source
        sides.append(weights)
    return sides[0] @ plane @ sides[1].T


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_bands_of_any_height_average_like_the_slow_loop(data):
    height, width = data.draw(st.integers(1, 23)), data.draw(st.integers(1, 23))
    target = data.draw(st.integers(1, height)), data.draw(st.integers(1, width))
    cuts = sorted(data.draw(st.sets(st.integers(1, height - 1), max_size=5))) if height > 1 else []
    planes = (
        np.random.default_rng(data.draw(st.integers(0, 99))).random((3, height, width)).astype(np.float32)
    )
    result = shrink(np.split(planes, cuts, axis=1), (height, width), target)
    expected = [slow_area(plane, target) for plane in planes]
    np.testing.assert_allclose(result, expected, atol=2e-6)


def test_bands_that_do_not_add_up_are_an_error():
    with pytest.raises(ValueError, match="add up"):
        shrink([np.zeros((3, 2, 4), np.float32)], (3, 4), (1, 2))
    with pytest.raises(ValueError, match="add up"):
        shrink([], (3, 4), (1, 2))


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
