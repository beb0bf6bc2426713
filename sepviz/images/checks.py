"""What is checked before Pillow decodes: sizes, lengths, checksums, and time bombs."""

import struct
import zlib
from typing import Any

from PIL import Image, ImageFile

from sepviz.images.refusals import check_size, refusal

MAX_STEPS = 100_000  # of loops over parts of a file
_MAX_BYTES = 100_000_000  # of a decoded picture: 25 megapixels of colour, or all that is allowed of grey
_PARTLY = 9  # bytes a pixel of a GIF whose frame is laid on a white canvas
_PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
_MAX_DEFLATE_RATIO = 1032  # of deflate itself: what claims more cannot be complete
_MAX_WEBP_PIXELS = 8_000_000  # libwebp and Pillow keep four copies of the picture, 16 bytes a pixel
_MAX_FAX_ROWS = 30_000  # libtiff writes a line to the server's log for each row that is broken
_MAX_STRIP_BYTES = 48_000_000  # libtiff decompresses a strip in one go, beside the picture
_STRAY_SCANS = 16  # two bytes of other data that look like the begin of a scan of JPEG
_TILE_ALLOWANCE = 1 << 20  # pixels that the tiles of a small picture may waste
_CRITICAL = ([b"IHDR", b"IDAT", b"IEND"], [b"IHDR", b"PLTE", b"IDAT", b"IEND"])
_FAX = ("tiff_ccitt", "group3", "group4")
_PLANAR = ("RGB", "RGBA", "CMYK")
_TIFF_COMPRESSIONS = (*_FAX, "raw", "tiff_lzw", "jpeg", "tiff_adobe_deflate", "tiff_deflate", "packbits")


