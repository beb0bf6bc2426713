"""JPEG (ITU-T T.81), and the photos of phones that carry a second picture behind the first (MPO).

libjpeg, through Pillow, decodes; this module reads the markers first, so that the work is bounded, and
hands on a file without application data, so that nothing but the picture itself is interpreted.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from sepviz.images.colour import from_cmyk, planes_of
from sepviz.images.picture import Picture, row_ranges
from sepviz.images.refusals import check_size, refusal
from sepviz.images.shrink import result_size
from sepviz.images.tiff_directory import exif_orientation

_FRAMES = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}  # baseline, extended and progressive; Huffman and arithmetic
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xCB, 0xCD, 0xCE, 0xCF, 0xDE}  # lossless, hierarchical
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without content
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
MAX_SCANS = 64
_MAX_JPEG_BYTES = 60_000_000
_MAX_ARITHMETIC_PIXELS = 12_000_000  # its decoder is several times slower
_MAX_SCANNED_PIXELS = 400_000_000  # pixels times scans: ten scans of 24 megapixels and some more
_MAX_COEFFICIENT_BYTES = 120_000_000  # what libjpeg keeps of a picture in several scans
_MAX_EMBEDDED_PIXELS = 13_000_000  # a whole page in one strip is decoded at once
_MIDDLE_GREYS = {127, 128}
_NOISE = bytes(range(1, 255)) * 16
_MAX_MARKERS = 10_000


@dataclass(slots=True, kw_only=True)
class JpegHeader:
    """What the markers of a JPEG file say."""

    width: int = 0
    height: int = 0
    channels: int = 0
    arithmetic: bool = False
    coefficients: int = 0
    scans: int = 0
    orientation: int = 1
    kept: list[bytes] = field(default_factory=list)
    first_scan: int = 0
    end: int = 0
    components: set[int] = field(default_factory=set)


def open_jpeg(data: bytes, max_pixels: int, max_side: int) -> Picture:
    """Check the markers of a JPEG file and return its picture, still to be decoded.

    libjpeg can decode at 1/2, 1/4 or 1/8 of the size; the picture comes as small as `max_side` allows.
    """
    if len(data) > _MAX_JPEG_BYTES:
        raise refusal("image_too_large", limit=_MAX_JPEG_BYTES // 1_000_000)
    header = read_jpeg_header(data)
    check_size(header.width, header.height, max_pixels)
    _check_work(header)
    target = result_size(header.height, header.width, max_side)
    with _open(data, header, target) as image:
        width, height = image.size
    return Picture(
        width=width,
        height=height,
        bands=_bands(data, header, target),
        orientation=header.orientation,
    )


def read_jpeg_header(data: bytes) -> JpegHeader:
    """Walk through all markers up to the end of the first picture."""
    header = JpegHeader()
    for marker, start, end in _markers(data):
        if marker in _OTHER_FRAMES:
            raise refusal("image_unsupported", format="JPEG")
        if marker in _FRAMES:
            _read_frame(header, marker, data[start + 4 : end])
        elif marker == 0xDA:
            header.scans += 1
            header.first_scan = header.first_scan or start
            header.components -= set(data[start + 5 : start + 5 + 2 * data[start + 4] : 2])
        elif marker == 0xD9:
            header.end = start
        elif marker == 0xE1 and header.orientation == 1 and data[start + 4 : start + 10] == b"Exif\0\0":
            header.orientation = exif_orientation(data[start + 10 : end])
        if not header.scans and (marker < 0xE0 or _decides_about_colour(data[start + 4 : end])):
            header.kept.append(data[start:end])
    if not header.scans or not header.channels:
        raise refusal("image_damaged")
    if not header.end or header.components:  # the end, or a whole colour, is missing
        raise refusal("image_truncated")
    return header


def _markers(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start, end) for each segment, without the data between them."""
    position = 2
    for _ in range(_MAX_MARKERS):
        found = _NEXT_MARKER.search(data, position)
        if found is None:
            return
        marker, start = found[1][0], found.end() - 2
        if marker == 0xD9:
            yield marker, start, start + 2
            return
        if marker in _ALONE or marker == 0xD8:
            position = found.end()
            continue
        position = start + 2 + struct.unpack_from(">H", data, start + 2)[0]
        if position > len(data):
            raise refusal("image_truncated")
        yield marker, start, position
    raise refusal("image_too_complex")


