"""A trained standard network made depthwise separable: what is lost, and what one more epoch wins back."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sepviz.arrays import Array
from sepviz.layers import Conv2D, SeparableConv2D, StandardBlock, fold_batch_norm
from sepviz.layers.batch_norm import STATISTICS
from sepviz.separability import approximate_depthwise_separable
from sepviz.training.classifier import Classifier
from sepviz.training.course import Learner, Reached
from sepviz.training.experiments import DEFAULT
from sepviz.training.parts import TrainedLayer
from sepviz.training.recipe import INPUT_SHAPE, Recipe
from sepviz.training.step import batches

RECIPE = replace(DEFAULT, plans=DEFAULT.plans[:1])
"""How the standard network is trained."""
MORE = replace(RECIPE, epochs=1, rate=0.005)
"""How the projected one is trained on; the higher rate of the start would throw away what it knows."""
PROJECTIONS = ((1, 1), (3, 1), (3, 2), (3, 4))
"""How many layers are projected, from the last, and with how many depthwise kernels for each channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """The test accuracy of a trained network, of its projection, and of that after one more epoch."""

    layers: int
    multiplier: int
    parameters: int
    before: float
    after: float
    again: float


def projection(seed: int) -> Iterator[Projected | None]:
    """Train the standard network, then make each of `PROJECTIONS` and train that on.

    Parameters
    ----------
    seed : int
        Of pictures, weights and order.

    Returns
    -------
    iterator of Projected or None
        A `Projected` for each projection, and None in between: each slice is computed when asked for.
    """
    recipe, more = replace(RECIPE, seed=seed), replace(MORE, seed=seed)
    classifier = recipe.plans[0].classifier
    trained = Learner(classifier, classifier.init_weights(INPUT_SHAPE, seed=seed))
    yield from _steps(trained, recipe)
    before = yield from _measured(trained, recipe)
    for layers, multiplier in PROJECTIONS:
        projected = Learner(*project(classifier, trained.weights, layers=layers, multiplier=multiplier))
        after = yield from _measured(projected, more)
        yield from _steps(projected, more)
        again = yield from _measured(projected, more)
        yield Projected(
            layers=layers,
            multiplier=multiplier,
            parameters=projected.classifier.count(INPUT_SHAPE).parameters,
            before=before,
            after=after,
            again=again,
        )


def project(
    classifier: Classifier, weights: dict[str, Array], *, layers: int, multiplier: int
) -> tuple[Classifier, dict[str, Array]]:
    """Return the network whose last blocks are the nearest depthwise-separable layers, and its weights.

    Normalisation goes into kernel and bias first, so that nothing non-linear stands between the halves.

    Examples
    --------
    >>> classifier = Classifier((StandardBlock(filters=4),), classes=2)
    >>> weights = classifier.init_weights((8, 9, 3), seed=1)
    >>> separable, projected = project(classifier, weights, layers=1, multiplier=4)
    >>> x = np.random.default_rng(0).uniform(size=(5, 8, 9, 3))
    >>> np.allclose(separable.predict(x, projected), classifier.predict(x, weights), atol=1e-6)
    True
    """
    made: list[TrainedLayer] = []
    found = {name: values for name, values in weights.items() if name.startswith("dense.")}
    for number, block in enumerate(classifier.layers):
        assert isinstance(block, StandardBlock)
        statistics = {name: weights[f"{number}.{name}"] for name in STATISTICS}
        kernel, bias = fold_batch_norm(weights[f"{number}.kernel"], epsilon=block.epsilon, **statistics)
        own = {"kernel": kernel, "bias": bias}
        settings: Any = {
            name: getattr(block, name) for name in ("filters", "kernel_size", "strides", "padding")
        }
        if number < len(classifier.layers) - layers:
            made.append(Conv2D(**settings, activation="relu"))
        else:
            made.append(SeparableConv2D(**settings, depth_multiplier=multiplier, activation="relu"))
            fit = approximate_depthwise_separable(own.pop("kernel"), multiplier)
            own |= {"depthwise_kernel": fit.depthwise_kernel, "pointwise_kernel": fit.pointwise_kernel}
        found |= {f"{number}.{name}": values.astype(np.float32) for name, values in own.items()}
    return Classifier(tuple(made), classes=classifier.classes), found


def _steps(learner: Learner, recipe: Recipe) -> Iterator[None]:
    """Take all steps of a recipe."""
    step = 0
    for epoch in range(1, recipe.epochs + 1):
        for chosen in batches(recipe.pictures, epoch=epoch, batch_size=recipe.batch, seed=recipe.seed):
            learner.step(recipe, step, chosen)
            step += 1
            yield None


def _measured(learner: Learner, recipe: Recipe) -> Generator[None, None, float]:
    """Return the test accuracy, after slices in which nothing else happens."""
    accuracy = 0.0
    for item in learner.measure(recipe, 0, recipe.epochs):
        if isinstance(item, Reached):
            accuracy = item.point.test_accuracy
        yield None
    return accuracy
