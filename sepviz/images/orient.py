"""Turn a picture the way the camera was held."""

import numpy as np


def orient(image: np.ndarray, orientation: int) -> np.ndarray:
    """Apply an EXIF orientation to an array (H, W, ...).

    Parameters
    ----------
    image : ndarray
        Rows first.
    orientation : int
        1 to 8 (TIFF 6.0, tag 274): where row 0 and column 0 belong. Others mean 1.

    Returns
    -------
    ndarray
        A view; height and width are swapped for 5 to 8.

    Examples
    --------
    >>> orient(np.array([[1, 2, 3]]), 6)
    array([[1],
           [2],
           [3]])
    """
    if orientation in (5, 6, 7, 8):
        image = image.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        image = image[::-1]
    if orientation in (2, 3, 6, 7):
        image = image[:, ::-1]
    return image
