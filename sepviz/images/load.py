"""From a visitor's file to the array that convolutions work on."""

import io
import os
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image, ImageOps

from sepviz.errors import ImageError

FORMATS = ("PNG", "JPEG", "MPO", "WEBP", "GIF", "BMP", "TIFF")


def load_image(
    source: bytes | str | os.PathLike[str] | IO[bytes],
    *,
    max_pixels: int = 50_000_000,
    max_side: int = 1024,
) -> np.ndarray:
    """Load a picture as float32 RGB in [0, 1].

    Parameters
    ----------
    source : bytes, file object or path
        A PNG, JPEG, WebP, GIF, BMP or TIFF file; its content decides, never its name.
    max_pixels : int
        Pictures with more pixels than this are refused before they are decoded.
    max_side : int
        A longer side above this, in pixels, is scaled down to it; nothing is enlarged.

    Returns
    -------
    ndarray
        Shape (H, W, 3), float32, RGB in [0, 1].

    Raises
    ------
    ImageError
        The file is no picture, broken, or too large.

    Examples
    --------
    >>> import io
    >>> from PIL import Image
    >>> file = io.BytesIO()
    >>> Image.new("RGB", (3, 2), "red").save(file, "PNG")
    >>> load_image(file.getvalue()).shape
    (2, 3, 3)
    """
    try:
        data = source if isinstance(source, bytes) else _read(source)
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise ImageError("This picture has too many pixels.", code="image_too_many_pixels")
            picture = ImageOps.exif_transpose(image).convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        rgb = Image.alpha_composite(white, picture).convert("RGB")
        rgb.thumbnail((max_side, max_side))
        return np.asarray(rgb, dtype=np.float32) / np.float32(255)
    except ImageError:
        raise
    except Exception as error:
        raise ImageError("This file cannot be read as a picture.", code="image_unreadable") from error


def _read(source: str | os.PathLike[str] | IO[bytes]) -> bytes:
    """Return all bytes of a path or file object."""
    if isinstance(source, str | os.PathLike):
        return Path(source).read_bytes()
    return source.read()
