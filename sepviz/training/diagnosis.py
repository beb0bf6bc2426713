"""Tell from its curves whether a training converges, thrashes, underfits, overfits or diverges."""

from collections.abc import Sequence

import numpy as np

from sepviz.training.course import Point

DIAGNOSES = ("diverged", "stuck", "thrashes", "underfits", "overfits", "converges")
_GUESSING = 0.2  # with 8 kinds, guessing is right one time in eight
_GOOD = 0.9
_BEYOND = 10.0  # guessing has a loss of ln 8 = 2.1
_GAP = 0.05
_JUMP = 0.06


def diagnosis(points: Sequence[Point]) -> str:
    """Return one of `DIAGNOSES` for the points of a training, the first before any step.

    Parameters
    ----------
    points : list of Point
        In the order of their epochs.

    Returns
    -------
    str
        ``"diverged"`` where a loss exceeds 10 or is no number; ``"stuck"`` where it hardly does
        better than guessing; ``"thrashes"`` where the training accuracy of the second half jumps by more
        than 6 points from one epoch to the next on average; ``"underfits"`` below 90% of the training
        pictures; ``"overfits"`` where the test pictures are more than 5 points behind; else
        ``"converges"``.

    Examples
    --------
    >>> point = Point(epoch=1, loss=0.0, accuracy=1.0, test_loss=2.0, test_accuracy=0.5, seconds=1.0,
    ...     multiplications=9)
    >>> diagnosis([point])
    'overfits'
    """
    last = points[-1]
    if not all(point.loss < _BEYOND for point in points):
        return "diverged"
    second_half = [point.accuracy for point in points[len(points) // 2 :]]
    jumps = np.abs(np.diff(second_half))
    if last.accuracy < _GUESSING:
        return "stuck"
    if len(jumps) > 1 and jumps.mean() > _JUMP:
        return "thrashes"
    if last.accuracy < _GOOD:
        return "underfits"
    return "overfits" if last.accuracy - last.test_accuracy > _GAP else "converges"
