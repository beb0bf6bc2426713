"""BMP (Windows GDI: BITMAPINFOHEADER to BITMAPV5HEADER; OS/2 1.x), read by NumPy alone."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sepviz.images.bits import unpack_bits
from sepviz.images.bmp_runs import MAX_RUN_BYTES, expand_runs
from sepviz.images.colour import from_palette, on_white, planes_of
from sepviz.images.picture import Picture, row_ranges
from sepviz.images.refusals import check_size, refusal

_RGB, _RLE8, _RLE4, _BITFIELDS = 0, 1, 2, 3
_DEPTHS = {_RGB: (1, 4, 8, 16, 24, 32), _RLE8: (8,), _RLE4: (4,), _BITFIELDS: (16, 32)}
_MASKS_16 = {(0x7C00, 0x03E0, 0x001F), (0xF800, 0x07E0, 0x001F)}
_BYTES = {0xFF, 0xFF00, 0xFF0000, 0xFF000000}
_DEFAULT_MASKS = {16: (0x7C00, 0x03E0, 0x001F), 32: (0xFF0000, 0xFF00, 0xFF)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The fields of both headers that decide about pixels."""

    width: int
    height: int
    upside_down: bool  # stored with the bottom row first, as is usual
    depth: int
    compression: int
    pixels: int  # where they start
    palette: np.ndarray
    masks: tuple[int, int, int]
    alpha: int  # the bits of the alpha channel, 0 for none


def open_bmp(data: bytes, max_pixels: int) -> Picture:
    """Check the headers of a BMP file and return its picture, still to be read."""
    header = _read_header(data, max_pixels)
    return Picture(width=header.width, height=header.height, bands=_bands(header, _rows(data, header)))


def _read_header(data: bytes, max_pixels: int) -> _Header:
    """Read both headers, the masks and the palette."""
    pixels, size = struct.unpack_from("<II", data, 10)
    if size == 12:  # OS/2
        width, height, planes, depth = struct.unpack_from("<HHHH", data, 18)
        compression = used = 0
    else:
        width, height, planes, depth, compression = struct.unpack_from("<iiHHI", data, 18)
        used = struct.unpack_from("<I", data, 46)[0]
    check_size(width, abs(height), max_pixels)
    if planes != 1 or depth not in _DEPTHS.get(compression, ()):
        raise refusal("image_unsupported", format="BMP")
    masks, mask_bytes = _masks(data, size, depth, compression)
    table = 14 + size + mask_bytes
    if (
        pixels < table
        or (height < 0 and compression in (_RLE8, _RLE4))
        or (depth <= 8 and used > 1 << depth)
    ):
        raise refusal("image_damaged")
    return _Header(
        width=width,
        height=abs(height),
        upside_down=height > 0,
        depth=depth,
        compression=compression,
        pixels=pixels,
        palette=_palette(data[table:pixels], used or 1 << depth, entry=3 if size == 12 else 4),
        masks=masks,
        alpha=_alpha(data, size, depth, masks),
    )


def _alpha(data: bytes, size: int, depth: int, masks: tuple[int, int, int]) -> int:
    """Return the bits of the alpha channel where the header, from version 3 on, names any."""
    if size < 56 or depth not in (16, 32):
        return 0
    alpha: int = struct.unpack_from("<I", data, 66)[0]
    lowest = alpha & -alpha
    in_a_row = alpha // (lowest or 1) & (alpha // (lowest or 1) + 1) == 0
    if alpha >> depth or not in_a_row or any(alpha & mask for mask in masks):
        raise refusal("image_unsupported", format="BMP")
    return alpha


def _masks(data: bytes, size: int, depth: int, compression: int) -> tuple[tuple[int, int, int], int]:
    """Return the bits of red, green and blue, and how many bytes they take behind the header."""
    if compression != _BITFIELDS:
        return _DEFAULT_MASKS.get(depth, (0, 0, 0)), 0
    masks = struct.unpack_from("<3I", data, 54)
    if not (masks in _MASKS_16 if depth == 16 else len(_BYTES & set(masks)) == 3):
        raise refusal("image_unsupported", format="BMP")
    return masks, 0 if size >= 52 else 12


def _palette(table: bytes, used: int, *, entry: int) -> np.ndarray:
    """Return 256 colours in [0, 1]: those of the file (`entry` bytes each), and black for the rest."""
    colours = np.zeros((256, 3))
    count = min(used, len(table) // entry, 256)
    stored = np.frombuffer(table, np.uint8, count * entry).reshape(count, entry)
    colours[:count] = stored[:, 2::-1] / 255
    return colours


def _rows(data: bytes, header: _Header) -> np.ndarray:
    """Return the stored rows, the top one first: bytes, or palette indices where they were compressed."""
    if header.compression in (_RLE8, _RLE4):
        rows = expand_runs(
            data[header.pixels : header.pixels + MAX_RUN_BYTES],
            header.width,
            header.height,
            four_bits=header.depth == 4,
        )
    else:
        stride = (header.width * header.depth + 31) // 32 * 4
        if header.pixels + stride * header.height > len(data):
            raise refusal("image_truncated")
        rows = np.frombuffer(data, np.uint8, stride * header.height, header.pixels).reshape(
            header.height, stride
        )
    return rows[::-1] if header.upside_down else rows


def _bands(header: _Header, rows: np.ndarray) -> Iterator[np.ndarray]:
    """Yield planes."""
    for top, bottom in row_ranges(header.height, header.width):
        yield _planes(header, rows[top:bottom])


def _planes(header: _Header, rows: np.ndarray) -> np.ndarray:
    """Convert stored rows to planes."""
    width = header.width
    if header.depth <= 8:
        depth = 8 if header.compression else header.depth
        return from_palette(unpack_bits(rows, depth, width), header.palette)
    if header.depth == 24:
        return planes_of(rows[:, : 3 * width].reshape(len(rows), width, 3)[:, :, ::-1], 255)
    words = np.ascontiguousarray(rows[:, : width * header.depth // 8]).view(f"<u{header.depth // 8}")
    colour = np.stack([_channel(words, mask) for mask in header.masks])
    return on_white(colour, _channel(words, header.alpha)) if header.alpha else colour


def _channel(words: np.ndarray, mask: int) -> np.ndarray:
    """Cut one channel out of 16-bit or 32-bit words."""
    lowest = mask & -mask
    return np.divide((words & mask) // lowest, np.float32(mask // lowest), dtype=np.float32)
