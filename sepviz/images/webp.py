"""WebP (RFC 9649): libwebp, which Pillow brings along, decodes; sizes are checked in the container."""

import struct
from collections.abc import Iterator

import numpy as np
from PIL import _webp

from sepviz.images.colour import planes_of, with_alpha
from sepviz.images.picture import Picture, row_ranges
from sepviz.images.refusals import check_size, refusal
from sepviz.images.tiff_directory import MAX_EXIF_BYTES, exif_orientation

MAX_WEBP_PIXELS = 9_000_000
"""libwebp and Pillow keep up to four copies of the picture while they decode: 16 bytes a pixel."""

_MAX_CHUNKS = 10_000
_Size = tuple[int, int]


def open_webp(data: bytes, max_pixels: int) -> Picture:
    """Check the container of a WebP file and return its picture, still to be decoded."""
    width, height, exif = _read_header(data)
    check_size(width, height, min(max_pixels, MAX_WEBP_PIXELS))
    return Picture(
        width=width, height=height, bands=_bands(data, (width, height)), orientation=exif_orientation(exif)
    )


def _chunks(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (type, start, end) of the contents of RIFF chunks."""
    for _ in range(_MAX_CHUNKS):
        if start + 8 > end:
            return
        kind, length = struct.unpack_from("<4sI", data, start)
        if start + 8 + length > end:
            raise refusal("image_truncated")
        yield kind, start + 8, start + 8 + length
        start += 8 + length + length % 2
    raise refusal("image_too_complex")


def _read_header(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height and EXIF data; canvas, frame and bitstream have to agree about the size."""
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise refusal("image_truncated")
    canvas, frame, exif = None, None, b""
    for kind, start, stop in _chunks(data, 12, end):
        if kind == b"VP8X" and canvas is None:
            canvas = (_number24(data, start + 4) + 1, _number24(data, start + 7) + 1)
        elif kind in (b"VP8 ", b"VP8L") and frame is None:
            frame = _bitstream_size(data, kind, start)
            _agree(canvas, (0, 0), frame, whole=True)
        elif kind == b"ANMF" and frame is None:
            frame = _animation_frame(data, start, stop, canvas)
        elif kind == b"EXIF":
            exif = data[start : min(stop, start + MAX_EXIF_BYTES)]
    if frame is None:
        raise refusal("image_damaged")
    return *(canvas or frame), exif


def _animation_frame(data: bytes, start: int, stop: int, canvas: _Size | None) -> _Size:
    """Check the first frame of an animation against its own bitstream and the canvas."""
    corner = (2 * _number24(data, start), 2 * _number24(data, start + 3))
    size = (_number24(data, start + 6) + 1, _number24(data, start + 9) + 1)
    for kind, inner, _ in _chunks(data, start + 16, stop):
        if kind in (b"VP8 ", b"VP8L") and _bitstream_size(data, kind, inner) == size:
            _agree(canvas, corner, size, whole=False)
            return size
    raise refusal("image_damaged")


def _agree(canvas: _Size | None, corner: _Size, size: _Size, *, whole: bool) -> None:
    """Refuse a frame that does not fit its canvas."""
    if canvas is None:
        if whole:
            return
        raise refusal("image_damaged")
    if (whole and size != canvas) or corner[0] + size[0] > canvas[0] or corner[1] + size[1] > canvas[1]:
        raise refusal("image_damaged")


def _number24(data: bytes, position: int) -> int:
    """Read three bytes, the low one first."""
    return int.from_bytes(data[position : position + 3], "little")


def _bitstream_size(data: bytes, kind: bytes, start: int) -> _Size:
    """Read the size in the header of a lossy or a lossless bitstream."""
    if kind == b"VP8 ":
        signature, width, height = struct.unpack_from("<3sHH", data, start + 3)
        if signature != b"\x9d\x01\x2a":
            raise refusal("image_damaged")
        return width & 0x3FFF, height & 0x3FFF
    signature, bits = struct.unpack_from("<BI", data, start)
    if signature != 0x2F:
        raise refusal("image_damaged")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _bands(data: bytes, size: _Size) -> Iterator[np.ndarray]:
    """Decode the first frame and yield planes on white."""
    samples = _first_frame(data, size)
    for top, bottom in row_ranges(*samples.shape[:2]):
        yield with_alpha(planes_of(samples[top:bottom], 255))


def _first_frame(data: bytes, size: _Size) -> np.ndarray:
    """Decode to samples (rows, width, 3 or 4); the decoder and its own two copies are gone on return.

    This is the decoder below `Image.open`, which would copy the pixels twice more.
    """
    decoder = _webp.WebPAnimDecoder(data)
    found, _, _, _, mode = decoder.get_info()
    frame = decoder.get_next()
    if found != size or frame is None:
        raise refusal("image_damaged")
    pixels = np.frombuffer(frame[0], np.uint8).reshape(size[1], size[0], 4)
    return pixels if mode == "RGBA" else pixels[:, :, :3]
