"""What training asks of a layer: first weights, penalties on a loss, and constraints."""

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.arrays import Array
from sepviz.layers.constraints import constrained
from sepviz.layers.initializers import initial_values
from sepviz.layers.inputs import Shape, Weights, images, weight_of
from sepviz.layers.regularizers import regularization
from sepviz.layers.settings import Setting
from sepviz.shapes import integer


class Trainable(ABC):
    """The half of a layer that only matters while it learns; it reads the layer's fields.

    A weight ``kernel`` or ``depthwise_kernel`` finds its settings in the fields ``kernel_initializer``,
    ``depthwise_regularizer`` and so on; one without such a field has none.
    """

    __slots__ = ()

    @abstractmethod
    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the shape of each weight by its name."""

    @abstractmethod
    def _weight_names(self) -> tuple[str, ...]:
        """Return the names of the weights that this layer has."""

    def init_weights(self, input_shape: Shape, *, seed: int) -> dict[str, NDArray[np.float32]]:
        """Draw the weights that training would start with.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one image, without a batch axis, channels where ``data_format`` says.
        seed : int
            The same seed draws the same weights; each weight has a stream of its own,
            so switching one off leaves the others as they are.

        Returns
        -------
        dict of str to ndarray of float32
            Weights by the names of ``weight_shapes``. A spatially separable pair is not drawn:
            it is the 1-2-1 smoothing of its length.

        Raises
        ------
        ShapeError
            If the layer does not fit the input, or ``seed`` is negative.
        TypeError
            If ``seed`` is not an integer.

        Examples
        --------
        >>> from sepviz.layers import Conv2D
        >>> weights = Conv2D(filters=4, kernel_size=3).init_weights((8, 8, 3), seed=1)
        >>> {name: values.shape for name, values in weights.items()}
        {'kernel': (3, 3, 3, 4), 'bias': (4,)}
        """
        seed = integer(seed, "seed", minimum=0)
        shapes = self.weight_shapes(input_shape)
        return {
            name: self._first_values(name, shape, (seed, position))
            for position, (name, shape) in enumerate(shapes.items())
        }

    def penalty(self, weights: Weights) -> float:
        """Return what the weights' regularizers add to a loss.

        Parameters
        ----------
        weights : mapping of str to array_like
            By the names of ``weight_shapes``.

        Returns
        -------
        float
            0 without regularizers.

        Raises
        ------
        SepvizError
            If a regularized weight is missing.

        Examples
        --------
        >>> from sepviz.layers import DepthwiseConv2D
        >>> layer = DepthwiseConv2D(kernel_size=1, depthwise_regularizer=("l2", {"l2": 0.5}))
        >>> layer.penalty({"depthwise_kernel": [[[[1.0], [2.0]]]], "bias": [0.0, 0.0]})
        2.5
        """
        total = 0.0
        for name in self._weight_names():
            if regularizer := self._setting(name, "regularizer"):
                total += regularization(regularizer, weight_of(weights, name))
        return total

    def constrain(self, weights: Weights) -> dict[str, Array]:
        """Return the weights with the layer's constraints applied, as after a training step.

        Parameters
        ----------
        weights : mapping of str to array_like
            By the names of ``weight_shapes``; they stay as they are.

        Returns
        -------
        dict of str to ndarray
            New arrays for the same names, float64 where the weight is float64, otherwise float32.

        Raises
        ------
        TypeError
            If a weight does not hold real numbers.

        Examples
        --------
        >>> from sepviz.layers import DepthwiseConv2D
        >>> layer = DepthwiseConv2D(kernel_size=1, use_bias=False, depthwise_constraint="non_neg")
        >>> layer.constrain({"depthwise_kernel": [[[[1.0, -2.0]]]]})["depthwise_kernel"]
        array([[[[1., 0.]]]])
        """
        result = {}
        for name in weights:
            values = weight_of(weights, name)
            constraint = self._setting(name, "constraint") if name in self._weight_names() else None
            result[name] = constrained(constraint, values) if constraint else values.copy()
        return result

    def activity_penalty(self, y: ArrayLike) -> float:
        """Return what the activity regularizer adds to a loss for an output.

        Parameters
        ----------
        y : array_like
            Output of the layer; the penalty of a batch is divided by its number of images, as Keras does.

        Returns
        -------
        float
            0 without an activity regularizer.

        Raises
        ------
        ShapeError
            If ``y`` is neither one image nor a batch.

        Examples
        --------
        >>> from sepviz.layers import Conv2D
        >>> layer = Conv2D(filters=1, kernel_size=1, activity_regularizer=("l1", {"l1": 0.5}))
        >>> layer.activity_penalty(np.full((2, 3, 1), 4.0))
        12.0
        """
        regularizer = self._setting("activity", "regularizer")
        if regularizer is None:
            return 0.0
        maps = images(y, "y")
        return regularization(regularizer, maps) / (len(maps) if maps.ndim == 4 else 1)

    def _first_values(self, name: str, shape: Shape, seed: tuple[int, ...]) -> NDArray[np.float32]:
        """Return how one weight starts."""
        return initial_values(self._setting(name, "initializer") or "zeros", shape, seed=seed)

    def _setting(self, weight: str, role: str) -> Setting | None:
        """Return the initializer, regularizer or constraint of one weight."""
        return getattr(self, f"{weight.removesuffix('_kernel')}_{role}", None)
