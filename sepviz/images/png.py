"""PNG (W3C recommendation, third edition), decoded band by band.

Python checks and takes apart the container; Pillow's `zip` codec undoes the row filters. Pillow alone
would halve 16-bit colour, ignore wrong checksums of what it skips, and hold the whole picture in memory.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from sepviz.images.bits import unpack_bits
from sepviz.images.colour import from_palette, on_white, planes_of, with_alpha
from sepviz.images.inflate import Inflater
from sepviz.images.picture import Picture, row_ranges
from sepviz.images.refusals import check_size, refusal
from sepviz.images.tiff_directory import MAX_EXIF_BYTES, exif_orientation

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
_MAX_CHUNKS = 100_000
_MAX_INTERLACED_BYTES = 100_000_000  # an interlaced picture is only complete in the end
_MAX_DEEP_BYTES = 120_000_000  # of 16-bit samples: 20 megapixels of RGB; every row is decoded twice
_MAX_TRANSPARENCY = 256
_MAX_TEXT_BYTES = 1 << 20  # of compressed texts together: more is a bomb for whoever reads them
_SIZES = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"tIME": 7}
_MAX_DEFLATE_RATIO = 1032  # of deflate itself: what claims more cannot be complete
# Codec modes with as many bytes a pixel as the filter looks back; two where it keeps half a value.
_BYTE_MODES = {
    1: [("L", "L")],
    2: [("LA", "LA")],
    3: [("RGB", "RGB")],
    4: [("RGBA", "RGBA")],
    6: [("RGB", "RGB;16B"), ("RGB", "RGB;16L")],
    8: [("RGBA", "RGBA;16B"), ("RGBA", "RGBA;16L")],
}


@dataclass(slots=True, kw_only=True)
class _Header:
    """IHDR, and the other chunks that decide about pixels."""

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool
    palette: np.ndarray | None = None
    transparency: bytes = b""
    exif: bytes = b""
    text_bytes: int = 0
    data: list[memoryview] = field(default_factory=list)

    @property
    def channels(self) -> int:
        return _CHANNELS[self.colour]

    def row_bytes(self, width: int) -> int:
        return (width * self.channels * self.depth + 7) // 8

    @property
    def filter_step(self) -> int:
        """How many bytes back a row filter finds the pixel to the left."""
        return max(1, self.channels * self.depth // 8)


def open_png(data: bytes, max_pixels: int) -> Picture:
    """Check the container of a PNG file and return its picture, still to be decoded."""
    header = _read_header(data, max_pixels)
    samples = _interlaced(header) if header.interlaced else _sequential(header)
    return Picture(
        width=header.width,
        height=header.height,
        bands=(_planes(header, band) for band in samples),
        orientation=exif_orientation(header.exif),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield (type, content) up to IEND; a wrong length or checksum is an error."""
    view, position = memoryview(data), 8
    for _ in range(_MAX_CHUNKS):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 8 + length
        if end + 4 > len(data):
            raise refusal("image_truncated")
        if zlib.crc32(view[position + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            raise refusal("image_damaged")
        yield kind, view[position + 8 : end]
        if kind == b"IEND":
            return
        position = end + 4
    raise refusal("image_too_complex")


def _read_header(data: bytes, max_pixels: int) -> _Header:
    """Collect what is needed to decode, in the order that the format prescribes."""
    chunks = _chunks(data)
    kind, content = next(chunks)
    if kind != b"IHDR" or len(content) != 13:
        raise refusal("image_damaged")
    width, height, depth, colour, compression, filters, interlace = struct.unpack(">IIBBBBB", content)
    if depth not in _DEPTHS.get(colour, ()) or compression or filters or interlace > 1:
        raise refusal("image_damaged")
    check_size(width, height, max_pixels)
    header = _Header(width=width, height=height, depth=depth, colour=colour, interlaced=bool(interlace))
    previous = kind
    for kind, content in chunks:
        _collect(header, kind, content, follows=previous)
        previous = kind
    _check(header)
    return header


def _collect(header: _Header, kind: bytes, content: memoryview, *, follows: bytes) -> None:
    """Keep one chunk if pixels depend on it."""
    if kind == b"IDAT":
        if header.data and follows != b"IDAT":
            raise refusal("image_damaged")
        header.data.append(content)
    elif kind == b"PLTE":
        if len(content) % 3 or not 3 <= len(content) <= 768 or header.data:
            raise refusal("image_damaged")
        header.palette = np.frombuffer(content, np.uint8).reshape(-1, 3) / 255
    elif kind == b"tRNS":
        header.transparency = bytes(content[:_MAX_TRANSPARENCY])
    elif kind == b"eXIf":
        header.exif = bytes(content[:MAX_EXIF_BYTES])
    elif kind == b"zTXt":
        header.text_bytes += _text_bytes(bytes(content[:MAX_EXIF_BYTES]))
        if header.text_bytes > _MAX_TEXT_BYTES:
            raise refusal("image_too_complex")
    elif len(content) != _SIZES.get(kind, len(content)) or (kind != b"IEND" and kind[:1].isupper()):
        raise refusal("image_damaged")  # a wrong size, or a chunk that is critical and unknown


def _text_bytes(content: bytes) -> int:
    """Return how long a compressed text is, up to a little more than what is allowed."""
    compressed = content.partition(b"\0")[2][1:]
    return len(zlib.decompressobj().decompress(compressed, _MAX_TEXT_BYTES + 1))


def _check(header: _Header) -> None:
    """Refuse headers that promise more than the file holds, or than fits."""
    raw = header.row_bytes(header.width) * header.height
    if not header.data or (header.colour == 3 and header.palette is None):
        raise refusal("image_damaged")
    if sum(map(len, header.data)) * _MAX_DEFLATE_RATIO < raw:
        raise refusal("image_truncated")
    samples = header.width * header.height * header.channels
    if (header.depth == 16 and 2 * samples > _MAX_DEEP_BYTES) or (
        header.interlaced and samples * (2 if header.depth == 16 else 1) > _MAX_INTERLACED_BYTES
    ):
        raise refusal("image_too_complex")


def _unfilter(header: _Header, rows: bytes, width: int, above: bytes) -> np.ndarray:
    """Undo the filters of whole rows, given the finished row above them; uint8 (rows, bytes)."""
    step, row_bytes = header.filter_step, header.row_bytes(width)
    count = len(rows) // (row_bytes + 1) + 1
    stream = zlib.compress(b"\0" + above + rows, 0)
    size = (row_bytes // step, count)
    halves = [
        np.asarray(Image.frombytes(mode, size, stream, "zip", raw, 0)) for mode, raw in _BYTE_MODES[step]
    ]
    if len(halves) == 1:
        return halves[0].reshape(count, row_bytes)[1:]
    return np.stack(halves, axis=-1).reshape(count, row_bytes)[1:]


def _sequential(header: _Header) -> Iterator[np.ndarray]:
    """Yield samples (rows, width, channels), top to bottom."""
    inflated, row_bytes = Inflater(header.data), header.row_bytes(header.width)
    above = bytes(row_bytes)
    for top, bottom in row_ranges(header.height, header.width):
        rows = _unfilter(header, inflated.read((bottom - top) * (row_bytes + 1)), header.width, above)
        above = rows[-1].tobytes()
        yield _samples(header, rows, header.width)
    inflated.finish()


def _interlaced(header: _Header) -> Iterator[np.ndarray]:
    """Yield the same for Adam7: seven small pictures, interleaved."""
    inflated = Inflater(header.data)
    dtype = np.uint16 if header.depth == 16 else np.uint8
    picture = np.empty((header.height, header.width, header.channels), dtype)
    for y, x, dy, dx in _ADAM7:
        part = picture[y::dy, x::dx]
        height, width = part.shape[:2]
        above = bytes(header.row_bytes(width))
        for top, bottom in row_ranges(height, width) if width else ():
            rows = _unfilter(header, inflated.read((bottom - top) * (len(above) + 1)), width, above)
            above = rows[-1].tobytes()
            part[top:bottom] = _samples(header, rows, width)
    inflated.finish()
    for top, bottom in row_ranges(header.height, header.width):
        yield picture[top:bottom]


def _samples(header: _Header, rows: np.ndarray, width: int) -> np.ndarray:
    """Unpack bytes to samples (rows, width, channels)."""
    if header.depth == 16:
        rows = np.ascontiguousarray(rows).view(">u2")
    elif header.depth < 8:
        rows = unpack_bits(rows, header.depth, width)
    return rows.reshape(len(rows), width, header.channels)


def _planes(header: _Header, samples: np.ndarray) -> np.ndarray:
    """Convert samples to planes on white."""
    key = header.transparency
    if header.colour == 3:
        assert header.palette is not None
        alpha = np.ones(len(header.palette))
        given = np.frombuffer(key, np.uint8)[: len(alpha)]
        alpha[: len(given)] = given / 255
        return from_palette(samples[:, :, 0], on_white(header.palette, alpha[:, None]))
    planes = planes_of(samples, (1 << header.depth) - 1)
    if key and header.colour in (0, 2):
        colour = struct.unpack(f">{header.channels}H", key)
        transparent = np.logical_and.reduce([samples[:, :, c] == value for c, value in enumerate(colour)])
        np.copyto(planes, 1, where=transparent)
    return with_alpha(planes)
