"""Shrink a picture that is loaded already to the size of the working image."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def scaled_down(image: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Return the picture with its longer side at most ``side`` pixels; nothing is enlarged.

    Parameters
    ----------
    image : ndarray of shape (H, W, 3)
        RGB in [0, 1].
    side : int
        Longest allowed side in pixels.

    Returns
    -------
    ndarray of shape (H', W', 3)
        float32; the very same array where it is small enough.

    Examples
    --------
    >>> scaled_down(np.zeros((40, 80, 3), np.float32), 20).shape
    (10, 20, 3)
    """
    height, width = image.shape[:2]
    longer = max(height, width)
    if longer <= side:
        return image
    size = max(1, round(width * side / longer)), max(1, round(height * side / longer))
    # HAMMING weighs all pixels under the target pixel and, unlike Lanczos, never overshoots [0, 1].
    channels = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(image[:, :, c])).resize(size, Image.Resampling.HAMMING)
        )
        for c in range(image.shape[2])
    ]
    return np.clip(np.stack(channels, axis=-1), 0, 1)
