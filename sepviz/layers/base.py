"""What every layer offers, whatever it computes: weights, stages, penalties and a description of itself."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.errors import SepvizError, ShapeError
from sepviz.layers.arguments import normalised
from sepviz.layers.constraints import constrained
from sepviz.layers.initializers import initial_values
from sepviz.layers.regularizers import regularization
from sepviz.layers.settings import Setting
from sepviz.ops.arguments import real_array
from sepviz.shapes import integer

Weights = Mapping[str, ArrayLike]
Shape = tuple[int, ...]


class Stage(NamedTuple):
    """One step on the way through a layer, and the feature maps behind it."""

    name: str
    output: NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer(ABC):
    """The frozen description of a layer; its fields are normalised and validated once, when it is made.

    Parameters
    ----------
    data_format : str, optional
        Where the channels of images are, ``"channels_last"`` or ``"channels_first"``.
        Kernels keep one layout under both.
    """

    KERNELS: ClassVar[tuple[str, ...]] = ()
    """Names of the kernels, in the order in which they are used."""

    data_format: str = "channels_last"

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, normalised(field, getattr(self, field.name)))
        self._check_together()

    def _check_together(self) -> None:  # noqa: B027 - most layers have nothing to check
        """Raise where two fields, each good on its own, do not fit."""

    @abstractmethod
    def output_shape(self, input_shape: Shape) -> tuple[int, int, int]:
        """Return the shape of one output, in the order of ``data_format``."""

    @abstractmethod
    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the shape of each weight by its name."""

    @abstractmethod
    def stages(self, x: ArrayLike, weights: Weights) -> list[Stage]:
        """Run the layer and keep the feature maps behind each step, in order."""

    def apply(self, x: ArrayLike, weights: Weights) -> NDArray:
        """Run the layer on one image or a batch.

        Parameters
        ----------
        x : array_like
            One image without, or a batch with a batch axis, channels where ``data_format`` says.
        weights : mapping of str to array_like
            By the names of ``weight_shapes``; what the layer does not have is not looked at.

        Returns
        -------
        ndarray
            Float64 where ``x`` is float64, otherwise float32; as many axes as ``x``.

        Raises
        ------
        SepvizError
            If a weight is missing.
        ShapeError
            If shapes do not fit.
        TypeError
            If an array does not hold real numbers.
        """
        return self.stages(x, weights)[-1].output

    def init_weights(self, input_shape: Shape, *, seed: int) -> dict[str, NDArray[np.float32]]:
        """Draw the weights that training would start with.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one image, without a batch axis.
        seed : int
            The same seed draws the same weights; each weight has a stream of its own,
            so switching one off leaves the others as they are.

        Returns
        -------
        dict of str to ndarray of float32
            Weights by the names of ``weight_shapes``.

        Raises
        ------
        ShapeError
            If the layer does not fit the input, or ``seed`` is negative.
        TypeError
            If ``seed`` is not an integer.
        """
        seed = integer(seed, "seed", minimum=0)
        return {
            name: initial_values(
                self._setting(name, "initializer") or "zeros", shape, seed=(seed, position)
            )
            for position, (name, shape) in enumerate(self.weight_shapes(input_shape).items())
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
        """
        total = 0.0
        for name in self._weight_names():
            if regularizer := self._setting(name, "regularizer"):
                total += regularization(regularizer, weight_of(weights, name))
        return total

    def constrain(self, weights: Weights) -> dict[str, NDArray]:
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
        """
        regularizer = getattr(self, "activity_regularizer", None)
        if regularizer is None:
            return 0.0
        maps = images(y, "y")
        return regularization(regularizer, maps) / (len(maps) if maps.ndim == 4 else 1)

    def to_dict(self) -> dict[str, Any]:
        """Return the description in types that JSON knows; ``layer_from_dict`` reads it.

        Returns
        -------
        dict
            The layer's name under ``"layer"``, and all of its fields.
        """
        values = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return {"layer": type(self).__name__, **values}

    def _weight_names(self) -> tuple[str, ...]:
        """Return the names of the weights that this layer has."""
        return self.KERNELS

    def _setting(self, weight: str, role: str) -> Setting | None:
        """Return the initializer, regularizer or constraint of one weight."""
        return getattr(self, f"{weight.removesuffix('_kernel')}_{role}", None)

    def _checked(self, weights: Weights, input_shape: Shape) -> dict[str, NDArray]:
        """Return the weights that the layer uses, or raise for a missing or misshapen one."""
        result = {}
        for name, shape in self.weight_shapes(input_shape).items():
            result[name] = weight_of(weights, name)
            if result[name].shape != shape:
                raise ShapeError(
                    f"{name} must have the shape {shape} for x of {input_shape}, not {result[name].shape}",
                    code="weight_shape",
                    name=name,
                    expected=str(shape),
                    shape=str(result[name].shape),
                )
        return result


def images(x: ArrayLike, name: str = "x") -> NDArray:
    """Return one image or a batch as an array, or raise."""
    array = real_array(x, name)
    if array.ndim not in (3, 4):
        raise ShapeError(
            f"{name} must be one image with 3 axes or a batch with 4, but its shape is {array.shape}",
            code="wrong_axes",
            name=name,
            axes="3",
            shape=str(array.shape),
        )
    return array


def weight_of(weights: Weights, name: str) -> NDArray:
    """Return one weight as float32, or float64 where it is float64."""
    if not isinstance(weights, Mapping):
        raise TypeError(f"weights must be a mapping from names to arrays, not {type(weights).__name__}")
    if name not in weights:
        raise SepvizError(
            f"weights has no {name!r}, only {sorted(map(str, weights))}", code="weight_missing", name=name
        )
    array = real_array(weights[name], name)
    return array if array.dtype == np.float64 else array.astype(np.float32, copy=False)


def _plain(value: object) -> object:
    """Turn tuples into lists, and the settings behind a name into a dict."""
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return [value[0], {key: _plain(one) for key, one in value[1]}]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
