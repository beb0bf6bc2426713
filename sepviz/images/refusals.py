"""Every reason for which a file is refused, with its sentence in English."""

from sepviz.errors import ImageError

MAX_FILE_BYTES = 100_000_000  # twelve megapixels of 16-bit colour take 72 million
_LONGEST_SIDE = 1_000_000  # as libpng has it: a row has to fit into memory
_SENTENCES = {
    "image_source": "This is not a picture: give its path, its bytes, or a file opened for reading bytes.",
    "image_setting": "{name} must be a whole number that is at least 1.",
    "image_missing": "No file can be read at this place; check its name and folder.",
    "image_empty": "This file is empty; choose a picture in PNG, JPEG, WebP, GIF, BMP or TIFF format.",
    "image_format": "This file is not a PNG, JPEG, WebP, GIF, BMP or TIFF picture.",
    "image_heic": "This is an HEIC or AVIF photo, which cannot be read here; save it as JPEG or PNG first.",
    "image_truncated": "This picture is cut off: the end of the file is missing.",
    "image_damaged": "This picture is damaged and cannot be read; open it elsewhere and save it again.",
    "image_unsupported": "This is a rare kind of {format} picture; save it as a usual PNG or JPEG first.",
    "image_too_many_pixels": (
        "This picture has {width} x {height} pixels; no more than {limit} are allowed, so make it smaller."
    ),
    "image_too_large": "This file is larger than {limit} MB; make the picture smaller first.",
    "image_too_complex": "This picture would take too long or too much memory to open; make it smaller.",
}


def refusal(code: str, **fields: object) -> ImageError:
    """Build the error with this code, worded for a student."""
    return ImageError(_SENTENCES[code].format(**fields), code=code, **fields)


def check_size(width: int, height: int, max_pixels: int) -> None:
    """Refuse a picture without pixels, or with more than `max_pixels`, before anything is decoded."""
    if width < 1 or height < 1:
        raise refusal("image_damaged")
    if max(width, height) > _LONGEST_SIDE:
        raise refusal("image_too_complex")
    if width * height > max_pixels:
        raise refusal("image_too_many_pixels", width=width, height=height, limit=f"{max_pixels:,}")
