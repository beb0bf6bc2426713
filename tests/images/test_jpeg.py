"""JPEG: colour spaces, phones' second pictures, several scans, and damage."""

import struct

import numpy as np
import pytest
from PIL import Image

from sepviz.images import load_image

SMOOTH = np.stack(np.meshgrid(np.linspace(20, 230, 48), np.linspace(230, 20, 32)), axis=2)
SMOOTH = np.concatenate([SMOOTH, 255 - SMOOTH[:, :, :1]], axis=2).astype(np.uint8)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"subsampling": 2}])
def test_colours_survive_within_what_jpeg_loses(make, options):
    picture = load_image(make.encoded(SMOOTH, "JPEG", quality=95, **options))
    np.testing.assert_allclose(picture * 255, SMOOTH, atol=12)


def test_cmyk_of_adobe_is_inverted_and_becomes_light(make):
    ink = np.full((16, 16, 4), (0, 255, 102, 51), np.uint8)
    picture = load_image(make.encoded(Image.fromarray(ink, "CMYK"), "JPEG", quality=100))
    np.testing.assert_allclose(picture[8, 8], [0.8, 0, 0.48], atol=0.02)


def test_the_first_picture_of_a_phone_counts(make):
    second = Image.new("RGB", (60, 50), "red")
    data = make.encoded(Image.fromarray(SMOOTH), "MPO", save_all=True, append_images=[second], quality=95)
    assert b"MPF\0" in data
    np.testing.assert_allclose(load_image(data) * 255, SMOOTH, atol=12)


def test_a_large_photo_is_the_same_picture_whether_it_is_reduced_while_decoding_or_after(make):
    image = Image.fromarray(SMOOTH).resize((960, 640), Image.Resampling.BICUBIC)
    data = make.encoded(image, "JPEG", quality=95)
    reduced, whole = load_image(data, max_side=96), load_image(data)
    assert reduced.shape == (64, 96, 3)
    np.testing.assert_allclose(reduced, whole.reshape(64, 10, 96, 10, 3).mean(axis=(1, 3)), atol=0.02)


def test_application_data_are_not_interpreted(make):
    data = make.encoded(SMOOTH, "JPEG", quality=95)
    junk = b"\xff\xe1" + struct.pack(">H", 22) + b"Exif\0\0II*\0" + b"\xff" * 10
    junk += b"\xff\xe2" + struct.pack(">H", 14) + b"MPF\0" + b"\xff" * 8
    junk += b"\xff\xed" + struct.pack(">H", 22) + b"Photoshop 3.0\x008BIM\xff\xff"
    np.testing.assert_array_equal(load_image(data[:2] + junk + data[2:]), load_image(data))


def scans(make, size, count):
    """Return a progressive picture whose last scan is repeated."""
    data = make.encoded(Image.new("L", size, 128), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * (count - data.count(b"\xff\xda")) + b"\xff\xd9"


def test_64_scans_are_read_and_65_are_not(make, refused):
    assert load_image(scans(make, (40, 30), 64)).shape == (30, 40, 3)
    assert refused(scans(make, (40, 30), 65)) == "image_too_complex"
    assert refused(scans(make, (40, 30), 3500)) == "image_too_complex"


def test_many_scans_of_a_large_picture_are_too_much_work(make, refused):
    assert refused(scans(make, (4000, 3000), 60)) == "image_too_complex"


def test_every_cut_is_an_error(make, refused):
    data = make.encoded(SMOOTH, "JPEG", quality=60)
    for end in range(3, len(data) - 2, 7):
        refused(data[:end])


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_cut_that_is_hidden_by_an_end_marker_is_an_error(make, refused, mode):
    data = make.encoded(Image.fromarray(SMOOTH).convert(mode), "JPEG", quality=60)
    first = data.index(b"\xff\xda") + 20
    for end in range(first, len(data) - 20, 11):
        assert refused(data[:end] + b"\xff\xd9") == "image_truncated"


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_picture_that_is_grey_to_its_last_pixel_is_not_taken_for_a_cut_one(make, mode):
    grey = Image.new("L", (40, 24), 128).convert(mode)
    assert load_image(make.encoded(grey, "JPEG")).shape == (24, 40, 3)


def with_frame(data, **fields):
    """Return a baseline picture with a changed frame header."""
    start = data.index(b"\xff\xc0")
    precision, height, width = struct.unpack_from(">BHH", data, start + 4)
    frame = {"marker": 0xC0, "precision": precision, "height": height, "width": width, **fields}
    packed = struct.pack(">BHH", frame["precision"], frame["height"], frame["width"])
    return (
        data[: start + 1]
        + bytes([frame["marker"]])
        + data[start + 2 : start + 4]
        + packed
        + data[start + 9 :]
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"height": 0}, "image_damaged"),
        ({"width": 0}, "image_damaged"),
        ({"precision": 12}, "image_unsupported"),
        ({"marker": 0xC3}, "image_unsupported"),
        ({"width": 65000, "height": 65000}, "image_too_many_pixels"),
        ({"width": 7000, "height": 7000}, "image_truncated"),
        ({"height": 48}, "image_truncated"),
    ],
)
def test_lying_frames_are_refused(make, refused, fields, code):
    assert refused(with_frame(make.encoded(SMOOTH, "JPEG"), **fields)) == code


def test_millions_of_segments_or_fill_bytes_do_not_keep_the_reader_busy(make, refused):
    data = make.encoded(SMOOTH, "JPEG", quality=95)
    assert refused(data[:2] + b"\xff\xe2\0\2" * 5_000_000 + data[2:]) == "image_truncated"
    assert load_image(data[:2] + b"\xff" * 5_000_000 + data[2:]).shape == (32, 48, 3)
    assert refused(data[:-2] + b"\xff" * 5_000_000 + b"\0") == "image_truncated"
