"""Train a classifier, epoch by epoch."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from sepviz.arrays import Array
from sepviz.errors import SepvizError
from sepviz.layers.inputs import Weights, weights_of
from sepviz.shapes import integer
from sepviz.training.arguments import pictures, right_classes
from sepviz.training.classifier import Classifier
from sepviz.training.dataset import Dataset
from sepviz.training.optimizers import Optimizer
from sepviz.training.step import batches, train_on_batch, training_multiplications


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """Where a training stands when all training pictures were seen once more.

    Loss and accuracy are those of the same weights over all training and all test pictures, as `predict`
    runs: both sides are measured alike, so their difference is what was learned by heart.

    Parameters
    ----------
    epoch : int
        From 1.
    loss, test_loss : float
        Mean cross-entropy over the training and the test pictures; infinite or NaN after diverging.
    accuracy, test_accuracy : float
        Part of the pictures whose most probable class is the right one, from 0 to 1.
    seconds : float
        Time of the training steps since the start, without the evaluations.
    multiplications : int
        Of the training steps since the start, forward and backward; see `training_multiplications`.
    weights : dict of str to ndarray
        By the names of the classifier; moving statistics among them.
    """

    epoch: int
    loss: float
    accuracy: float
    test_loss: float
    test_accuracy: float
    seconds: float
    multiplications: int
    weights: dict[str, Array]


def fit(
    classifier: Classifier,
    data: Dataset,
    *,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int = 32,
    seed: int = 0,
    weights: Weights | None = None,
) -> Iterator[Epoch]:
    """Train a classifier; each epoch is computed when it is asked for.

    Each epoch takes the training pictures in a new random order; its last batch may be smaller. A loss
    that diverges is no error: it is reported as it is, infinite or NaN.

    Parameters
    ----------
    classifier : Classifier
        What is trained; it stays as it is.
    data : Dataset
        Training and test pictures.
    optimizer : SGD or Adam
        How a gradient changes the weights.
    epochs : int
        How often all training pictures are seen.
    batch_size : int, optional
        Pictures of one step.
    seed : int, optional
        Decides the first weights and the order of the pictures: the same seed gives the same numbers.
    weights : mapping of str to array_like, optional
        What to start with; drawn by the seed otherwise.

    Returns
    -------
    iterator of Epoch
        One each time an epoch is over; stopping to iterate stops the work.

    Raises
    ------
    SepvizError
        If the pictures do not fit the classifier, or a number is out of range.
    TypeError
        If a number is no integer, or something else than a classifier or an optimizer is given.

    Examples
    --------
    >>> from sepviz.layers import DepthwiseSeparableBlock
    >>> from sepviz.training import Adam, dataset
    >>> data = dataset("gratings", train=80, test=40, seed=1)
    >>> classifier = Classifier((DepthwiseSeparableBlock(filters=8, strides=2),), classes=8)
    >>> for epoch in fit(classifier, data, optimizer=Adam(0.02), epochs=2):
    ...     print(epoch.epoch, epoch.multiplications)
    1 660480
    2 1320960
    """
    if not isinstance(classifier, Classifier):
        raise TypeError(f"classifier must be a Classifier, not {type(classifier).__name__}")
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be SGD or Adam, not {type(optimizer).__name__}")
    epochs, batch_size = integer(epochs, "epochs"), integer(batch_size, "batch_size")
    seed = integer(seed, "seed", minimum=0)
    shape = _fitting(classifier, data)
    if weights is None:
        weights = classifier.init_weights(shape, seed=seed)
    first = weights_of(weights, classifier.weight_shapes(shape), shape)
    return _epochs(
        classifier, data, first, optimizer=optimizer, epochs=epochs, batch_size=batch_size, seed=seed
    )


def _epochs(
    classifier: Classifier,
    data: Dataset,
    weights: dict[str, Array],
    *,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int,
    seed: int,
) -> Iterator[Epoch]:
    """Train and evaluate, one epoch after the other."""
    each = training_multiplications(classifier, data.images.shape[1:])
    state, seconds = None, 0.0
    for number in range(1, epochs + 1):
        start = perf_counter()
        for chosen in batches(len(data.images), epoch=number, batch_size=batch_size, seed=seed):
            images, labels = data.images[chosen], data.labels[chosen]
            update = train_on_batch(classifier, images, labels, weights, optimizer=optimizer, state=state)
            weights, state = update.weights, update.state
        seconds += perf_counter() - start
        loss, accuracy = classifier.evaluate(data.images, data.labels, weights)
        test_loss, test_accuracy = classifier.evaluate(data.test_images, data.test_labels, weights)
        yield Epoch(
            epoch=number,
            loss=loss,
            accuracy=accuracy,
            test_loss=test_loss,
            test_accuracy=test_accuracy,
            seconds=seconds,
            multiplications=number * len(data.images) * each,
            weights=weights,
        )


def _fitting(classifier: Classifier, data: Dataset) -> tuple[int, ...]:
    """Return the shape of one picture, or raise where pictures or labels do not fit the classifier."""
    for images, labels in ((data.images, data.labels), (data.test_images, data.test_labels)):
        right_classes(labels, len(pictures(images)), classifier.classes)
    shape = data.images.shape[1:]
    if data.test_images.shape[1:] != shape:
        raise SepvizError(
            f"test pictures must have the shape {shape} of the training pictures, "
            f"not {data.test_images.shape[1:]}",
            code="test_shape",
        )
    return shape
