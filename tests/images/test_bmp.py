"""BMP: depths, both directions, masks, palettes, run lengths."""

import struct

import numpy as np
import pytest

from sepviz.images import load_image

TABLE = bytes([0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0])  # red, green, blue as blue-green-red-0
COLOURS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])


def padded(row):
    return row + bytes(-len(row) % 4)


@pytest.mark.parametrize("direction", [1, -1])
def test_24_bit_rows_come_from_either_end(make, colours, direction):
    rows = [padded(row[:, ::-1].tobytes()) for row in colours[::-direction]]
    picture = load_image(make.bmp(b"".join(rows), size=(7, 5 * direction), depth=24))
    np.testing.assert_array_equal(picture, colours / np.float32(255))


@pytest.mark.parametrize(("depth", "row"), [(1, b"\x60"), (4, b"\x01\x10\x20"), (8, b"\0\1\1\0\2")])
def test_indices_of_every_depth_find_their_colour(make, depth, row):
    indices = [0, 1, 1, 0, 0] if depth == 1 else [0, 1, 1, 0, 2]
    table = TABLE[: 4 << depth]
    picture = load_image(
        make.bmp(padded(row), size=(5, 1), depth=depth, table=table + bytes((4 << depth) - len(table)))
    )
    np.testing.assert_allclose(picture[0], COLOURS[indices], atol=1e-6)


@pytest.mark.parametrize(
    ("masks", "word", "colour"),
    [
        (None, 0b0_11111_00000_10000, (1, 0, 16 / 31)),
        ((0x7C00, 0x03E0, 0x001F), 0b1_11111_00000_10000, (1, 0, 16 / 31)),
        ((0xF800, 0x07E0, 0x001F), 0b11111_100000_00000, (1, 32 / 63, 0)),
    ],
)
def test_16_bit_words_are_cut_by_their_masks(make, masks, word, colour):
    table = struct.pack("<3I", *masks) if masks else b""
    pixels = struct.pack("<HH", word, word)
    picture = load_image(
        make.bmp(pixels, size=(2, 1), depth=16, compression=3 if masks else 0, table=table)
    )
    np.testing.assert_allclose(picture[0, 1], colour, atol=1 / 255)  # Pillow has 8 bits for the 5 or 6


def test_32_bit_words_may_hold_bytes_in_two_orders(make):
    pixels = bytes([0, 10, 20, 30])
    usual = load_image(make.bmp(pixels[1:] + b"\0", size=(1, 1), depth=32))
    masks = struct.pack("<3I", 0xFF000000, 0xFF0000, 0xFF00)
    shifted = load_image(make.bmp(pixels, size=(1, 1), depth=32, compression=3, table=masks))
    np.testing.assert_allclose(usual[0, 0] * 255, [30, 20, 10], atol=1e-4)
    np.testing.assert_allclose(shifted[0, 0] * 255, [30, 20, 10], atol=1e-4)


def run_length(make, data, size=(5, 2), depth=8):
    table = TABLE + bytes((4 << depth) - len(TABLE))
    return make.bmp(data, size=size, depth=depth, compression=1 if depth == 8 else 2, table=table)


def test_runs_of_8_and_of_4_bits_give_the_same_picture(make):
    eight = b"\3\1\2\0" + b"\0\0" + b"\0\5\2\2\1\1\0\0" + b"\0\1"
    four = b"\3\x11\2\0" + b"\0\0" + b"\0\5\x22\x11\0\0" + b"\0\1"
    picture = load_image(run_length(make, eight))
    np.testing.assert_allclose(picture[::-1], COLOURS[[[1, 1, 1, 0, 0], [2, 2, 1, 1, 0]]], atol=1e-6)
    np.testing.assert_array_equal(load_image(run_length(make, four, depth=4)), picture)


def test_a_run_of_4_bits_alternates(make):
    picture = load_image(run_length(make, b"\5\x12\0\1", size=(5, 1), depth=4))
    np.testing.assert_allclose(picture[0], COLOURS[[1, 2, 1, 2, 1]], atol=1e-6)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\6\1\0\1", "image_damaged"),
        (b"\5\1\0\0\5\1\0\0\1\1\0\1", "image_damaged"),
        (b"\5\1\0\0\5\1", "image_damaged"),
        (b"\0\5\1\1", "image_damaged"),
        (b"\5\1\0\1", "image_unsupported"),
        (b"\0\2\1\0\4\1\0\0\5\1\0\1", "image_unsupported"),
        (b"\1\1" * 5 + b"\0\0" * 1_200_000, "image_too_complex"),
    ],
    ids=[
        "beyond the row",
        "beyond the picture",
        "no end",
        "cut literal",
        "half covered",
        "jump",
        "endless",
    ],
)
def test_runs_that_do_not_fill_the_picture_are_refused(make, refused, data, code):
    assert refused(run_length(make, data)) == code


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"size": (7, 6), "depth": 24}, "image_truncated"),
        ({"size": (7, 5), "depth": 2}, "image_unsupported"),
        ({"size": (7, 5), "depth": 24, "compression": 4}, "image_unsupported"),
        ({"size": (7, 5), "depth": 16, "compression": 3, "table": bytes(12)}, "image_unsupported"),
        ({"size": (0, 5), "depth": 24}, "image_damaged"),
        ({"size": (-7, 5), "depth": 24}, "image_damaged"),
        ({"size": (60000, 60000), "depth": 1}, "image_too_many_pixels"),
        ({"size": (7000, 7000), "depth": 1}, "image_truncated"),
    ],
)
def test_headers_that_lie_are_refused(make, refused, options, code):
    assert refused(make.bmp(bytes(5 * 24), **options)) == code


def with_alpha(words, alpha=0xFF000000, compression=3, depth=32):
    """Return a file with a header of version 5 that names the bits of an alpha channel."""
    masks = (0x7C00, 0x3E0, 0x1F) if depth == 16 else (0xFF0000, 0xFF00, 0xFF)
    pixels = struct.pack(f"<{len(words)}{'H' if depth == 16 else 'I'}", *words)
    header = struct.pack(
        "<IiiHHIIiiII", 124, 2, len(words) // 2, 1, depth, compression, len(pixels), 0, 0, 0, 0
    )
    header += struct.pack("<4I", *masks, alpha) + b"BGRs" + bytes(64)
    return b"BM" + struct.pack("<IHHI", 14 + 124 + len(pixels), 0, 0, 138) + header + pixels


@pytest.mark.parametrize("compression", [0, 3])
def test_alpha_is_laid_on_white(compression):
    image = load_image(
        with_alpha([0x00000000, 0x80000000, 0xFF000000, 0x00FF0000], compression=compression)
    )
    grey = 1 - 128 / 255
    np.testing.assert_allclose(image[:, :, 0], [[0, 1], [1, grey]], atol=1e-6)
    np.testing.assert_allclose(image[:, :, 1], [[0, 1], [1, grey]], atol=1e-6)


@pytest.mark.parametrize("alpha", [0x00FF0000, 0xF0F00000, 0xFF])
def test_alpha_bits_that_cannot_be_are_refused(refused, alpha):
    assert refused(with_alpha([0, 0], alpha=alpha)) == "image_unsupported"
