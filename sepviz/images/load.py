"""From a visitor's file to the array that convolutions work on."""

import contextlib
import io
import operator
import os
from collections.abc import Callable
from typing import IO, Any

import numpy as np
from PIL import Image

from sepviz.allocator import give_memory_back
from sepviz.errors import ImageError
from sepviz.images.checks import check_bmp, check_gif, check_png, check_tiff, check_webp, load_pixels
from sepviz.images.jpeg import open_jpeg
from sepviz.images.pixels import Meaning, low_bytes, orient, other_meaning, tiff_meaning, to_rgb
from sepviz.images.refusals import check_size, refusal
from sepviz.images.scale import result_size, scaled_in_bands
from sepviz.images.source import read_source, sniff
from sepviz.images.worker import run_alone

_MOST_PIXELS = 89_000_000  # whatever a caller allows: above this Pillow itself begins to warn
_LARGE = 1 << 20  # pixels
_CHECKS: dict[str | None, Callable[[bytes, int], bytes | None]]
_CHECKS = {"PNG": check_png, "WebP": check_webp, "GIF": check_gif, "BMP": check_bmp}

Source = bytes | str | os.PathLike[str] | IO[bytes]


def load_image(source: Source, *, max_pixels: int = 50_000_000, max_side: int = 1024) -> np.ndarray:
    """Load a picture as float32 RGB in [0, 1]; made for files from strangers, so the work is bounded.

    Orientation is applied, transparency is laid on white, the first frame or page counts, and values are
    the stored ones (no gamma, no colour profile).

    Parameters
    ----------
    source : bytes, file object or path
        A PNG, JPEG, WebP, GIF, BMP or TIFF file. A file object is read from its start and stays open.
    max_pixels : int
        Pictures with more pixels than this (width times height) are refused.
    max_side : int
        A longer side above this, in pixels, is scaled down to it; nothing is enlarged.

    Returns
    -------
    ndarray
        Shape (H, W, 3), float32, RGB in [0, 1]. If there is no such picture: ImageError, and no other.

    Examples
    --------
    >>> load_image(b"GIF89a" + bytes((1, 0, 1, 0, 0, 0, 0, 44, *[0] * 4, 1, 0, 1, 0, 0, 2, 2, 68, 1, 0)))
    array([[[0., 0., 0.]]], dtype=float32)
    >>> load_image(b"%PDF-1.7")
    Traceback (most recent call last):
    sepviz.errors.ImageError: This file is not a PNG, JPEG, WebP, GIF, BMP or TIFF picture.
    """
    outcome = run_alone(_load, source, _positive("max_pixels", max_pixels), _positive("max_side", max_side))
    if isinstance(outcome, ImageError):
        raise outcome
    return outcome


def _positive(name: str, value: Any) -> int:
    """Return a whole number that is at least 1."""
    with contextlib.suppress(Exception):  # an object of anybody's making
        if (number := operator.index(value)) > 0:
            return number
    raise refusal("image_setting", name=name)


def _load(source: Any, max_pixels: int, max_side: int) -> np.ndarray | ImageError:
    """Return the array or the reason against it: a raised error keeps every buffer on its way alive."""
    try:
        with np.errstate(all="ignore"):  # floating point files may hold anything
            return _decode(read_source(source), min(max_pixels, _MOST_PIXELS), max_side)
    except ImageError as error:
        return error.with_traceback(None)
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return refusal("image_too_complex")
    except Exception as error:  # decoders raise OSError, SyntaxError, struct.error, warnings and more
        return refusal("image_truncated" if "truncated" in str(error) else "image_damaged")


def _decode(data: bytes, max_pixels: int, max_side: int) -> np.ndarray:
    """Hand the file to the one decoder that its content asks for; no other sees it."""
    found = sniff(data)
    if found == "JPEG":
        image, orientation = open_jpeg(data, max_pixels, max_side)
        return _finish(image, None, Meaning(orientation=orientation), max_side)
    if found not in (*_CHECKS, "TIFF"):
        raise refusal("image_heic" if found == "HEIC" else "image_format")
    if found in _CHECKS:
        data = _CHECKS[found](data, max_pixels) or data
    try:
        image = Image.open(io.BytesIO(data), formats=(str(found),))
    except OSError:  # a header with numbers that Pillow does not know
        rare = found in ("TIFF", "BMP")
        raise refusal("image_unsupported" if rare else "image_damaged", format=found) from None
    check_size(*image.size, max_pixels)
    if found == "TIFF":
        check_tiff(image, data)
    half = low_bytes(image, data)
    loaded, low = load_pixels(image, 2 if half else 1), half and load_pixels(half, 2)
    meaning = tiff_meaning(image) if found == "TIFF" else other_meaning(image, data)
    return _finish(loaded, low, meaning, max_side)


def _finish(image: Image.Image, low: Image.Image | None, meaning: Meaning, max_side: int) -> np.ndarray:
    """Convert band by band into the size that was asked for."""

    def rows(top: int, bottom: int) -> np.ndarray:
        strip = (0, top, image.width, bottom)
        return to_rgb(image.crop(strip), low and low.crop(strip), meaning)

    size = image.height, image.width
    result = scaled_in_bands(rows, size, result_size(*size, max_side))
    if size[0] * size[1] > _LARGE:
        give_memory_back()
    return orient(result, meaning.orientation).copy()
