"""The tags of a TIFF directory: what EXIF data in any format and TIFF files themselves are made of.

TIFF 6.0 (Adobe, 1992), section 2, and the BigTIFF design (2007): a byte order, and a list of entries
(tag, type, count, value or its offset).
"""

import struct
from dataclasses import dataclass

import numpy as np

ORIENTATION = 274
MAX_EXIF_BYTES = 1 << 16
"""Bytes of EXIF data that are looked at: what fits into a JPEG segment."""

_NUMPY_TYPES = {
    1: "u1",
    3: "u2",
    4: "u4",
    6: "i1",
    7: "u1",
    8: "i2",
    9: "i4",
    13: "u4",
    16: "u8",
    17: "i8",
    18: "u8",
}
_MOST_CHANNELS = 64
_NO_VALUES = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The whole-number tags of the first directory.

    Parameters
    ----------
    byte_order : str
        `"<"` or `">"`, as struct and NumPy write it.
    tags : dict
        Tag number to an array of its values; None where they would lie outside of the file.
    """

    byte_order: str
    tags: dict[int, np.ndarray | None]

    def values(self, tag: int) -> np.ndarray:
        """Return all values of a tag, none where it is missing."""
        values = self.tags.get(tag, _NO_VALUES)
        if values is None:
            raise ValueError("a tag lies outside of the file")
        return values

    def numbers(self, tag: int) -> list[int]:
        """Return the first of them, as many as a pixel could have channels."""
        return [int(value) for value in self.values(tag)[:_MOST_CHANNELS]]

    def number(self, tag: int, default: int | None = None) -> int:
        """Return the first value of a tag; without a default it has to be there."""
        values = self.values(tag)
        if len(values):
            return int(values[0])
        if default is None:
            raise ValueError("a tag is missing")
        return default


def read_directory(data: bytes) -> Directory:
    """Read the first directory of a TIFF file or of a block of EXIF data.

    Raises
    ------
    struct.error, ValueError
        The directory lies outside of the data or contradicts itself.
    """
    order = "<" if data[:1] == b"I" else ">"
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    start = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)[0]
    count = struct.unpack_from(order + ("Q" if big else "H"), data, start)[0]
    if count > 4096:
        raise ValueError("no directory has so many entries")
    start, size = (start + 8, 20) if big else (start + 2, 12)
    tags: dict[int, np.ndarray | None] = {}
    for entry in range(start, start + count * size, size):
        tag, kind = struct.unpack_from(order + "HH", data, entry)
        if kind in _NUMPY_TYPES and tag not in tags:
            tags[tag] = _values(data, entry, order + _NUMPY_TYPES[kind], big=big)
    return Directory(byte_order=order, tags=tags)


def _values(data: bytes, entry: int, dtype: str, *, big: bool) -> np.ndarray | None:
    """Return the values of one entry, None where they lie outside of the data."""
    order, letter = dtype[0], "Q" if big else "I"
    count = struct.unpack_from(order + letter, data, entry + 4)[0]
    offset, room = (entry + 12, 8) if big else (entry + 8, 4)
    size = count * np.dtype(dtype).itemsize
    if size > room:
        offset = struct.unpack_from(order + letter, data, offset)[0]
    if offset + size > len(data):
        return None
    return np.frombuffer(data, dtype, count, offset)


def exif_orientation(data: bytes) -> int:
    """Return the orientation, 1 to 8, in a block of EXIF data; 1 where there is none that makes sense."""
    try:
        orientation = read_directory(data.removeprefix(b"Exif\0\0")).number(ORIENTATION, 1)
    except (struct.error, ValueError, OverflowError):
        return 1
    return orientation if 1 <= orientation <= 8 else 1
