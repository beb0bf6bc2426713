"""One training step taken apart at one layer: what went forward, what came back, what moved."""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from sepviz.arrays import Array
from sepviz.layers import DepthwiseConv2D
from sepviz.training import head
from sepviz.training.convolution_part import ConvolutionPart
from sepviz.training.course import Step
from sepviz.training.parts import parts_of
from sepviz.training.passes import batch_innermost
from sepviz.training.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissection:
    """One convolution in a training step, with the maps of the batch's first picture.

    Parameters
    ----------
    kind : str
        ``"standard"``, ``"depthwise"`` or ``"pointwise"``.
    front, maps : ndarray (H, W, channels), (H', W', filters)
        What the convolution was given, and what it made of it.
    gradient_maps, front_gradient : ndarray
        The derivatives of the loss by ``maps``, and by ``front``.
    before, gradient, after : ndarray (kh, kw, channels, filters)
        The kernel, the derivative by it, and the kernel behind the step.
    """

    kind: str
    front: Array
    maps: Array
    gradient_maps: Array
    front_gradient: Array
    before: Array
    gradient: Array
    after: Array

    @property
    def heard(self) -> range:
        """The channels in front from which the kernel of the first map behind hears."""
        return range(1 if self.kind == "depthwise" else self.front.shape[-1])


def dissect(recipe: Recipe, network: int, step: Step, layer: int = 0) -> tuple[Dissection, ...]:
    """Take a step of one network of a recipe apart.

    Parameters
    ----------
    recipe : Recipe
        What is trained and how.
    network : int
        Which of its networks, from 0.
    step : Step
        One of its steps.
    layer : int, optional
        Which layer, from 0.

    Returns
    -------
    tuple of Dissection
        One for each convolution of the layer: a separable layer has two.

    Examples
    --------
    >>> from sepviz.training.course import first_step
    >>> from sepviz.training.recipe import Plan
    >>> recipe = Recipe(plans=(Plan(kind="separable", width=4),), pictures=20)
    >>> depthwise, pointwise = dissect(recipe, 0, first_step(recipe), layer=1)
    >>> depthwise.front.shape, depthwise.maps.shape, pointwise.gradient.shape
    ((8, 8, 4), (4, 4, 4), (1, 1, 4, 8))
    """
    layers = [parts_of(one, f"{n}.") for n, one in enumerate(recipe.plans[network].classifier.layers)]
    parts, data, weights = [*chain(*layers)], recipe.pictures_of, step.before[network]
    outputs, kept = [batch_innermost(data.images[step.chosen], "channels_last")], []
    by_weight: dict[str, Array] = {}
    with np.errstate(all="ignore"):
        for part in parts:
            ran = part.run(outputs[-1], weights, training=True)
            outputs.append(ran.output)
            kept.append(ran.kept)
        scores = head.scores(head.means(outputs[-1]), weights)
        upstream, _ = head.back(outputs[-1], weights, data.labels[step.chosen], scores)
        by_output = [upstream]
        for part, own in zip(reversed(parts), reversed(kept), strict=True):
            by_x, found = part.back(own, weights, by_output[0], wants_x=True)
            assert by_x is not None
            by_output.insert(0, by_x)
            by_weight |= found
    first = sum(len(one) for one in layers[:layer])
    return tuple(
        Dissection(
            kind=_kind(part),
            front=_first_picture(outputs[at]),
            maps=_first_picture(outputs[at + 1]),
            gradient_maps=_first_picture(by_output[at + 1]),
            front_gradient=_first_picture(by_output[at]),
            before=weights[part.kernel],
            gradient=by_weight[part.kernel],
            after=step.after[network][part.kernel],
        )
        for at, part in enumerate(layers[layer], first)
        if isinstance(part, ConvolutionPart)
    )


def _kind(part: ConvolutionPart) -> str:
    """Return what a convolution is called."""
    if isinstance(part.layer, DepthwiseConv2D):
        return "depthwise"
    return "pointwise" if part.kernel.endswith("pointwise_kernel") else "standard"


def _first_picture(maps: Array) -> Array:
    """Return the maps of a batch's first picture, channels last."""
    return np.moveaxis(maps[..., 0], 0, -1)
