"""WebP: transparency, animations, and containers whose sizes contradict each other."""

import struct

import numpy as np
import pytest
from PIL import Image

from sepviz.images import load_image


def riff(*chunks):
    """Return a WebP container."""
    body = b"WEBP"
    for kind, content in chunks:
        body += kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def lossless_header(width, height):
    return b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(9)


def canvas(width, height, flags=0):
    return bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def test_transparency_lies_on_white(make):
    image = np.zeros((4, 6, 4), np.uint8)
    image[..., 0], image[..., 3] = 200, [0, 51, 102, 153, 204, 255]
    picture = load_image(make.encoded(Image.fromarray(image), "WEBP", lossless=True, exact=True))
    alpha = np.array([0, 51, 102, 153, 204, 255]) / 255
    np.testing.assert_allclose(picture[2, :, 1], 1 - alpha, atol=1e-6)
    np.testing.assert_allclose(picture[2, :, 0], 1 - alpha + alpha * 200 / 255, atol=1e-6)


def test_the_first_frame_of_an_animation_counts(make, colours):
    frames = [Image.fromarray(colours), Image.new("RGB", (7, 5), "red")]
    data = make.encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    np.testing.assert_array_equal(load_image(data), colours / np.float32(255))


def test_every_cut_is_an_error(make, colours, refused):
    data = make.encoded(colours, "WEBP")
    for end in range(12, len(data)):
        refused(data[:end])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (riff((b"VP8L", lossless_header(16384, 16384))), "image_too_many_pixels"),
        (
            riff((b"VP8X", canvas(1 << 24, 1 << 24)), (b"VP8L", lossless_header(1 << 14, 1 << 14))),
            "image_too_complex",
        ),
        (
            riff((b"VP8X", canvas(16000, 16000, 2)), (b"ANMF", bytes(16) + b"VP8L\5\0\0\0\x2f\0\0\0\0")),
            "image_too_many_pixels",
        ),
        (riff((b"VP8X", canvas(9, 9)), (b"VP8L", lossless_header(2000, 2000))), "image_damaged"),
        (riff((b"VP8X", canvas(2000, 3001))), "image_damaged"),
        (riff((b"VP8L", b"\x2e" + bytes(20))), "image_damaged"),
        (riff((b"VP8 ", bytes(20))), "image_damaged"),
        (riff(), "image_damaged"),
    ],
)
def test_sizes_that_are_too_large_or_disagree_are_refused_before_decoding(refused, data, code):
    assert refused(data) == code


def test_eight_megapixels_are_the_limit(make, refused):
    assert load_image(make.encoded(Image.new("RGB", (3000, 300)), "WEBP", lossless=True)).shape == (
        102,
        1024,
        3,
    )
    assert refused(riff((b"VP8L", lossless_header(3000, 2667)))) == "image_too_many_pixels"
