"""Tiny colour pictures side by side in one PNG."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_GAP = 1


def thumbnails_png(pictures: NDArray[np.floating]) -> bytes:
    r"""Draw pictures (N, H, W, 3) in [0, 1] in a row, one pixel a value.

    Examples
    --------
    >>> thumbnails_png(np.zeros((3, 4, 5, 3)))[:4]
    b'\x89PNG'
    """
    count, height, width, _ = pictures.shape
    canvas = np.full((height, count * (width + _GAP) - _GAP, 4), 0, np.uint8)
    for index, picture in enumerate(pictures):
        left = index * (width + _GAP)
        canvas[:, left : left + width, :3] = np.round(255 * np.clip(picture, 0, 1))
        canvas[:, left : left + width, 3] = 255
    file = io.BytesIO()
    Image.fromarray(canvas).save(file, "PNG")
    return file.getvalue()
