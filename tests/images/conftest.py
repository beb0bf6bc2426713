"""Small files of every kind, written byte by byte where Pillow cannot write them."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from sepviz.errors import ImageError
from sepviz.images import load_image


def encoded(image, image_format, **options):
    """Return the file that Pillow writes; an array is taken as a picture."""
    file = io.BytesIO()
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    image.save(file, image_format, **options)
    return file.getvalue()


def chunk(kind, content):
    """Return one PNG chunk."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(rows, *, size, depth=8, colour=2, chunks=b"", interlaced=False, level=6):
    """Return a PNG file of `rows`, bytes that begin with a filter type each."""
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, int(interlaced))
    data = chunk(b"IDAT", zlib.compress(rows, level))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunks + data + chunk(b"IEND", b"")


def tiff(tags, segments, *, order="<", big=False):
    """Return a TIFF file of tags (a number or a list each) and strips, or tiles where there is tag 322."""
    word, kind = ("Q", 16) if big else ("I", 4)
    tags = {tag: value if isinstance(value, list) else [value] for tag, value in tags.items()}
    places = (324, 325) if 322 in tags else (273, 279)
    header = 16 if big else 8
    offsets = (header + np.cumsum([0, *map(len, segments)])).tolist()
    tags = {**tags, places[0]: offsets[:-1], places[1]: [len(segment) for segment in segments]}
    position = offsets[-1]
    entries, lists = b"", b""
    start = position + (8 if big else 2) + len(tags) * (20 if big else 12) + (8 if big else 4)
    for tag, values in sorted(tags.items()):
        packed = struct.pack(f"{order}{len(values)}{word}", *values)
        if len(values) > 1:
            packed, lists = struct.pack(order + word, start + len(lists)), lists + packed
        entries += struct.pack(f"{order}HH{word}", tag, kind, len(values)) + packed
    mark = b"II" if order == "<" else b"MM"
    first = (
        struct.pack(order + "HHHQ", 43, 8, 0, position) if big else struct.pack(order + "HI", 42, position)
    )
    count = struct.pack(order + ("Q" if big else "H"), len(tags))
    return mark + first + b"".join(segments) + count + entries + bytes(8 if big else 4) + lists


def bmp(pixels, *, size, depth, compression=0, table=b"", header=40):
    """Return a BMP file; a negative height means top row first."""
    info = struct.pack("<IiiHHIIiiII", header, *size, 1, depth, compression, len(pixels), 0, 0, 0, 0)
    start = 14 + len(info) + len(table)
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + info + table + pixels


def refusal_of(data, **limits):
    """Return the code with which a file is refused."""
    with pytest.raises(ImageError) as caught:
        load_image(data, **limits)
    return caught.value.code


@pytest.fixture(scope="session")
def make():
    """Return the writers above, as one object: test folders are no packages."""

    class Make:
        encoded = staticmethod(encoded)
        chunk = staticmethod(chunk)
        png = staticmethod(png)
        tiff = staticmethod(tiff)
        bmp = staticmethod(bmp)

    return Make


@pytest.fixture(scope="session")
def refused():
    """Return the function that expects an ImageError and gives its code."""
    return refusal_of


@pytest.fixture(scope="session")
def colours():
    """Return random colours, 5 rows by 7 columns."""
    return np.random.default_rng(7).integers(0, 256, (5, 7, 3), dtype=np.uint8)
