"""The strips and tiles of a TIFF file: where they are, and the bytes that they hold once decompressed.

Each method delivers plain bytes: what they mean is decided elsewhere. Fax and LZW codes are left to
libtiff, which Pillow calls; it is shown a file of bytes (or bits) that is written here, not the visitor's.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from sepviz.images.jpeg import decode_embedded
from sepviz.images.refusals import refusal
from sepviz.images.tiff_directory import Directory
from sepviz.images.tiff_layout import DEFLATE, JPEG, NONE, OLD_DEFLATE, Layout

_GROUP_BYTES = 1 << 20  # decompressed bytes that are handled at a time
_MAX_WHOLE_SEGMENT = 64_000_000  # bytes: libtiff decompresses a segment in one go, into two buffers
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """All strips or tiles of a page: plane by plane, row by row."""

    data: bytes
    layout: Layout
    offsets: np.ndarray
    sizes: np.ndarray

    def compressed(self, index: int) -> bytes:
        """Return the stored bytes of one segment, in the usual order of bits."""
        start = int(self.offsets[index])
        stored = self.data[start : start + int(self.sizes[index])]
        return stored.translate(_REVERSED) if self.layout.reversed_bits else stored


def find_segments(data: bytes, directory: Directory, layout: Layout) -> Segments:
    """Check that every segment lies inside the file."""
    offsets_tag, sizes_tag = (324, 325) if 324 in directory.tags else (273, 279)
    count = layout.across * layout.down * (layout.channels if layout.planar else 1)
    offsets = directory.values(offsets_tag).astype(np.int64)
    sizes = directory.values(sizes_tag).astype(np.int64)
    if layout.compression == NONE:  # the sizes follow from the layout, and are often written wrongly
        sizes = np.full(count, layout.row_bytes * layout.tile_height)
        if offsets_tag == 273:
            last_rows = layout.height - (layout.down - 1) * layout.tile_height
            sizes[layout.down - 1 :: layout.down] = layout.row_bytes * last_rows
    elif not len(sizes) and count == 1 and len(offsets):
        sizes = len(data) - offsets
    if len(offsets) < count or len(sizes) < count:
        raise refusal("image_damaged")
    offsets, sizes = offsets[:count], sizes[:count]
    if offsets.min() < 8 or sizes.min() < 1:
        raise refusal("image_damaged")
    if (offsets + sizes).max() > len(data):
        raise refusal("image_truncated")
    return Segments(data=data, layout=layout, offsets=offsets, sizes=sizes)


def row_blocks(segments: Segments, plane: int) -> Iterator[np.ndarray]:
    """Yield the rows of one plane, uint8 (rows, tiles across, bytes), top to bottom."""
    layout = segments.layout
    first = plane * layout.across * layout.down
    group = max(1, _GROUP_BYTES // (layout.tile_height * layout.row_bytes)) if layout.across == 1 else 1
    for row in range(0, layout.down, group):
        rows = min(layout.height - row * layout.tile_height, group * layout.tile_height)
        start = first + row * layout.across
        stop = min(start + group * layout.across, first + layout.across * layout.down)
        if layout.across == 1 and layout.compression in (NONE, DEFLATE, OLD_DEFLATE) and stop - start == 1:
            yield from _streamed(segments, start, rows)
        else:
            yield _decompressed(segments, range(start, stop), rows)


def _decompressed(segments: Segments, indices: range, rows: int) -> np.ndarray:
    """Decompress a few strips, or one row of tiles."""
    layout = segments.layout
    if layout.across == 1:
        return _stacked(segments, indices, rows).reshape(rows, 1, layout.row_bytes)
    tiles = _stacked(segments, indices, layout.tile_height * len(indices))
    tiles = tiles.reshape(len(indices), layout.tile_height, layout.row_bytes)
    return np.moveaxis(tiles, 0, 1)[:rows]


def _stacked(segments: Segments, indices: range, rows: int) -> np.ndarray:
    """Decompress segments to rows of bytes, one segment below the other; the last may be cut short."""
    layout = segments.layout
    heights = [layout.tile_height] * (len(indices) - 1)
    heights.append(rows - sum(heights))
    if layout.compression == JPEG:
        pairs = zip(indices, heights, strict=True)
        return np.concatenate([_jpeg(segments, index, height) for index, height in pairs])
    if layout.compression in (NONE, DEFLATE, OLD_DEFLATE):
        pairs = zip(indices, heights, strict=True)
        streams = [_Stream(segments, index).read(height * layout.row_bytes) for index, height in pairs]
        return np.frombuffer(b"".join(streams), np.uint8).reshape(rows, layout.row_bytes)
    if rows * layout.row_bytes > _MAX_WHOLE_SEGMENT:
        raise refusal("image_too_complex")
    return _by_libtiff(layout, [segments.compressed(index) for index in indices], rows)


class _Stream:
    """The decompressed bytes of one segment, in pieces."""

    def __init__(self, segments: Segments, index: int) -> None:
        stored = segments.compressed(index)
        self.rest: bytes | memoryview = memoryview(stored)
        self.inflater = None if segments.layout.compression == NONE else zlib.decompressobj()

    def read(self, size: int) -> bytes:
        """Return exactly `size` bytes."""
        if self.inflater is None:
            piece, self.rest = bytes(self.rest[:size]), self.rest[size:]
        else:
            piece = self.inflater.decompress(self.rest, size)
            self.rest = self.inflater.unconsumed_tail
        if len(piece) < size:
            raise refusal("image_truncated")
        return piece


def _streamed(segments: Segments, index: int, rows: int) -> Iterator[np.ndarray]:
    """Decompress one large strip piece by piece."""
    stream, row_bytes = _Stream(segments, index), segments.layout.row_bytes
    step = max(1, _GROUP_BYTES // row_bytes)
    for top in range(0, rows, step):
        count = min(step, rows - top)
        yield np.frombuffer(stream.read(count * row_bytes), np.uint8).reshape(count, 1, row_bytes)


def _jpeg(segments: Segments, index: int, rows: int) -> np.ndarray:
    """Decode one segment that is a JPEG picture."""
    layout = segments.layout
    samples = decode_embedded(segments.compressed(index), layout.jpeg_tables, ycc=layout.photometric == 6)
    if samples.shape[1:] != (layout.tile_width, layout.channels) or len(samples) < rows:
        raise refusal("image_damaged")
    return samples[:rows].reshape(rows, layout.row_bytes)


def _by_libtiff(layout: Layout, strips: list[bytes], rows: int) -> np.ndarray:
    """Decompress strips that follow each other, as the rows of one grey picture of bytes or bits."""
    bits = layout.compression in (2, 3, 4)
    tags = {
        256: layout.tile_width if bits else layout.row_bytes,
        257: rows,
        258: 1 if bits else 8,
        259: layout.compression,
        262: 1,
        277: 1,
        278: layout.tile_height,
    }
    if layout.compression == 3:
        tags[292] = layout.fax_options
    file = io.BytesIO(_write_tiff(tags, strips))
    with Image.open(file, formats=("TIFF",)) as image:
        decoded = np.asarray(image)
    return np.packbits(decoded, axis=1) if bits else decoded


def _write_tiff(tags: dict[int, int], strips: list[bytes]) -> bytes:
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