def _decides_about_colour(content: bytes) -> bool:
    """Tell the two application segments from which libjpeg learns the colour space."""
    return content.startswith((b"JFIF\0", b"Adobe"))


def _read_frame(header: JpegHeader, marker: int, content: bytes) -> None:
    """Read the size of the picture and of its coefficients."""
    precision, height, width, channels = struct.unpack_from(">BHHB", content)
    if header.channels or precision != 8 or channels not in (1, 3, 4) or len(content) < 6 + 3 * channels:
        raise refusal("image_damaged" if header.channels else "image_unsupported", format="JPEG")
    header.width, header.height, header.channels = width, height, channels
    header.arithmetic = marker >= 0xC9
    samplings = [divmod(content[7 + 3 * channel], 16) for channel in range(channels)]
    widest, highest = (max(sides) for sides in zip(*samplings, strict=True))
    if not all(1 <= side <= 4 for sampling in samplings for side in sampling):
        raise refusal("image_damaged")
    header.components = set(content[6 : 6 + 3 * channels : 3])
    share = sum(across * down for across, down in samplings) / (widest * highest)
    header.coefficients = int((width + 8 * widest) * (height + 8 * highest) * share * 2)


def _check_work(header: JpegHeader) -> None:
    """Refuse what takes long or much memory: each scan goes over the whole picture again."""
    pixels = header.width * header.height
    several = header.scans > 1
    if (
        header.scans > MAX_SCANS
        or (several and header.coefficients > _MAX_COEFFICIENT_BYTES)
        or (several and pixels * header.scans > _MAX_SCANNED_PIXELS)
        or (header.arithmetic and pixels > _MAX_ARITHMETIC_PIXELS)
    ):
        raise refusal("image_too_complex")


def _open(data: bytes, header: JpegHeader, target: tuple[int, int], filler: bytes = b"") -> Image.Image:
    """Let Pillow open a file of the same picture and nothing else, in about the `target` size (H, W)."""
    scans = memoryview(data)[header.first_scan : header.end]
    plain = b"".join([b"\xff\xd8", *header.kept, scans, filler, b"\xff\xd9"])
    image = Image.open(io.BytesIO(plain), formats=("JPEG",))
    image.draft(image.mode, (target[1], target[0]))
    return image


def _decode(data: bytes, header: JpegHeader, target: tuple[int, int]) -> Image.Image:
    """Decode, and refuse a picture whose data end too early.

    libjpeg paints what is missing in middle grey, without a word. Where the last pixel has that colour, the
    picture is decoded again with noise behind its data: only if something is missing does that show.
    """
    image = _open(data, header, target)
    image.load()
    last_pixel = image.crop((image.width - 1, image.height - 1, image.width, image.height))
    if set(last_pixel.tobytes()) <= _MIDDLE_GREYS:
        with _open(data, header, target, filler=_NOISE) as again:
            if again.tobytes() != image.tobytes():
                raise refusal("image_truncated")
    return image


def decode_embedded(data: bytes, tables: bytes, *, ycc: bool) -> np.ndarray:
    """Decode one strip or tile of a TIFF file to samples (rows, columns, channels); `tables` may be shared.

    An Adobe segment tells libjpeg what the TIFF file says about the colour space.
    """
    adobe = b"\xff\xee\x00\x0eAdobe\x00\x64\0\0\0\0" + (b"\x01" if ycc else b"\x00")
    shared = tables[2:].removesuffix(b"\xff\xd9")
    data = b"".join([b"\xff\xd8", adobe, shared, data[2:]])
    header = read_jpeg_header(data)
    check_size(header.width, header.height, _MAX_EMBEDDED_PIXELS)
    if header.scans > header.channels:
        raise refusal("image_unsupported", format="TIFF")
    with _decode(data, header, (header.height, header.width)) as image:
        samples = np.asarray(image).reshape(header.height, header.width, -1)
    return (
        255 - samples if header.channels == 4 else samples
    )  # Pillow inverts Adobe's CMYK; TIFF's is not inverted


def _bands(data: bytes, header: JpegHeader, target: tuple[int, int]) -> Iterator[np.ndarray]:
    """Yield planes."""
    with _decode(data, header, target) as image:
        for top, bottom in row_ranges(image.height, image.width):
            samples = np.asarray(image.crop((0, top, image.width, bottom)))
            planes = planes_of(samples.reshape(bottom - top, image.width, -1), 255)
            yield from_cmyk(planes) if len(planes) == 4 else planes
