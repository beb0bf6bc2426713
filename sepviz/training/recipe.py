"""What a comparison of two networks is made of: their layers, the pictures, and how they are trained."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi
from typing import Any

from sepviz.errors import SepvizError
from sepviz.layers import Conv2D, DepthwiseSeparableBlock, SeparableConv2D, StandardBlock
from sepviz.training.classifier import Classifier
from sepviz.training.dataset import SIDE, Dataset, dataset
from sepviz.training.optimizers import SGD, Adam
from sepviz.training.parts import TrainedLayer

KINDS = ("standard", "separable", "mixed")
"""Layers of a network: all standard, all depthwise separable, or the first standard and the others not."""
OPTIMIZERS = ("adam", "sgd")
CLASSES = 8
TEST_PICTURES = 500
INPUT_SHAPE = (SIDE, SIDE, 3)
_STRIDED = 2
"""So many layers at the front halve the maps; those behind them keep their size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One network: ``layers`` layers, the first with ``width`` filters, the others with twice as many.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    layers, width, kernel : int, optional
        Number of layers, filters of the first, and height and width of every kernel.
    depth_multiplier : int, optional
        Of the separable layers.
    normalised : bool, optional
        Whether batch normalisation and ReLU follow every convolution; otherwise ReLU alone follows each
        layer, which has a bias.

    Examples
    --------
    >>> Plan(kind="separable", width=16).classifier.count((16, 16, 3)).parameters
    2569
    """

    kind: str
    layers: int = 3
    width: int = 16
    kernel: int = 3
    depth_multiplier: int = 1
    normalised: bool = True

    @property
    def classifier(self) -> Classifier:
        """The network.

        Raises
        ------
        SepvizError
            If a kernel is larger than the maps that it would see.
        """
        return _classifier(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Two networks and how both are trained: the same recipe gives the same curves.

    Parameters
    ----------
    plans : tuple of Plan
        The networks.
    data : str, optional
        Name of the data set.
    pictures : int, optional
        Training pictures; there are always `TEST_PICTURES` others to test with.
    optimizer : str, optional
        One of `OPTIMIZERS`.
    rate : float, optional
        Learning rate of the first step.
    decay : bool, optional
        Whether the learning rate falls to 0 along half a cosine.
    batch, epochs, seed : int, optional
        Pictures of one step, rounds over all pictures, and the seed of pictures, weights and order.

    Examples
    --------
    >>> recipe = Recipe(plans=(Plan(kind="standard"), Plan(kind="separable")), rate=0.02, epochs=2)
    >>> recipe.optimizer_at(0).learning_rate, round(recipe.optimizer_at(recipe.steps // 2).learning_rate, 3)
    (0.02, 0.01)
    """

    plans: tuple[Plan, ...]
    data: str = "drawings"
    pictures: int = 1000
    optimizer: str = "adam"
    rate: float = 0.02
    decay: bool = True
    batch: int = 20
    epochs: int = 20
    seed: int = 0

    @property
    def batches(self) -> int:
        """Steps of one epoch."""
        return -(-self.pictures // self.batch)

    @property
    def steps(self) -> int:
        """Steps of the whole training."""
        return self.epochs * self.batches

    @property
    def pictures_of(self) -> Dataset:
        """The pictures, drawn when first asked for; the last few sets are kept."""
        return _pictures(self.data, self.pictures, self.seed)

    def optimizer_at(self, step: int) -> SGD | Adam:
        """Return the optimizer with the learning rate of a step, from 0."""
        rate = self.rate * (1 + cos(pi * step / self.steps)) / 2 if self.decay else self.rate
        return Adam(rate) if self.optimizer == "adam" else SGD(rate)


@lru_cache(maxsize=4)
def _pictures(name: str, train: int, seed: int) -> Dataset:
    """Draw the pictures of a recipe."""
    return dataset(name, train=train, test=TEST_PICTURES, seed=seed)


@lru_cache(maxsize=64)
def _classifier(plan: Plan) -> Classifier:
    """Build the network of a plan, or raise where a kernel exceeds the maps."""
    layers = []
    for number, side in enumerate(_sides(plan.layers)):
        if plan.kernel > side:
            raise SepvizError(
                f"kernel={plan.kernel} exceeds the {side} x {side} maps in front of layer {number + 1}",
                code="training_kernel",
                kernel=plan.kernel,
                side=side,
                layer=number + 1,
            )
        layers.append(_layer(plan, number))
    return Classifier(tuple(layers), classes=CLASSES)


def layers_that_fit(kernel: int, most: int) -> int:
    """Return how many of ``most`` layers see maps that are at least as large as the kernel.

    Examples
    --------
    >>> layers_that_fit(3, 3), layers_that_fit(5, 3), layers_that_fit(9, 3)
    (3, 2, 1)
    """
    return sum(kernel <= side for side in _sides(most))


def _sides(layers: int) -> Iterator[int]:
    """Yield height and width of the maps in front of each layer."""
    side = SIDE
    for number in range(layers):
        yield side
        side = -(-side // _strides(number))


def _strides(number: int) -> int:
    """Return the strides of a layer, from 0."""
    return 2 if number < _STRIDED else 1


def _layer(plan: Plan, number: int) -> TrainedLayer:
    """Return one layer of a plan, from 0."""
    shape: Any = {
        "filters": plan.width * (1 if number == 0 else 2),
        "kernel_size": plan.kernel,
        "strides": _strides(number),
    }
    standard = plan.kind == "standard" or (plan.kind == "mixed" and number == 0)
    match standard, plan.normalised:
        case True, True:
            return StandardBlock(**shape)
        case True, False:
            return Conv2D(**shape, padding="same", activation="relu")
        case False, True:
            return DepthwiseSeparableBlock(**shape, depth_multiplier=plan.depth_multiplier)
    return SeparableConv2D(
        **shape, padding="same", activation="relu", depth_multiplier=plan.depth_multiplier
    )
