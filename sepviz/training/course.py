"""Train the networks of a recipe side by side, in slices so small that other work fits in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.training.classifier import Classifier
from sepviz.training.recipe import INPUT_SHAPE, Recipe
from sepviz.training.step import batches, train_on_batch, training_multiplications

_AT_ONCE = 100
"""Pictures that are classified in one slice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Both networks took one step on the same batch; ``losses`` holds None where one has diverged.

    ``chosen`` are the batch's pictures; ``before`` and ``after`` are the weights of each network.
    """

    epoch: int
    batch: int
    losses: tuple[float | None, ...]
    chosen: NDArray[np.int64]
    before: tuple[dict[str, Array], ...]
    after: tuple[dict[str, Array], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where one network stands behind an epoch (0 is the start), as `Epoch` measures it."""

    epoch: int
    loss: float
    accuracy: float
    test_loss: float
    test_accuracy: float
    seconds: float
    multiplications: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One network behind an epoch: its point, the first layer's kernel, and what it took for what.

    ``confusion[i, j]`` counts the test pictures of kind i that were taken for kind j. ``maps`` are the
    feature maps of the first test picture behind each layer, (H, W, filters).
    """

    network: int
    point: Point
    kernel: NDArray[np.float32]
    confusion: NDArray[np.int64]
    maps: tuple[Array, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnd:
    """All networks were measured; ``last`` where no epoch follows."""

    epoch: int
    last: bool


class Learner:
    """One network while it trains."""

    def __init__(self, classifier: Classifier, weights: dict[str, Array]) -> None:
        self.classifier, self.weights = classifier, weights
        self.state: dict[str, Any] | None = None
        self.seconds = 0.0
        self.multiplications = 0
        self.diverged = False
        self._each = training_multiplications(classifier, INPUT_SHAPE)

    def step(self, recipe: Recipe, number: int, chosen: NDArray[np.int64]) -> float | None:
        """Learn from one batch and return its loss, or None where there is nothing left to learn with."""
        if self.diverged:
            return None
        data, start = recipe.pictures_of, perf_counter()
        update = train_on_batch(
            self.classifier,
            data.images[chosen],
            data.labels[chosen],
            self.weights,
            optimizer=recipe.optimizer_at(number),
            state=self.state,
        )
        self.weights, self.state = update.weights, update.state
        self.seconds += perf_counter() - start
        self.multiplications += len(chosen) * self._each
        self.diverged = not np.isfinite(update.loss)
        return update.loss

    def measure(self, recipe: Recipe, network: int, epoch: int) -> Iterator[Reached | None]:
        """Classify all pictures; the last thing yielded says how that went."""
        data, found = recipe.pictures_of, []
        for images, labels in ((data.images, data.labels), (data.test_images, data.test_labels)):
            probabilities = []
            for first in range(0, len(images), _AT_ONCE):
                probabilities.append(
                    self.classifier.predict(images[first : first + _AT_ONCE], self.weights)
                )
                yield None
            found.append(_judged(np.concatenate(probabilities), labels))
        (loss, accuracy, _), (test_loss, test_accuracy, confusion) = found
        self.diverged |= not np.isfinite(loss)
        yield Reached(
            network=network,
            point=Point(
                epoch=epoch,
                loss=loss,
                accuracy=accuracy,
                test_loss=test_loss,
                test_accuracy=test_accuracy,
                seconds=self.seconds,
                multiplications=self.multiplications,
            ),
            kernel=next(iter(self.weights.values())),
            confusion=confusion,
            maps=tuple(self.classifier.maps(data.test_images[0], self.weights)),
        )


def course(recipe: Recipe) -> Iterator[Step | Reached | EpochEnd | None]:
    """Train the networks of a recipe batch by batch; each slice is computed when it is asked for.

    Parameters
    ----------
    recipe : Recipe
        What is trained and how.

    Returns
    -------
    iterator of Step, Reached, EpochEnd or None
        A `Step` for each batch, a `Reached` for each network before the first epoch and behind each,
        then an `EpochEnd`, and None in between. A network that has diverged takes no more steps; its last
        `Reached` says so. The training ends when all have diverged.

    Examples
    --------
    >>> from sepviz.training.recipe import Plan
    >>> plans = Plan(kind="standard", layers=1, width=2), Plan(kind="separable", layers=1, width=3)
    >>> recipe = Recipe(plans=plans, pictures=40, epochs=1)
    >>> [item.point.epoch for item in course(recipe) if isinstance(item, Reached)]
    [0, 0, 1, 1]
    """
    learners = _learners(recipe)
    for network, learner in enumerate(learners):
        yield from learner.measure(recipe, network, 0)
    step = 0
    for epoch in range(1, recipe.epochs + 1):
        learning = [network for network, learner in enumerate(learners) if not learner.diverged]
        order = batches(recipe.pictures, epoch=epoch, batch_size=recipe.batch, seed=recipe.seed)
        for batch, chosen in enumerate(order, 1):
            yield _step(learners, recipe, step, chosen, epoch=epoch, batch=batch)
            step += 1
        for network in learning:
            yield from learners[network].measure(recipe, network, epoch)
        last = epoch == recipe.epochs or all(learner.diverged for learner in learners)
        yield EpochEnd(epoch=epoch, last=last)
        if last:
            return


def first_step(recipe: Recipe) -> Step:
    """Return the very first step of a training."""
    chosen = batches(recipe.pictures, epoch=1, batch_size=recipe.batch, seed=recipe.seed)[0]
    return _step(_learners(recipe), recipe, 0, chosen, epoch=1, batch=1)


def _learners(recipe: Recipe) -> list[Learner]:
    """Return the networks before their first step."""
    return [
        Learner(plan.classifier, plan.classifier.init_weights(INPUT_SHAPE, seed=recipe.seed))
        for plan in recipe.plans
    ]


def _step(
    learners: list[Learner],
    recipe: Recipe,
    number: int,
    chosen: NDArray[np.int64],
    *,
    epoch: int,
    batch: int,
) -> Step:
    """Let all networks learn from one batch."""
    before = tuple(learner.weights for learner in learners)
    losses = tuple(learner.step(recipe, number, chosen) for learner in learners)
    after = tuple(learner.weights for learner in learners)
    return Step(epoch=epoch, batch=batch, losses=losses, chosen=chosen, before=before, after=after)


def _judged(probabilities: Array, labels: NDArray[np.int64]) -> tuple[float, float, NDArray[np.int64]]:
    """Return loss, accuracy and confusion of some predictions."""
    of_right = probabilities[np.arange(len(labels)), labels]
    smallest = np.finfo(np.float32).tiny  # a probability that was rounded to 0
    loss = float(-np.log(np.maximum(of_right, smallest)).mean())
    taken, kinds = probabilities.argmax(axis=1), probabilities.shape[1]
    confusion = np.bincount(labels * kinds + taken, minlength=kinds * kinds).reshape(kinds, kinds)
    return loss, float((taken == labels).mean()), confusion
