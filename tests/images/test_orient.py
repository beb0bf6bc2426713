"""Which way up: EXIF in JPEG, PNG and WebP, the tag of TIFF itself."""

import numpy as np
import pytest
from PIL import Image

from sepviz.images import load_image
from sepviz.images.pixels import exif_orientation, orient

# Where a camera that was held this way has stored the four corners of an upright picture
# whose corners are 0 1 / 2 3 (TIFF 6.0, tag 274).
STORED = {
    1: [[0, 1], [2, 3]],
    2: [[1, 0], [3, 2]],
    3: [[3, 2], [1, 0]],
    4: [[2, 3], [0, 1]],
    5: [[0, 2], [1, 3]],
    6: [[1, 3], [0, 2]],
    7: [[3, 1], [2, 0]],
    8: [[2, 0], [3, 1]],
}
GREYS = np.array([[0, 80], [160, 255]], np.uint8)


@pytest.mark.parametrize("orientation", STORED)
def test_orient_turns_the_stored_corners_upright(orientation):
    np.testing.assert_array_equal(orient(np.array(STORED[orientation]), orientation), [[0, 1], [2, 3]])


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_each_format_is_turned_once(make, image_format, orientation):
    stored = GREYS.ravel()[np.array(STORED[orientation])]
    stored = (
        np.kron(stored, np.ones((16, 24), np.uint8))
        if orientation < 5
        else np.kron(stored, np.ones((24, 16), np.uint8))
    )
    if image_format == "TIFF":
        data = make.tiff(
            {256: stored.shape[1], 257: stored.shape[0], 258: 8, 262: 1, 274: orientation},
            [stored.tobytes()],
        )
    else:
        exif = Image.Exif()
        exif[274] = orientation
        data = make.encoded(np.repeat(stored[:, :, None], 3, axis=2), image_format, exif=exif)
    picture = load_image(data)
    assert picture.shape == (32, 48, 3)
    np.testing.assert_allclose(picture[8::16, 12::24, 0] * 255, GREYS, atol=6)


@pytest.mark.parametrize(
    "exif",
    [
        b"",
        b"II",
        b"Exif\0\0",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0",
        bytes(40),
    ],
)
def test_exif_data_without_a_sensible_orientation_mean_upright(exif):
    assert exif_orientation(exif) == 1


def test_exif_data_are_read_in_both_byte_orders():
    assert exif_orientation(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0") == 6
    assert exif_orientation(b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0") == 8
