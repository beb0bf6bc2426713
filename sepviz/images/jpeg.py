"""JPEG (ITU-T T.81): the markers are read before libjpeg decodes, so that the work is bounded.

Pillow gets a file of the picture alone, without application data and the second picture of phones (MPO).
"""

import io
import re
import struct

from PIL import Image

from sepviz.images.checks import MAX_STEPS, load_pixels
from sepviz.images.pixels import exif_orientation
from sepviz.images.refusals import check_size, refusal
from sepviz.images.scale import result_size

_FRAMES = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}  # baseline, extended and progressive; Huffman and arithmetic
_NEXT_MARKER = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd8])")
_MAX_SCANS = 64
_MAX_ARITHMETIC_PIXELS = 12_000_000  # its decoder is several times slower
_MAX_SCANNED_PIXELS = 400_000_000  # pixels times scans: ten scans of 24 megapixels and some more
_MAX_COEFFICIENTS = 60_000_000  # libjpeg keeps them, two bytes each, of a picture in several scans
_MIDDLE_GREYS = {127, 128}
_NOISE = bytes(range(1, 255)) * 16


def open_jpeg(data: bytes, max_pixels: int, max_side: int) -> tuple[Image.Image, int]:
    """Return the decoded picture, in about the size that was asked for, and its orientation.

    libjpeg paints data that are missing in middle grey, without a word. Where the last pixel has that
    colour, the picture is decoded again with noise behind its data: only if something is missing, it shows.
    """
    segments, frame, orientation = _read(data)
    target = result_size(*_size(*frame, max_pixels), max_side)
    image = _decoded([*segments, b"\xff\xd9"], target)
    last = image.crop((image.width - 1, image.height - 1, image.width, image.height))
    if set(last.tobytes()) <= _MIDDLE_GREYS:
        again = _decoded([*segments, _NOISE, b"\xff\xd9"], target)
        if again.tobytes() != image.tobytes():
            raise refusal("image_truncated")
    return image, orientation


def _decoded(segments: list[bytes], target: tuple[int, int]) -> Image.Image:
    """Decode at the scale (1, 1/2, 1/4 or 1/8) that is just not smaller than `target` (H, W)."""
    image = Image.open(io.BytesIO(b"".join([b"\xff\xd8", *segments])), formats=("JPEG",))
    image.draft(image.mode, target[::-1])
    return load_pixels(image)


def _read(data: bytes) -> tuple[list[bytes], tuple[int, bytes, int], int]:
    """Return segments on which pixels depend, (marker, frame header, number of scans), and orientation."""
    segments, scans, orientation = list[bytes](), 0, 1
    frame, missing = (0, b""), set[int]()
    found = _NEXT_MARKER.search(data, 2)
    while found and found[1] != b"\xd9" and len(segments) < MAX_STEPS:
        start, marker = found.end() - 2, found[1][0]
        end = start + 2 + struct.unpack_from(">H", data, start + 2)[0]
        content = data[start + 4 : end]
        found = _NEXT_MARKER.search(data, end)
        if marker == 0xDA:
            scans, missing = scans + 1, missing - set(content[1 : 1 + 2 * content[0] : 2])
            end = found.start() if found else end
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if marker not in _FRAMES or frame[0]:
                raise refusal("image_unsupported", format="JPEG")
            frame, missing = (marker, content), set(content[6::3])
        elif marker == 0xE1 and orientation == 1 and content.startswith(b"Exif\0\0"):
            orientation = exif_orientation(content)
        kept = marker < 0xE0 or content.startswith((b"JFIF\0", b"Adobe"))
        segments.append(data[start:end] if kept else b"")
    if not found or found[1] != b"\xd9" or missing:  # the end, or a whole colour
        raise refusal("image_truncated")
    return segments, (*frame, scans), orientation


def _size(marker: int, frame: bytes, scans: int, max_pixels: int) -> tuple[int, int]:
    """Return (H, W) from a frame header, unless the picture is rare or takes long or much memory."""
    precision, height, width, channels = struct.unpack_from(">BHHB", frame)
    check_size(width, height, max_pixels)
    if precision != 8 or channels not in (1, 3, 4):
        raise refusal("image_unsupported", format="JPEG")
    samplings = [divmod(frame[7 + 3 * channel], 16) for channel in range(channels)]
    widest, highest = (max(sides) for sides in zip(*samplings, strict=True))
    share = sum(across * down for across, down in samplings) / (widest * highest)
    coefficients = (width + 8 * widest) * (height + 8 * highest) * share
    pixels = width * height
    if (
        scans > _MAX_SCANS
        or (scans > 1 and (pixels * scans > _MAX_SCANNED_PIXELS or coefficients > _MAX_COEFFICIENTS))
        or (marker >= 0xC9 and pixels > _MAX_ARITHMETIC_PIXELS)
    ):
        raise refusal("image_too_complex")
    return height, width
