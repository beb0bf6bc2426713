"""What the picture of a layer sends to the browser: a few kilobytes of facts, weights and sprites."""

from dataclasses import asdict
from typing import Any

import numpy as np

from sepviz.arrays import Array
from sepviz.figures.colour import palette
from sepviz.ui.components.layer_picture_view import KernelStep, LayerPictureView, MapColumn
from sepviz.ui.components.wire import axes, message


def pack(view: LayerPictureView) -> bytes:
    """Return header and arrays of a view as one message, without the image."""
    header = {
        "columns": [_column(column) for column in view.columns],
        "steps": [_step(step) for step in view.steps],
        "image": view.image_key,
        "imageSize": view.image.shape,
        "selected": view.selected,
        "labels": dict(view.labels),
    }
    arrays: dict[str, Array] = {"signedColours": palette(signed=True)}
    for index, column in enumerate(view.columns):
        if index > 0:  # the input is cut from the image in the browser
            arrays[f"sprite{index}"] = np.frombuffer(column.sprite.png, np.uint8)
    for index, step in enumerate(view.steps):
        arrays[f"weights{index}"] = np.ascontiguousarray(step.weights, np.float32)
    return message(header, arrays)


def _column(column: MapColumn) -> dict[str, Any]:
    """Return a column's facts; its sprite travels as bytes."""
    return {
        "stage": column.stage,
        "name": column.name,
        "shape": column.shape,
        "size": column.size,
        "hidden": column.hidden,
        "more": column.more,
        "moreAlt": column.more_alt,
        "tile": (column.sprite.height, column.sprite.width),
        "maps": [asdict(thumbnail) for thumbnail in column.thumbnails],
    }


def _step(step: KernelStep) -> dict[str, Any]:
    """Return a step's facts; its weights travel as floats."""
    return {
        "kernels": step.kernels,
        "formula": step.formula,
        "unit": step.unit,
        "targets": step.targets,
        "sources": step.sources,
        "axes": axes(step.geometry),
    }
