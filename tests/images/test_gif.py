"""GIF: transparency, frames smaller than the canvas, interlacing, and damage."""

import struct

import numpy as np
import pytest
from PIL import Image

from sepviz.images import load_image

PALETTE = [255, 0, 0, 0, 255, 0, 0, 0, 255, 40, 80, 120]


def gif(make, indices, **options):
    image = Image.fromarray(np.asarray(indices, np.uint8)).convert("P")
    image.putpalette(PALETTE)
    image.putdata(np.ravel(indices).tolist())
    return make.encoded(image, "GIF", optimize=False, **options)


def moved(data, left, top, width, height):
    """Return the file with its frame moved on a canvas of another size."""
    frame = data.index(b",")
    return (
        data[:6]
        + struct.pack("<HH", width, height)
        + data[10 : frame + 1]
        + struct.pack("<HH", left, top)
        + data[frame + 5 :]
    )


COLOURS = np.array(PALETTE).reshape(-1, 3) / 255


def test_colours_come_from_the_palette(make):
    picture = load_image(gif(make, [[0, 1, 2], [3, 2, 1]]))
    np.testing.assert_allclose(picture, COLOURS[[[0, 1, 2], [3, 2, 1]]], atol=1e-6)


def test_the_transparent_index_is_white(make):
    picture = load_image(gif(make, [[0, 1, 2]], transparency=1))
    np.testing.assert_allclose(picture[0], [COLOURS[0], [1, 1, 1], COLOURS[2]], atol=1e-6)


def test_what_the_frame_leaves_uncovered_is_white(make, monkeypatch):
    monkeypatch.setattr("sepviz.images.scale._BAND_PIXELS", 12)
    picture = load_image(moved(gif(make, [[0, 1, 2], [3, 2, 1]]), 1, 2, 6, 7))
    assert picture.shape == (7, 6, 3)
    np.testing.assert_allclose(picture[2:4, 1:4], COLOURS[[[0, 1, 2], [3, 2, 1]]], atol=1e-6)
    picture[2:4, 1:4] = 1
    assert (picture == 1).all()


def test_a_frame_beyond_the_canvas_is_damage(make, refused):
    data = gif(make, [[0, 1, 2], [3, 2, 1]])
    assert refused(moved(data, 0, 0, 2, 2)) == "image_damaged"
    assert refused(moved(data, 1, 0, 3, 2)) == "image_damaged"


def test_interlaced_rows_are_put_in_place(make):
    indices = np.arange(19 * 17).reshape(19, 17) % 4
    data = gif(make, indices, interlace=1)
    assert data[data.index(b",") + 9] & 0x40
    np.testing.assert_allclose(load_image(data), COLOURS[indices], atol=1e-6)


def test_the_first_frame_of_an_animation_counts(make):
    frames = [Image.new("RGB", (6, 4), colour) for colour in ("red", "blue")]
    data = make.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    np.testing.assert_allclose(load_image(data)[2, 3], [1, 0, 0], atol=1e-6)


def test_every_cut_into_the_frame_is_an_error(make, refused):
    data = gif(make, np.arange(40 * 30).reshape(30, 40) % 4)
    for end in range(6, len(data) - 4):
        refused(data[:end])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"!\xfe" + b"\1a" * 2_000_000, "image_too_complex"),
        (b"!\xfe\0" * 1000, "image_damaged"),
        (b";", "image_damaged"),
        (b"," + struct.pack("<4HB", 0, 0, 0, 4, 0) + b"\2\0;", "image_damaged"),
        (b"," + struct.pack("<4HB", 0, 0, 9, 4, 0) + b"\x0c\0;", "image_truncated"),
        (b"," + struct.pack("<4HB", 0, 0, 9, 4, 0) + b"\2\0;", "image_truncated"),
    ],
    ids=["endless comment", "only comments", "no frame", "empty frame", "code size", "no pixels"],
)
def test_what_has_no_first_frame_is_refused(refused, body, code):
    assert refused(b"GIF89a" + struct.pack("<HHBBB", 9, 4, 0, 0, 0) + body) == code


def test_a_canvas_of_four_gigapixels_is_refused(refused):
    assert refused(b"GIF89a" + b"\xff" * 4 + bytes(30)) == "image_too_many_pixels"
