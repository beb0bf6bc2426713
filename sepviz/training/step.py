"""One training step: a batch, its loss and gradients, and the weights behind it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.arrays import Array
from sepviz.layers.inputs import Weights, weight_of
from sepviz.training.classifier import Classifier
from sepviz.training.optimizers import Optimizer
from sepviz.training.passes import moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One training step: what came out of it, and how the weights stand behind it.

    Parameters
    ----------
    loss : float
        Mean cross-entropy of the batch before the step.
    gradients : dict of str to ndarray
        The derivatives that the step followed.
    weights : dict of str to ndarray
        New weights and moving statistics.
    state : dict
        What the optimizer remembers.
    """

    loss: float
    gradients: dict[str, Array]
    weights: dict[str, Array]
    state: dict[str, Any]


def train_on_batch(
    classifier: Classifier,
    x: ArrayLike,
    labels: ArrayLike,
    weights: Weights,
    *,
    optimizer: Optimizer,
    state: dict[str, Any] | None = None,
) -> Update:
    """Take one training step, the moving statistics included.

    Each moving statistic becomes 0.9 old + 0.1 batch, with the biased variance of the batch as in Keras
    (PyTorch takes the unbiased one); the optimizer moves all that has a gradient.

    Parameters
    ----------
    classifier : Classifier
        What is trained.
    x : array_like, shape (N, H, W, C)
        Pictures of the batch.
    labels : array_like of int, shape (N,)
        Their classes.
    weights : mapping of str to array_like
        As they stand.
    optimizer : SGD or Adam
        How a gradient changes the weights.
    state : dict, optional
        What the step before left; None at the start.

    Returns
    -------
    Update
        Loss, gradients, new weights and new state.

    Raises
    ------
    SepvizError, TypeError
        As `Classifier.loss_and_gradients`.

    Examples
    --------
    >>> from sepviz.layers import StandardBlock
    >>> from sepviz.training import SGD
    >>> classifier = Classifier((StandardBlock(filters=4),), classes=2)
    >>> weights = classifier.init_weights((8, 9, 3), seed=1)
    >>> update = train_on_batch(classifier, np.zeros((2, 8, 9, 3)), [0, 1], weights, optimizer=SGD())
    >>> update.weights["0.variance"].round(3)
    array([0.9, 0.9, 0.9, 0.9], dtype=float32)
    """
    before = {name: weight_of(weights, name) for name in weights}
    loss, gradients, observed = classifier._learned(x, labels, before)
    stepped, state = optimizer.step(before, gradients, state)
    return Update(loss=loss, gradients=gradients, weights=moved(stepped, observed), state=state)


def batches(pictures: int, *, epoch: int, batch_size: int = 32, seed: int = 0) -> list[NDArray[np.int64]]:
    """Return which pictures form each batch of an epoch, as `fit` takes them.

    Parameters
    ----------
    pictures : int
        How many training pictures there are.
    epoch : int
        From 1; each epoch has its own random order.
    batch_size : int, optional
        Pictures of one step; the last batch may be smaller.
    seed : int, optional
        Decides the order.

    Returns
    -------
    list of ndarray of int
        Numbers of pictures from 0; each picture is in one batch.

    Examples
    --------
    >>> [len(batch) for batch in batches(50, epoch=1, batch_size=20)]
    [20, 20, 10]
    """
    # Three numbers, so that no order repeats a stream from which pictures or weights were drawn.
    order = np.random.default_rng((seed, epoch, 0)).permutation(pictures)
    return [order[first : first + batch_size] for first in range(0, pictures, batch_size)]


def training_multiplications(classifier: Classifier, input_shape: tuple[int, ...]) -> int:
    """Return the multiplications of one training step for each picture of its batch.

    Every convolution, and the dense layer, multiplies as often for the derivative by its weights, and
    again as often for the derivative by its input, as it does forward. The network's first convolution
    needs no derivative by its input. So this is three times `Classifier.count`, less the first
    convolution once. Normalisations, activations, the optimizer and evaluations are not counted.

    Parameters
    ----------
    classifier : Classifier
        What is trained.
    input_shape : tuple of int
        Shape of one picture.

    Returns
    -------
    int
        Scalar products, forward and backward.

    Examples
    --------
    >>> from sepviz.layers import Conv2D
    >>> classifier = Classifier((Conv2D(filters=4, kernel_size=1),), classes=2)
    >>> training_multiplications(classifier, (5, 6, 3)) == 2 * 5 * 6 * 3 * 4 + 3 * 4 * 2
    True
    """
    cost = classifier.count(input_shape)
    return 3 * cost.multiplications - cost.stages[0].stages[0].multiplications
