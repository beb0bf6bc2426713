"""What `load_image` promises for every source."""

import io

import numpy as np
import pytest
from PIL import Image

from sepviz.errors import ImageError
from sepviz.images import load_image


def png(colour, size=(5, 3)):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def test_a_picture_becomes_float32_rgb_between_0_and_1():
    picture = load_image(png((255, 0, 51)))
    assert picture.dtype == np.float32
    assert picture.shape == (3, 5, 3)
    np.testing.assert_allclose(picture[1, 2], [1, 0, 0.2], atol=1e-6)


@pytest.mark.parametrize("source", [b"", b"hello", None, 3, "no/such/file.png"])
def test_what_is_no_picture_is_an_image_error(source):
    with pytest.raises(ImageError):
        load_image(source)
