"""GIF (GIF89a specification, CompuServe 1990), first frame; Pillow's `gif` codec undoes the compression."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from sepviz.images.colour import from_palette
from sepviz.images.picture import Picture, row_ranges
from sepviz.images.refusals import check_size, refusal

_MAX_PREFACE = 2_000_000  # bytes in front of the first frame: every other one could cost a step of Python


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where the first frame lies on the canvas, and where its data lie in the file."""

    left: int
    top: int
    width: int
    height: int
    interlaced: bool
    palette: np.ndarray
    code_size: int
    data: int


def open_gif(data: bytes, max_pixels: int) -> Picture:
    """Read the blocks of a GIF file up to its first frame and return the picture, still to be decoded."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    check_size(width, height, max_pixels)
    palette, position = _palette(data, 13, flags)
    transparent = None
    while True:
        introducer = data[position]
        if introducer == 0x2C:
            frame = _frame(data, position, palette, transparent)
            if frame.left + frame.width > width or frame.top + frame.height > height:
                raise refusal("image_damaged")
            return Picture(width=width, height=height, bands=_bands(data, frame, width, height))
        if introducer != 0x21:
            raise refusal("image_damaged")
        if data[position + 1] == 0xF9:
            transparent = data[position + 6] if data[position + 3] & 1 else None
        position = _after_blocks(data, position + 2)


def _palette(data: bytes, position: int, flags: int) -> tuple[np.ndarray | None, int]:
    """Return a colour table, if the flags say that one follows, and where it ends."""
    if not flags & 0x80:
        return None, position
    end = position + 3 * (2 << (flags & 7))
    return np.frombuffer(data[position:end], np.uint8).reshape(-1, 3) / 255, end


def _after_blocks(data: bytes, position: int) -> int:
    """Return the position behind a chain of sub-blocks."""
    while size := data[position]:
        position += size + 1
        if position > _MAX_PREFACE:
            raise refusal("image_too_complex")
    return position + 1


def _frame(data: bytes, position: int, palette: np.ndarray | None, transparent: int | None) -> _Frame:
    """Read an image descriptor."""
    left, top, width, height, flags = struct.unpack_from("<4HB", data, position + 1)
    local, position = _palette(data, position + 10, flags)
    if not width or not height or not 1 <= data[position] <= 11:
        raise refusal("image_damaged")
    return _Frame(
        left=left,
        top=top,
        width=width,
        height=height,
        interlaced=bool(flags & 0x40),
        palette=_all_colours(palette if local is None else local, transparent),
        code_size=data[position],
        data=position + 1,
    )


def _all_colours(palette: np.ndarray | None, transparent: int | None) -> np.ndarray:
    """Return 256 colours: greys where the file has none, black beyond its own, white for transparent."""
    colours = np.zeros((256, 3))
    if palette is None:
        colours[:] = np.linspace(0, 1, 256)[:, None]
    else:
        colours[: len(palette)] = palette
    if transparent is not None:
        colours[transparent] = 1
    return colours


def _bands(data: bytes, frame: _Frame, width: int, height: int) -> Iterator[np.ndarray]:
    """Decode the frame and yield planes of the canvas; what the frame leaves uncovered is white."""
    compressed = memoryview(data)[frame.data :]
    size = (frame.width, frame.height)
    image = Image.frombytes("L", size, compressed, "gif", frame.code_size, int(frame.interlaced), -1)
    for top, bottom in row_ranges(height, width):
        canvas = np.ones((3, bottom - top, width), np.float32)
        first, last = max(top - frame.top, 0), min(bottom - frame.top, frame.height)
        if first < last:
            indices = np.asarray(image.crop((0, first, frame.width, last)))
            rows = slice(first + frame.top - top, last + frame.top - top)
            canvas[:, rows, frame.left : frame.left + frame.width] = from_palette(indices, frame.palette)
        yield canvas
