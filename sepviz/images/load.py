"""From a visitor's file to the array that convolutions work on."""

import operator
import os
from collections.abc import Callable
from typing import IO, Any

import numpy as np

from sepviz.errors import ImageError
from sepviz.images.bmp import open_bmp
from sepviz.images.gif import open_gif
from sepviz.images.jpeg import open_jpeg
from sepviz.images.orient import orient
from sepviz.images.picture import Picture
from sepviz.images.png import open_png
from sepviz.images.refusals import refusal
from sepviz.images.shrink import result_size, shrink
from sepviz.images.sniff import sniff
from sepviz.images.source import read_source
from sepviz.images.tiff import open_tiff
from sepviz.images.webp import open_webp
from sepviz.images.worker import give_memory_back, run_alone

_MOST_PIXELS = 89_000_000
"""Whatever a caller allows: above this Pillow itself begins to warn."""

_LARGE = 1 << 20  # pixels


def load_image(
    source: bytes | str | os.PathLike[str] | IO[bytes],
    *,
    max_pixels: int = 50_000_000,
    max_side: int = 1024,
) -> np.ndarray:
    """Load a picture as float32 RGB in [0, 1].

    Made for files from strangers: the content decides about the format, sizes are checked before anything
    is decoded, and the work is bounded. Orientation is applied, transparency is laid on white, the first
    frame or page counts, and values are the stored ones (no gamma, no colour profile).

    Parameters
    ----------
    source : bytes, file object or path
        A PNG, JPEG, WebP, GIF, BMP or TIFF file. A file object is read from its start and stays open.
    max_pixels : int
        Pictures with more pixels than this (width times height) are refused.
    max_side : int
        A longer side above this, in pixels, is scaled down to it by area; nothing is enlarged.

    Returns
    -------
    ndarray
        Shape (H, W, 3), float32, RGB in [0, 1]; contiguous, writable, its own memory.

    Raises
    ------
    ImageError
        The file is no such picture, is broken, or is too large. Nothing else is raised.

    Examples
    --------
    >>> import io
    >>> from PIL import Image
    >>> file = io.BytesIO()
    >>> Image.new("RGB", (3, 2), "red").save(file, "PNG")
    >>> load_image(file.getvalue()).shape
    (2, 3, 3)
    >>> load_image(b"%PDF-1.7")
    Traceback (most recent call last):
    sepviz.errors.ImageError: This file is not a PNG, JPEG, WebP, GIF, BMP or TIFF picture.
    """
    limits = _positive("max_pixels", max_pixels), _positive("max_side", max_side)
    outcome = run_alone(_load, source, *limits)
    if isinstance(outcome, ImageError):
        raise outcome
    return outcome


def _positive(name: str, value: Any) -> int:
    """Return a whole number that is at least 1."""
    try:
        number = operator.index(value)
    except Exception:  # an object of anybody's making
        number = 0
    if number < 1:
        raise refusal("image_setting", name=name)
    return number


def _load(source: Any, max_pixels: int, max_side: int) -> np.ndarray | ImageError:
    """Return the array or the reason against it: a raised error keeps every buffer on its way alive."""
    try:
        with np.errstate(all="ignore"):  # floating point files may hold anything
            picture = _open(read_source(source), min(max_pixels, _MOST_PIXELS), max_side)
            return _finish(picture, max_side)
    except ImageError as error:
        return error.with_traceback(None)
    except MemoryError:
        return refusal("image_too_complex")
    except Exception:  # decoders raise OSError, SyntaxError, struct.error, zlib.error, IndexError and more
        return refusal("image_damaged")


def _open(data: bytes, max_pixels: int, max_side: int) -> Picture:
    """Find the one reader that the content asks for; no other sees the file."""
    found = sniff(data)
    if found == "JPEG":
        return open_jpeg(data, max_pixels, max_side)
    readers: dict[str | None, Callable[[bytes, int], Picture]] = {
        "PNG": open_png,
        "WebP": open_webp,
        "GIF": open_gif,
        "BMP": open_bmp,
        "TIFF": open_tiff,
    }
    if found not in readers:
        raise refusal("image_heic" if found == "HEIC" else "image_format")
    return readers[found](data, max_pixels)


def _finish(picture: Picture, max_side: int) -> np.ndarray:
    """Decode band by band into the size that was asked for."""
    size = picture.height, picture.width
    planes = shrink(picture.bands, size, result_size(*size, max_side))
    if size[0] * size[1] > _LARGE:
        give_memory_back()
    image = orient(np.moveaxis(planes, 0, 2), picture.orientation)
    result = np.empty((*image.shape[:2], 3), np.float32)
    return np.clip(image, 0, 1, out=result)
