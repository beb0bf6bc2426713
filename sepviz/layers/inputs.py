"""What a layer is given to run on, checked: an image or a batch, and the weights by name."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.errors import SepvizError, ShapeError
from sepviz.ops.arguments import real_array

Weights = Mapping[str, ArrayLike]
Shape = tuple[int, ...]


def images(x: ArrayLike, name: str = "x") -> Array:
    """Return one image or a batch as an array, or raise."""
    array = real_array(x, name)
    if array.ndim not in (3, 4):
        raise ShapeError(
            f"{name} must be one image with 3 axes or a batch with 4, but its shape is {array.shape}",
            code="wrong_axes",
            name=name,
            axes="H, W, C",
            shape=str(array.shape),
        )
    return array


def weight_of(weights: Weights, name: str) -> Array:
    """Return one weight as float32, or float64 where it is float64."""
    if not isinstance(weights, Mapping):
        raise TypeError(f"weights must be a mapping from names to arrays, not {type(weights).__name__}")
    if name not in weights:
        raise SepvizError(
            f"weights has no {name!r}, only {sorted(map(str, weights))}", code="weight_missing", name=name
        )
    array = real_array(weights[name], name)
    return array if array.dtype == np.float64 else array.astype(np.float32, copy=False)


def weights_of(weights: Weights, shapes: Mapping[str, Shape], input_shape: Shape) -> dict[str, Array]:
    """Return the weights with these names, or raise for a missing or misshapen one."""
    result = {}
    for name, shape in shapes.items():
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
