"""A network that tells kinds of pictures apart: layers, global average pooling, a dense layer, softmax."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.arrays import Array
from sepviz.costs import Cost, count
from sepviz.costs.cost import stage_cost, total_cost
from sepviz.layers import axes_of, initial_values
from sepviz.layers.inputs import Shape, Weights, weights_of
from sepviz.ops.arguments import result_type
from sepviz.shapes import integer
from sepviz.training import head
from sepviz.training.arguments import layers_of, pictures, right_classes
from sepviz.training.part import Part
from sepviz.training.parts import TrainedLayer, parts_of
from sepviz.training.passes import backward, batch_innermost, forward, infer

AT_ONCE = 64  # pictures that `predict` runs together, which bounds its memory


@dataclass(frozen=True, slots=True)
class Classifier:
    """Layers, behind them global average pooling, a dense layer with bias, and softmax.

    The weights of layer 0 are called ``"0.kernel"`` and so on, by the names of `weight_shapes` of the
    layer; those of the dense layer are ``"dense.kernel"`` (channels, classes) and ``"dense.bias"``.
    Regularizers and constraints of the layers are not applied.

    Parameters
    ----------
    layers : tuple of Layer
        `Conv2D`, `DepthwiseConv2D`, `SeparableConv2D`, `StandardBlock` or `DepthwiseSeparableBlock`,
        at least one, all with one ``data_format``.
    classes : int
        Kinds of pictures, at least 2.

    Raises
    ------
    SepvizError
        If there is no layer, the layers differ in ``data_format``, or there are too few classes.
    TypeError
        If something else than these layers is given, or ``classes`` is no integer.

    Examples
    --------
    >>> from sepviz.layers import DepthwiseSeparableBlock, StandardBlock
    >>> first, second = StandardBlock(filters=16), DepthwiseSeparableBlock(filters=32, strides=2)
    >>> classifier = Classifier((first, second), classes=8)
    >>> weights = classifier.init_weights((16, 16, 3), seed=1)
    >>> classifier.predict(np.zeros((5, 16, 16, 3)), weights).shape
    (5, 8)
    """

    layers: tuple[TrainedLayer, ...]
    classes: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", layers_of(self.layers))
        object.__setattr__(self, "classes", integer(self.classes, "classes", minimum=2))

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the shape of each weight by its name.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one picture, in the order of the layers' ``data_format``.

        Returns
        -------
        dict of str to tuple of int
            Those of the layers in order, then ``"dense.kernel"`` and ``"dense.bias"``.

        Raises
        ------
        ShapeError
            If a layer does not fit what comes to it.

        Examples
        --------
        >>> from sepviz.layers import Conv2D
        >>> Classifier((Conv2D(filters=4, kernel_size=(3, 5)),), classes=2).weight_shapes((8, 9, 3))
        {'0.kernel': (3, 5, 3, 4), '0.bias': (4,), 'dense.kernel': (4, 2), 'dense.bias': (2,)}
        """
        *places, output = self._shapes(input_shape)
        shapes: dict[str, Shape] = {}
        for number, (layer, place) in enumerate(zip(self.layers, places, strict=True)):
            shapes |= {f"{number}.{name}": shape for name, shape in layer.weight_shapes(place).items()}
        channels = axes_of(output, self._data_format).channels
        return {**shapes, head.KERNEL: (channels, self.classes), head.BIAS: (self.classes,)}

    def init_weights(self, input_shape: Shape, *, seed: int) -> dict[str, NDArray[np.float32]]:
        """Draw the weights that training starts with, each layer's by its own initializers.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one picture.
        seed : int
            The same seed draws the same weights; each layer has a stream of its own.

        Returns
        -------
        dict of str to ndarray of float32
            By the names of `weight_shapes`; the dense kernel is Glorot uniform, its bias 0.

        Raises
        ------
        ShapeError
            If a layer does not fit what comes to it, or ``seed`` is negative.
        TypeError
            If ``seed`` is no integer.

        Examples
        --------
        >>> from sepviz.layers import StandardBlock
        >>> weights = Classifier((StandardBlock(filters=4),), classes=2).init_weights((8, 9, 3), seed=1)
        >>> weights["0.gamma"], weights["dense.bias"]
        (array([1., 1., 1., 1.], dtype=float32), array([0., 0.], dtype=float32))
        """
        seed = integer(seed, "seed", minimum=0)
        *places, _ = self._shapes(input_shape)
        weights: dict[str, NDArray[np.float32]] = {}
        for number, (layer, place) in enumerate(zip(self.layers, places, strict=True)):
            own = int(np.random.SeedSequence((seed, number)).generate_state(1)[0])
            drawn = layer.init_weights(place, seed=own)
            weights |= {f"{number}.{name}": values for name, values in drawn.items()}
        shapes = self.weight_shapes(input_shape)
        kernel = initial_values("glorot_uniform", shapes[head.KERNEL], seed=(seed, len(self.layers)))
        return {**weights, head.KERNEL: kernel, head.BIAS: np.zeros(self.classes, np.float32)}

    def predict(self, x: ArrayLike, weights: Weights) -> Array:
        """Return how probable each class is; blocks normalise with their moving statistics.

        Parameters
        ----------
        x : array_like, shape (N, H, W, C)
            Pictures, or (N, C, H, W) where ``data_format`` says so.
        weights : mapping of str to array_like
            By the names of `weight_shapes`.

        Returns
        -------
        ndarray, shape (N, classes)
            Probabilities; each row sums to 1. Weights that have diverged give NaN.

        Raises
        ------
        SepvizError
            If shapes do not fit, or a weight is missing.
        TypeError
            If an array does not hold real numbers.

        Examples
        --------
        >>> from sepviz.layers import StandardBlock
        >>> classifier = Classifier((StandardBlock(filters=4),), classes=2)
        >>> weights = classifier.init_weights((8, 9, 3), seed=1)
        >>> classifier.predict(np.zeros((1, 8, 9, 3)), weights)
        array([[0.5, 0.5]])
        """
        array, checked = self._checked(x, weights)
        with np.errstate(all="ignore"):
            return np.concatenate([head.softmax(scores) for scores in self._scores(array, checked)])

    def evaluate(self, x: ArrayLike, labels: ArrayLike, weights: Weights) -> tuple[float, float]:
        """Return how good the predictions are.

        Parameters
        ----------
        x : array_like, shape (N, H, W, C)
            Pictures, as for `predict`.
        labels : array_like of int, shape (N,)
            The right class of each, from 0.
        weights : mapping of str to array_like
            By the names of `weight_shapes`.

        Returns
        -------
        loss : float
            The mean cross-entropy; infinite or NaN where the weights have diverged.
        accuracy : float
            The part of the pictures whose most probable class is the right one, from 0 to 1.

        Raises
        ------
        SepvizError, TypeError
            As `loss_and_gradients`.

        Examples
        --------
        >>> from sepviz.layers import StandardBlock
        >>> classifier = Classifier((StandardBlock(filters=4),), classes=2)
        >>> weights = classifier.init_weights((8, 9, 3), seed=1)
        >>> loss, accuracy = classifier.evaluate(np.zeros((3, 8, 9, 3)), [0, 0, 1], weights)
        >>> round(loss, 4), round(accuracy, 4)
        (0.6931, 0.6667)
        """
        array, checked = self._checked(x, weights)
        right = right_classes(labels, len(array), self.classes)
        with np.errstate(all="ignore"):
            scores = np.concatenate(list(self._scores(array, checked)))
            loss = head.cross_entropy(scores, right)
        return loss, float((scores.argmax(axis=1) == right).mean())

    def loss_and_gradients(
        self, x: ArrayLike, labels: ArrayLike, weights: Weights
    ) -> tuple[float, dict[str, Array]]:
        """Return the loss of a batch in training, and its derivatives by all that learns.

        Blocks normalise with the batch's own mean and biased variance, and the derivatives go through
        these as well. The moving statistics are not looked at and have no derivative.

        Parameters
        ----------
        x : array_like, shape (N, H, W, C)
            Pictures, as for `predict`.
        labels : array_like of int, shape (N,)
            The right class of each, from 0.
        weights : mapping of str to array_like
            By the names of `weight_shapes`.

        Returns
        -------
        loss : float
            The mean cross-entropy; infinite or NaN where the weights have diverged.
        gradients : dict of str to ndarray
            By the names of the weights, each of the shape of its weight; float64 where ``x`` is
            float64, otherwise float32.

        Raises
        ------
        SepvizError
            If shapes do not fit, a weight is missing, or a label is out of range.
        TypeError
            If an array does not hold real numbers, or the labels are no integers.

        Examples
        --------
        >>> from sepviz.layers import StandardBlock
        >>> classifier = Classifier((StandardBlock(filters=4),), classes=2)
        >>> weights = classifier.init_weights((8, 9, 3), seed=1)
        >>> loss, gradients = classifier.loss_and_gradients(np.zeros((3, 8, 9, 3)), [0, 1, 1], weights)
        >>> list(gradients)
        ['0.kernel', '0.gamma', '0.beta', 'dense.kernel', 'dense.bias']
        """
        loss, gradients, _ = self._learned(x, labels, weights)
        return loss, gradients

    def maps(self, picture: ArrayLike, weights: Weights) -> Iterator[Array]:
        """Return the feature maps of one picture behind each layer, channels last, as after training."""
        array, checked = self._checked(np.asarray(picture)[np.newaxis], weights)
        x = batch_innermost(array, self._data_format)
        with np.errstate(all="ignore"):
            for number, layer in enumerate(self.layers):
                x = infer(parts_of(layer, f"{number}."), x, checked)
                yield np.moveaxis(x[..., 0], 0, -1)

    def count(self, input_shape: Shape) -> Cost:
        """Count what one run on one picture costs.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one picture.

        Returns
        -------
        Cost
            The sum, with one ``Cost`` a layer and one for the dense layer under ``stages``; pooling and
            softmax are not counted.

        Raises
        ------
        ShapeError
            If a layer does not fit what comes to it.

        Examples
        --------
        >>> from sepviz.layers import StandardBlock
        >>> layers = (StandardBlock(filters=16), StandardBlock(filters=32, strides=2))
        >>> cost = Classifier(layers, classes=8).count((16, 16, 3))
        >>> cost.parameters, cost.multiplications, [stage.name for stage in cost.stages]
        (5400, 405760, ['StandardBlock', 'StandardBlock', 'dense'])
        """
        *places, output = self._shapes(input_shape)
        layers = tuple(count(layer, place) for layer, place in zip(self.layers, places, strict=True))
        dense = stage_cost(
            "dense",
            {"classes": self.classes},
            {"channels": axes_of(output, self._data_format).channels},
            output_shape=(self.classes,),
            kernels=self.classes,
            learned_beside=self.classes,
            use_bias=True,
        )
        return total_cost("Classifier", (*layers, dense))

    def _learned(
        self, x: ArrayLike, labels: ArrayLike, weights: Weights
    ) -> tuple[float, dict[str, Array], dict[str, Array]]:
        """Return the loss, the derivatives, and the mean and variance of the batch."""
        array, checked = self._checked(x, weights)
        right = right_classes(labels, len(array), self.classes)
        with np.errstate(all="ignore"):
            run = forward(_parts(self.layers), batch_innermost(array, self._data_format), checked)
            means = head.means(run.output)
            scores = head.scores(means, checked)
            upstream, found = head.back(run.output, checked, right, scores)
            found |= backward(_parts(self.layers), run, checked, upstream)
            loss = head.cross_entropy(scores, right)
        return loss, {name: found[name] for name in checked if name in found}, run.observed

    def _scores(self, x: Array, weights: dict[str, Array]) -> Iterator[Array]:
        """Return the dense layer's outputs, some pictures at a time."""
        for start in range(0, len(x), AT_ONCE):
            some = batch_innermost(x[start : start + AT_ONCE], self._data_format)
            yield head.scores(head.means(infer(_parts(self.layers), some, weights)), weights)

    def _checked(self, x: ArrayLike, weights: Weights) -> tuple[Array, dict[str, Array]]:
        """Return the pictures and the weights that the network uses on them, or raise."""
        array = pictures(x)
        shape = array.shape[1:]
        return array.astype(result_type(array), copy=False), weights_of(
            weights, self.weight_shapes(shape), shape
        )

    def _shapes(self, input_shape: Shape) -> list[Shape]:
        """Return the shape of one picture in front of each layer, and behind the last."""
        shapes = [tuple(input_shape)]
        for layer in self.layers:
            shapes.append(layer.output_shape(shapes[-1]))
        return shapes

    @property
    def _data_format(self) -> str:
        """Where the channels are."""
        return self.layers[0].data_format


@lru_cache(maxsize=64)
def _parts(layers: tuple[TrainedLayer, ...]) -> tuple[Part, ...]:
    """Take all layers apart; each step of a training asks for the same ones."""
    return tuple(part for number, layer in enumerate(layers) for part in parts_of(layer, f"{number}."))