def check_png(data: bytes, max_pixels: int) -> None:
    """Check every length and checksum, and that the pixels can be in so few bytes."""
    width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
    check_size(width, height, max_pixels)
    position, compressed, kinds = 8, 0, [b""]
    while kinds[-1] != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 8 + length
        if zlib.crc32(memoryview(data)[position + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            raise refusal("image_damaged")
        compressed += length * (kind == b"IDAT")
        kinds += [kind] * (kind != b"IDAT" or kinds[-1] != kind)
        if len(kinds) > MAX_STEPS:
            raise refusal("image_too_complex")
        position = end + 4
    if [kind for kind in kinds if kind[:1].isupper()] not in _CRITICAL:
        raise refusal("image_damaged")
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] * width * height
    if compressed * _MAX_DEFLATE_RATIO < samples * depth // 8:
        raise refusal("image_truncated")


def check_webp(data: bytes, max_pixels: int) -> None:
    """Check the size: libwebp allocates the canvas as soon as the file is opened."""
    kind, head = data[12:16], data[20:30]
    start, bits, less = {b"VP8X": (4, 24, 1), b"VP8L": (1, 14, 1), b"VP8 ": (6, 16, 0)}[kind]
    number, mask = int.from_bytes(head[start:], "little"), (1 << min(bits, 24 if less else 14)) - 1
    width, height = (number & mask) + less, (number >> bits & mask) + less
    check_size(width, height, min(max_pixels, _MAX_WEBP_PIXELS))
    if 8 + struct.unpack_from("<I", data, 4)[0] > len(data):
        raise refusal("image_truncated")


def check_gif(data: bytes, max_pixels: int) -> None:
    """Check the canvas, and that the first frame comes soon and lies on it."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    check_size(width, height, max_pixels)
    position, steps = 13 + (3 * (2 << (flags & 7)) if flags & 0x80 else 0), 0
    while data[position] == 0x21:
        position += 2
        while size := data[position]:
            position, steps = position + size + 1, steps + 1
            if steps > MAX_STEPS:
                raise refusal("image_too_complex")
        position, steps = position + 1, steps + 1
    left, top, across, down = struct.unpack_from("<4H", data, position + 1)
    outside = left + across > width or top + down > height
    if data[position] != 0x2C or not across or not down or outside:
        raise refusal("image_damaged")


def check_bmp(data: bytes, max_pixels: int) -> bytes:
    """Check sizes and lengths; return the file with its alpha declared, where Pillow would forget it."""
    pixels, header = struct.unpack_from("<II", data, 10)
    if header == 12:  # OS/2
        width, height, planes, depth, compression = *struct.unpack_from("<HHHH", data, 18), 0
    else:
        width, height, planes, depth, compression = struct.unpack_from("<iiHHI", data, 18)
    check_size(width, abs(height), max_pixels)
    if planes != 1 or depth not in (1, 4, 8, 16, 24, 32):
        raise refusal("image_unsupported", format="BMP")
    if compression in (1, 2):
        _check_runs(data[pixels:], width, height, half_bytes=compression == 2)
    elif pixels + (width * depth + 31) // 32 * 4 * abs(height) > len(data):
        raise refusal("image_truncated")
    if header >= 56 and depth in (16, 32) and compression == 0 and any(data[66:70]):
        return b"".join([data[:30], b"\3\0\0\0", data[34:]])
    return data


def _check_runs(data: bytes, width: int, height: int, *, half_bytes: bool) -> None:
    """Refuse runs that leave pixels open: nobody agrees what colour those have."""
    filled = position = 0
    for _ in range(10 * MAX_STEPS):
        count, value = data[position], data[position + 1]
        position += 2
        if count == 0 and value > 2:
            count, size = value, (value + 1) // 2 if half_bytes else value
            position += size + size % 2
        elif count == 0 and (value == 2 or filled % width or (value == 1 and filled < width * height)):
            raise refusal("image_unsupported", format="BMP")
        elif count == 0 and value == 1:
            return
        if filled % width + count > width or filled + count > width * height:
            raise refusal("image_damaged")
        filled += count
    raise refusal("image_too_complex")


def check_tiff(image: Any, data: bytes) -> None:
    """Refuse pages that are rare, lie about their strips or tiles, or take long."""
    tags, compression = image.tag_v2, image.info["compression"]
    width, height, tiled = tags[256], tags[257], 324 in tags
    across, down = (tags[322], tags[323]) if tiled else (width, min(tags.get(278, height), height))
    offsets, sizes = (tags.get(tag, ()) for tag in ((324, 325) if tiled else (273, 279)))
    planes = tags.get(277, 1) if tags.get(284) == 2 else 1
    if (
        compression not in _TIFF_COMPRESSIONS
        or (planes > 1 and (max(tags[258]) > 8 or image.mode not in _PLANAR))
        or (image.mode == "YCbCr" and compression == "raw" and tags.get(530) != (1, 1))
        or (image.mode == "P" and max(tags[320]) < 256)  # values of 8 bits, for which there are 16
    ):
        raise refusal("image_unsupported", format="TIFF")
    count = -(-width // across) * -(-height // down) * planes
    size = across * down * sum(tags.get(258, (1,))) // planes // 8
    colours = tags.get(320, ())
    if len(offsets) < count or min(offsets) < 8 or (image.mode == "P" and len(colours) < 3 << tags[258][0]):
        raise refusal("image_damaged")
    if (
        len(offsets) > MAX_STEPS
        or count // planes * across * down > 4 * width * height + _TILE_ALLOWANCE
        or (compression in _FAX and height > _MAX_FAX_ROWS)
        or (compression != "raw" and size > _MAX_STRIP_BYTES)
        or (compression == "jpeg" and data.count(b"\xff\xda") > 4 * len(offsets) + _STRAY_SCANS)
    ):
        raise refusal("image_too_complex")
    sizes = [size] if count == 1 and compression == "raw" else sizes
    if max(map(sum, zip(offsets, sizes, strict=False))) > len(data):
        raise refusal("image_truncated")


def load_pixels(image: ImageFile.ImageFile, copies: int = 1) -> Image.Image:
    """Decode, unless the picture would take too much memory; what a GIF leaves uncovered becomes white."""
    frame = image.tile[0].extents if image.format == "GIF" else (0, 0, *image.size)
    if frame != (0, 0, *image.size):
        copies = _PARTLY
    elif image.format == "TIFF" and image.getexif().get(274, 1) != 1:
        copies *= 2  # Pillow turns it
    if image.width * image.height * _PIXEL_BYTES.get(image.mode, 4) * copies > _MAX_BYTES:
        raise refusal("image_too_complex")
    image.load()
    if copies == _PARTLY:
        canvas, part = Image.new("RGB", image.size, "white"), image.crop(frame).convert("RGBA")
        canvas.paste(part, frame, part)
        return canvas
    return image
