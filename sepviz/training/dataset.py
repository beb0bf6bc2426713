"""Pictures to train with, drawn by a seed: nothing is downloaded, nothing is anybody's."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.errors import SepvizError
from sepviz.shapes import integer
from sepviz.training import drawings, gratings

SIDE = 16
"""Pixels along each side of a picture."""

Draw = Callable[[Array, int, np.random.Generator], Array]
"""From the kind of each picture, the side and a generator to pictures (N, side, side, 3) in [0, 1]."""

_DRAWN: dict[str, tuple[tuple[str, ...], Draw]] = {
    "drawings": (drawings.NAMES, drawings.draw),
    "gratings": (gratings.NAMES, gratings.draw),
}
DATASETS = tuple(_DRAWN)
"""The names that `dataset` knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Labelled pictures, and others to test with.

    Parameters
    ----------
    images, test_images : ndarray of float32, shape (N, H, W, 3)
        Pictures in [0, 1].
    labels, test_labels : ndarray of int, shape (N,)
        The kind of each, from 0.
    names : tuple of str
        The name of each kind.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    test_images: NDArray[np.float32]
    test_labels: NDArray[np.int64]
    names: tuple[str, ...]


def dataset(name: str, *, train: int, test: int, seed: int) -> Dataset:
    """Draw a data set of 8 kinds of pictures, 16 x 16 x 3, each kind equally often (within one).

    Parameters
    ----------
    name : str
        ``"drawings"``: tiny drawings of things, at a random place, turned, of random size, colours and
        light, with clutter behind them and noise. Every thing is painted in any colours.
        ``"gratings"``: stripes in one of four directions and one of two pairs of colours; the kind is
        both together, and neither pair can be told from the other by a single colour channel.
    train, test : int
        How many pictures; the two sets are drawn independently.
    seed : int
        The same seed draws the same pictures.

    Returns
    -------
    Dataset
        Pictures, labels and the names of the kinds.

    Raises
    ------
    SepvizError
        If the name is unknown, or a number too small.
    TypeError
        If a number is no integer.

    Notes
    -----
    Test accuracy in % that three layers of 3 x 3 (strides 1, 2, 2) reached on 1,000 other pictures: mean
    and sample standard deviation over the seeds 0 to 4, after 20 epochs of 1,000 pictures with
    ``SGD(0.01)`` in batches of 20, the last epoch taken (``tests/benchmarks/bench_training.py``).

    ========= ========== ================= ===========================
    data      widths     `StandardBlock`   `DepthwiseSeparableBlock`
    ========= ========== ================= ===========================
    drawings  2, 4, 4    66.5 ± 12.9       47.4 ± 3.0
    drawings  4, 8, 8    88.8 ± 5.3        73.2 ± 5.4
    drawings  16, 32, 32 97.7 ± 0.5        93.8 ± 0.8
    gratings  16, 32, 32 98.6 ± 1.9        97.9 ± 1.7
    ========= ========== ================= ===========================

    At widths 16, 32, 32 that is 14,680 parameters and 553,216 multiplications against 2,569 and 82,432.

    Examples
    --------
    >>> data = dataset("drawings", train=40, test=16, seed=1)
    >>> data.images.shape, data.test_images.shape, data.names[:3]
    ((40, 16, 16, 3), (16, 16, 16, 3), ('house', 'tree', 'mushroom'))
    """
    if name not in DATASETS:
        known = ", ".join(DATASETS)
        raise SepvizError(
            f"name must be one of {known}, not {name!r}",
            code="unknown_name",
            name="dataset",
            value=name,
            known=known,
        )
    seed = integer(seed, "seed", minimum=0)
    names, draw = _DRAWN[name]
    images, labels = _drawn(draw, len(names), integer(train, "train"), (seed, 0))
    test_images, test_labels = _drawn(draw, len(names), integer(test, "test"), (seed, 1))
    return Dataset(
        images=images, labels=labels, test_images=test_images, test_labels=test_labels, names=names
    )


def _drawn(
    draw: Draw, kinds: int, pictures: int, seed: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Draw pictures whose kinds are balanced and in random order."""
    generator = np.random.default_rng(seed)
    labels = generator.permutation(np.arange(pictures) % kinds)
    return draw(labels, SIDE, generator).astype(np.float32), labels
