"""The strips and tiles of a TIFF file: where they are, and the bytes that they hold once decompressed.

Each method delivers plain bytes: what they mean is decided elsewhere. Fax and LZW codes are left to
libtiff, which Pillow calls; it is shown a file of bytes (or bits) that is written here, not the visitor's.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from sepviz.images.inflate import Inflater
from sepviz.images.jpeg import decode_embedded
from sepviz.images.picture import row_ranges
from sepviz.images.refusals import refusal
from sepviz.images.tiff_directory import Directory
from sepviz.images.tiff_layout import (
    BLACK_IS_ZERO,
    CCITT_3,
    CCITT_4,
    CCITT_RLE,
    JPEG,
    LZW,
    NONE,
    PACKBITS,
    YCBCR,
    Layout,
)

_GROUP_BYTES = 1 << 20  # decompressed bytes that are handled at a time
_MAX_AT_ONCE = 48_000_000  # bytes: libtiff decompresses a strip in one go, and Pillow copies it
_FAX = (CCITT_RLE, CCITT_3, CCITT_4)
_LIBTIFF = (*_FAX, LZW, PACKBITS)
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """All strips or tiles of a page: plane by plane, row by row.

    ``file`` holds the content of the file, until all that is needed of it has been copied.
    """

    file: list[bytes]
    layout: Layout
    offsets: np.ndarray
    sizes: np.ndarray

    def stored(self, index: int) -> bytes | memoryview:
        """Return the bytes of one segment as the file has them, the high bit first."""
        start = int(self.offsets[index])
        view = memoryview(self.file[0])[start : start + int(self.sizes[index])]
        return bytes(view).translate(_REVERSED) if self.layout.reversed_bits else view


def find_segments(data: bytes, directory: Directory, layout: Layout) -> Segments:
    """Check that every segment lies inside the file."""
    offsets_tag, sizes_tag = (324, 325) if 324 in directory.tags else (273, 279)
    count = layout.across * layout.down * (layout.channels if layout.planar else 1)
    offsets = directory.values(offsets_tag)[:count].astype(np.int64)
    sizes = directory.values(sizes_tag)[:count].astype(np.int64)
    if layout.compression == NONE:  # the sizes follow from the layout, and are often written wrongly
        sizes = np.full(count, layout.row_bytes * layout.tile_height)
        if offsets_tag == 273:
            last_rows = layout.height - (layout.down - 1) * layout.tile_height
            sizes[layout.down - 1 :: layout.down] = layout.row_bytes * last_rows
    elif not len(sizes) and count == 1 and len(offsets):
        sizes = len(data) - offsets
    if len(offsets) < count or len(sizes) < count:
        raise refusal("image_damaged")
    if offsets.min() < 8 or sizes.min() < 1:
        raise refusal("image_damaged")
    if (offsets + sizes).max() > len(data):
        raise refusal("image_truncated")
    return Segments(file=[data], layout=layout, offsets=offsets, sizes=sizes)


def row_blocks(segments: Segments, plane: int) -> Iterator[np.ndarray]:
    """Yield the rows of one plane, uint8 (rows, tiles across, bytes), top to bottom."""
    layout = segments.layout
    first = plane * layout.across * layout.down
    together = max(1, _GROUP_BYTES // (layout.tile_height * layout.row_bytes)) if layout.across == 1 else 1
    for down in range(0, layout.down, together):
        indices = range(
            first + down * layout.across, first + min(down + together, layout.down) * layout.across
        )
        rows = min(layout.height - down * layout.tile_height, together * layout.tile_height)
        if layout.across > 1:
            yield _side_by_side(segments, indices)[:rows]
        else:
            blocks = _decompressed(segments, indices, rows)
            for block in [np.concatenate(list(blocks))] if len(indices) > 1 else blocks:
                yield block[:, None]


def _side_by_side(segments: Segments, indices: range) -> np.ndarray:
    """Decompress one row of tiles, uint8 (rows, tiles, bytes)."""
    layout = segments.layout
    blocks = list(_decompressed(segments, indices, layout.tile_height * len(indices)))
    tiles = np.concatenate(blocks).reshape(len(indices), layout.tile_height, layout.row_bytes)
    return tiles.swapaxes(0, 1)


def _decompressed(segments: Segments, indices: range, rows: int) -> Iterator[np.ndarray]:
    """Decompress segments and yield their rows, uint8 (rows, bytes), one segment below the other."""
    layout = segments.layout
    if layout.compression in _LIBTIFF:
        copy = _copied(layout, [segments.stored(index) for index in indices], rows)
        if len(indices) == len(segments.offsets) and layout.has_white:
            segments.file.clear()  # one large strip: libtiff's memory comes in place of the file's
        yield from _by_libtiff(layout, copy, rows)
        return
    for index in indices:
        height = min(rows, layout.tile_height)  # the last strip may be cut short
        rows -= height
        if layout.compression == JPEG:
            yield _jpeg(segments, index, height)
        else:
            yield from _streamed(segments, index, height)


def _streamed(segments: Segments, index: int, rows: int) -> Iterator[np.ndarray]:
    """Read a segment that is deflated, or stored as it is, piece by piece."""
    layout, stored = segments.layout, segments.stored(index)
    inflater = None if layout.compression == NONE else Inflater([stored])
    step = max(1, _GROUP_BYTES // layout.row_bytes)
    for top in range(0, rows, step):
        count = min(step, rows - top)
        size, start = count * layout.row_bytes, top * layout.row_bytes
        piece = inflater.read(size) if inflater else stored[start : start + size]
        yield np.frombuffer(piece, np.uint8).reshape(count, layout.row_bytes)


def _jpeg(segments: Segments, index: int, rows: int) -> np.ndarray:
    """Decode one segment that is a JPEG picture."""
    layout = segments.layout
    samples = decode_embedded(
        bytes(segments.stored(index)), layout.jpeg_tables, ycc=layout.photometric == YCBCR
    )
    if samples.shape[1:] != (layout.tile_width, layout.channels) or len(samples) < rows:
        raise refusal("image_damaged")
    return samples[:rows].reshape(rows, layout.row_bytes)


def _copied(layout: Layout, strips: list[bytes | memoryview], rows: int) -> bytes:
    """Return strips that follow each other as a file of one grey picture of bytes or bits."""
    bits = layout.compression in _FAX
    if rows * layout.row_bytes > _MAX_AT_ONCE:
        raise refusal("image_too_complex")
    tags = {
        256: layout.tile_width if bits else layout.row_bytes,
        257: rows,
        258: 1 if bits else 8,
        259: layout.compression,
        262: BLACK_IS_ZERO,
        277: 1,
        278: layout.tile_height,
    }
    if layout.compression == CCITT_3:
        tags[292] = layout.fax_options
    return _write_tiff(tags, strips)


def _by_libtiff(layout: Layout, file: bytes, rows: int) -> Iterator[np.ndarray]:
    """Decompress the strips of a file and yield its rows."""
    bits = layout.compression in _FAX
    with Image.open(io.BytesIO(file), formats=("TIFF",)) as image:
        image.load()
        for top, bottom in row_ranges(rows, layout.row_bytes):
            block = np.asarray(image.crop((0, top, image.width, bottom)))
            yield np.packbits(block, axis=1) if bits else block


def _write_tiff(tags: dict[int, int], strips: list[bytes | memoryview]) -> bytes:
    """Write a little-endian TIFF file."""
    sizes = [len(strip) for strip in strips]
    start = 8 + 2 + 12 * (len(tags) + 2) + 4 + 8 * len(strips)
    offsets = [start + offset for offset in np.cumsum([0, *sizes[:-1]]).tolist()]
    entries, lists = [], b""
    for tag, values in sorted(
        {**{tag: [value] for tag, value in tags.items()}, 273: offsets, 279: sizes}.items()
    ):
        packed = struct.pack(f"<{len(values)}I", *values)
        if len(values) > 1:
            place = 8 + 2 + 12 * (len(tags) + 2) + 4 + len(lists)
            lists += packed
            packed = struct.pack("<I", place)
        entries.append(struct.pack("<HHI", tag, 4, len(values)) + packed)
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    padding = bytes(start - 8 - len(directory) - len(lists))
    return b"".join([struct.pack("<2sHI", b"II", 42, 8), directory, lists, padding, *strips])
