"""Scale pictures down; nothing is ever enlarged."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_BAND_PIXELS = 1 << 17  # source pixels that are converted at a time
_REACH = 0.5  # by which the resampling filter looks beyond its own pixel, in output pixels


def result_size(height: int, width: int, max_side: int) -> tuple[int, int]:
    """Return (height, width) with the longer side at most `max_side`, each rounded half up.

    Examples
    --------
    >>> result_size(3000, 4000, 1024), result_size(3, 5, 1024)
    ((768, 1024), (3, 5))
    """
    longer = max(height, width, max_side)
    rounded = [max(1, (2 * side * max_side + longer) // (2 * longer)) for side in (height, width)]
    return rounded[0], rounded[1]


def scaled_down(image: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Return an array (H, W, 3) with its longer side at most ``side``; itself if it is small enough."""
    size = image.shape[0], image.shape[1]
    target = result_size(*size, side)
    return image if target == size else scaled_in_bands(lambda top, end: image[top:end], size, target)


def scaled_in_bands(
    rows: Callable[[int, int], np.ndarray], size: tuple[int, int], target: tuple[int, int]
) -> NDArray[np.float32]:
    """Scale float32 `rows(top, bottom)` of a picture of `size` (H, W), without a large copy of it."""
    result, factor = np.empty((*target, 3), np.float32), size[0] / target[0]
    step = max(1, int(_BAND_PIXELS / size[1] / factor))
    for start in range(0, target[0], step):
        stop = min(start + step, target[0])
        top = max(0, int((start - _REACH) * factor) - 1)
        bottom = min(size[0], int((stop + _REACH) * factor) + 2)
        if size == target:
            result[start:stop] = rows(start, stop)
            continue
        box = (0, start * factor - top, size[1], min(stop * factor, size[0]) - top)
        for channel, plane in enumerate(np.moveaxis(rows(top, bottom), 2, 0)):
            # HAMMING weighs all pixels under the target pixel and, unlike Lanczos, never overshoots.
            image = Image.fromarray(np.ascontiguousarray(plane))
            scaled = image.resize((target[1], stop - start), Image.Resampling.HAMMING, box)
            result[start:stop, :, channel] = np.asarray(scaled)
    return np.clip(result, 0, 1, out=result)
