"""PNG: every depth and colour type, transparency, filters, interlacing, and what makes a file broken."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from sepviz.images import load_image

CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


def rows_of(samples, filter_type=0):
    """Return unfiltered (or wrongly called so) rows of 8-bit or 16-bit samples."""
    big_endian = samples.astype(">u2") if samples.dtype == np.uint16 else samples
    return b"".join(bytes([filter_type]) + row.tobytes() for row in big_endian)


def expected(samples, largest):
    """Return the picture that samples (rows, columns, channels) stand for."""
    values = samples / largest
    colour, alpha = (values, 1) if values.shape[2] in (1, 3) else (values[..., :-1], values[..., -1:])
    return np.broadcast_to(colour * alpha + 1 - alpha, (*values.shape[:2], 3))


@pytest.mark.parametrize("colour", CHANNELS)
@pytest.mark.parametrize("depth", [8, 16])
def test_every_bit_of_8_and_16_bit_samples_counts(make, colour, depth):
    dtype = np.uint8 if depth == 8 else np.uint16
    samples = np.random.default_rng(colour).integers(0, 1 << depth, (9, 5, CHANNELS[colour]), dtype=dtype)
    picture = load_image(make.png(rows_of(samples), size=(5, 9), depth=depth, colour=colour))
    np.testing.assert_allclose(picture, expected(samples, (1 << depth) - 1), atol=1e-6)


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_small_greys_spread_from_black_to_white(make, depth):
    samples = np.arange(11) % (1 << depth)
    bits = "".join(f"{value:0{depth}b}" for value in samples).ljust(48, "0")
    row = int(bits, 2).to_bytes(6, "big")[: (11 * depth + 7) // 8]
    picture = load_image(make.png(b"\0" + row, size=(11, 1), depth=depth, colour=0))
    np.testing.assert_allclose(picture[0, :, 1], samples / ((1 << depth) - 1), atol=1e-6)


def test_a_palette_with_transparent_entries_lies_on_white(make):
    chunks = make.chunk(b"PLTE", bytes([255, 0, 0, 0, 255, 0, 0, 0, 255])) + make.chunk(
        b"tRNS", bytes([255, 51])
    )
    picture = load_image(make.png(b"\0\0\1\2", size=(3, 1), colour=3, chunks=chunks))
    np.testing.assert_allclose(picture[0], [[1, 0, 0], [0.8, 1, 0.8], [0, 0, 1]], atol=1e-6)


def test_an_index_beyond_the_palette_is_damage(make, refused):
    chunks = make.chunk(b"PLTE", bytes(6))
    assert refused(make.png(b"\0\0\2", size=(2, 1), colour=3, chunks=chunks)) == "image_damaged"


@pytest.mark.parametrize(("depth", "dtype"), [(8, np.uint8), (16, np.uint16)])
def test_the_colour_key_is_compared_in_full_depth(make, depth, dtype):
    near = (1 << depth) - 2  # in 16 bits its high byte is that of the key
    samples = np.array([[[near + 1, 7, 9], [near, 7, 9], [near + 1, 7, 8]]], dtype)
    chunks = make.chunk(b"tRNS", struct.pack(">3H", near + 1, 7, 9))
    picture = load_image(make.png(rows_of(samples), size=(3, 1), depth=depth, chunks=chunks))
    np.testing.assert_array_equal((picture == 1).all(axis=2), [[True, False, False]])


def test_a_grey_key_is_white(make):
    picture = load_image(
        make.png(b"\0\x05\x06", size=(2, 1), colour=0, chunks=make.chunk(b"tRNS", b"\0\x05"))
    )
    np.testing.assert_allclose(picture[0, :, 0], [1, 6 / 255], atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (3, 2), (5, 7), (8, 8), (17, 33)])
@pytest.mark.parametrize("depth", [8, 16])
def test_interlaced_rows_are_put_in_place(make, shape, depth):
    dtype = np.uint8 if depth == 8 else np.uint16
    samples = np.random.default_rng(1).integers(0, 1 << depth, (*shape, 3), dtype=dtype)
    passes = (
        (0, 0, 8, 8),
        (0, 4, 8, 8),
        (4, 0, 8, 4),
        (0, 2, 4, 4),
        (2, 0, 4, 2),
        (0, 1, 2, 2),
        (1, 0, 2, 1),
    )
    parts = [samples[y::dy, x::dx] for y, x, dy, dx in passes]
    rows = b"".join(rows_of(part) for part in parts if part.size)
    picture = load_image(make.png(rows, size=shape[::-1], depth=depth, interlaced=True))
    np.testing.assert_allclose(picture, samples / ((1 << depth) - 1), atol=1e-6)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P"])
def test_filters_reach_across_bands(make, mode, monkeypatch):
    monkeypatch.setattr("sepviz.images.scale._BAND_PIXELS", 200)
    y, x = np.mgrid[0:60, 0:40]
    smooth = np.stack([x * 6, y * 4, x + y, 255 - x], axis=2).astype(
        np.uint8
    )  # makes Pillow use all filters
    image = Image.fromarray(smooth, "RGBA").convert(mode)
    on_white = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA")).convert(
        "RGB"
    )
    picture = load_image(make.encoded(image, "PNG"))
    np.testing.assert_allclose(picture * 255, np.asarray(on_white), atol=1)


def test_the_still_picture_of_an_animation_counts(make, colours):
    still, other = Image.fromarray(colours), Image.new("RGB", (7, 5), "red")
    data = make.encoded(still, "PNG", save_all=True, append_images=[other])
    np.testing.assert_array_equal(load_image(data), colours / np.float32(255))


@pytest.mark.parametrize("position", [20, 30, 45, -6])
def test_a_wrong_checksum_is_an_error_wherever_it_is(make, colours, refused, position):
    data = bytearray(make.encoded(colours, "PNG"))
    data[position] ^= 1
    assert refused(bytes(data)).startswith("image_")


def test_every_cut_is_an_error(make, colours, refused):
    data = make.encoded(colours, "PNG")
    for end in range(8, len(data) - 1):
        refused(data[:end])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (bytes(31), "image_truncated"),
        (b"\5" + bytes(31), "image_damaged"),
    ],
    ids=["missing", "unknown filter"],
)
def test_pixels_that_do_not_fit_the_header_are_an_error(make, refused, rows, code):
    assert refused(make.png(rows, size=(7, 4), colour=0)) == code


def test_a_picture_that_cannot_be_in_so_few_bytes_is_refused_before_it_is_decoded(make, refused):
    assert refused(make.png(bytes(100), size=(7000, 7000))) == "image_truncated"


@pytest.mark.parametrize(
    "header",
    [(0, 4, 8, 2), (4, 0, 8, 2), (4, 4, 3, 0), (4, 4, 16, 3), (4, 4, 8, 5), (2**31, 1, 8, 0)],
)
def test_impossible_headers_are_refused(make, refused, header):
    width, height, depth, colour = header
    assert refused(make.png(bytes(100), size=(width, height), depth=depth, colour=colour)).startswith(
        "image_"
    )


@pytest.mark.parametrize(
    "extra",
    [
        (b"ABCD", b""),
        (b"gAMA", b"\0"),
        (b"pHYs", b""),
        (b"tRNS", b"\0"),
        (b"IHDR", bytes(13)),
    ],
    ids=lambda extra: extra[0].decode(),
)
def test_chunks_that_cannot_be_are_damage(make, refused, extra):
    assert refused(make.png(bytes(22), size=(7, 1), chunks=make.chunk(*extra))) == "image_damaged"


def test_a_compressed_text_that_is_a_bomb_is_refused(make, refused):
    text = make.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1 << 22)))
    assert refused(make.png(bytes(22), size=(7, 1), chunks=text)) == "image_damaged"
    many = make.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes((1 << 20) - 1))) * 70
    assert refused(make.png(bytes(22), size=(7, 1), chunks=many)) == "image_damaged"
