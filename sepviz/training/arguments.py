"""What a classifier is given, checked."""

from collections.abc import Iterable
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.arrays import Array
from sepviz.errors import SepvizError, ShapeError
from sepviz.ops.arguments import real_array
from sepviz.training.parts import TrainedLayer


def layers_of(layers: object) -> tuple[TrainedLayer, ...]:
    """Return the layers as a tuple, or raise where there is none, or one that cannot be trained."""
    kinds = ", ".join(kind.__name__ for kind in get_args(TrainedLayer))
    if isinstance(layers, str) or not isinstance(layers, Iterable):
        raise TypeError(f"layers must be a tuple of {kinds}, not {layers!r}")
    given = tuple(layers)
    for layer in given:
        if not isinstance(layer, TrainedLayer):
            raise TypeError(f"layers must hold only {kinds}, not {layer!r}")
    formats = {layer.data_format for layer in given}
    if len(formats) != 1:
        raise SepvizError(
            f"layers must be at least one, all with one data_format, not {given}", code="classifier_layers"
        )
    return given


def pictures(x: ArrayLike) -> Array:
    """Return a batch of pictures, or raise."""
    array = real_array(x, "x")
    if array.ndim != 4:
        raise ShapeError(
            f"x must be a batch of pictures with 4 axes, but its shape is {array.shape}",
            code="wrong_axes",
            name="x",
            axes="N, H, W, C",
            shape=str(array.shape),
        )
    return array


def right_classes(labels: ArrayLike, pictures: int, classes: int) -> NDArray[np.integer]:
    """Return one class a picture as integers from 0 to below ``classes``, or raise."""
    array = real_array(labels, "labels")
    if array.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers, not {array.dtype}")
    if array.shape != (pictures,):
        raise ShapeError(
            f"labels must have the shape ({pictures},), one a picture, not {array.shape}",
            code="labels_shape",
            pictures=pictures,
            shape=str(array.shape),
        )
    for label in (array.min(), array.max()):
        if not 0 <= label < classes:
            raise SepvizError(
                f"labels must be from 0 to {classes - 1}, but one is {label}",
                code="labels_range",
                classes=classes,
                label=int(label),
            )
    return array
