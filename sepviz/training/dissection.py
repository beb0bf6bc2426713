"""One training step taken apart: what the first layer's convolution put out, what came back, what moved."""

from dataclasses import dataclass

import numpy as np

from sepviz.arrays import Array
from sepviz.training import head
from sepviz.training.classifier import Classifier
from sepviz.training.parts import parts_of
from sepviz.training.passes import batch_innermost, forward
from sepviz.training.recipe import INPUT_SHAPE, Recipe
from sepviz.training.step import batches


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissection:
    """The very first step of a training, seen at the first convolution of its network.

    Parameters
    ----------
    picture : ndarray (H, W, 3)
        The first picture of the batch.
    maps, gradient_maps : ndarray (H', W', filters)
        What the convolution made of it, and the derivative of the loss by that.
    loss : float
        Of the batch.
    before, gradient, after : ndarray (kh, kw, channels, filters)
        The kernel, the derivative by it, and the kernel behind the step.
    """

    picture: Array
    maps: Array
    gradient_maps: Array
    loss: float
    before: Array
    gradient: Array
    after: Array


def dissect(recipe: Recipe, network: int) -> Dissection:
    """Take the first step of one network of a recipe apart.

    Parameters
    ----------
    recipe : Recipe
        What is trained and how.
    network : int
        Which of its networks, from 0.

    Returns
    -------
    Dissection
        What went forward, what came back, and what the optimizer made of it.

    Examples
    --------
    >>> from sepviz.training.recipe import Plan
    >>> recipe = Recipe(plans=(Plan(kind="separable", width=4),), pictures=20)
    >>> step = dissect(recipe, 0)
    >>> step.maps.shape, step.gradient.shape
    ((8, 8, 3), (3, 3, 3, 1))
    """
    classifier, data = recipe.plans[network].classifier, recipe.pictures_of
    weights = classifier.init_weights(INPUT_SHAPE, seed=recipe.seed)
    chosen = batches(recipe.pictures, epoch=1, batch_size=recipe.batch, seed=recipe.seed)[0]
    images, labels = data.images[chosen], data.labels[chosen]
    loss, gradients = classifier.loss_and_gradients(images, labels, weights)
    after, _ = recipe.optimizer_at(0).step(weights, gradients)
    maps, gradient_maps = _at_first_convolution(classifier, images, labels, weights)
    name = next(iter(weights))
    return Dissection(
        picture=images[0],
        maps=maps,
        gradient_maps=gradient_maps,
        loss=loss,
        before=weights[name],
        gradient=gradients[name],
        after=after[name],
    )


def _at_first_convolution(
    classifier: Classifier, images: Array, labels: Array, weights: dict[str, Array]
) -> tuple[Array, Array]:
    """Return the maps behind the first convolution and the derivatives by them, of the first picture."""
    parts = [part for n, layer in enumerate(classifier.layers) for part in parts_of(layer, f"{n}.")]
    behind = parts[0].run(batch_innermost(images, "channels_last"), weights, training=True).output
    with np.errstate(all="ignore"):
        run = forward(parts[1:], behind, weights)
        scores = head.scores(head.means(run.output), weights)
        upstream, _ = head.back(run.output, weights, labels, scores)
        for part, kept in zip(reversed(parts[1:]), reversed(run.kept), strict=True):
            by_x, _ = part.back(kept, weights, upstream, wants_x=True)
            assert by_x is not None
            upstream = by_x
    return tuple(np.moveaxis(array[..., 0], 0, -1) for array in (behind, upstream))  # type: ignore[return-value]
