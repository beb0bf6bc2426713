"""What the microscope sends to the browser."""

from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.figures.colour import palette
from sepviz.ui.components.microscope_view import Floats, MicroscopeView, slices_of
from sepviz.ui.components.wire import axes, message


def pack(view: MicroscopeView, *, pinned: tuple[int, int] | None) -> bytes:
    """Return header and arrays of a view as one message."""
    slices = slices_of(view)
    bias = view.weights.get("bias")
    header = {
        "kind": view.kind,
        "size": view.image.shape,
        "axes": axes(view.geometry),
        "sources": slices.sources.tolist(),
        "channel": view.channel,
        "names": view.channel_names,
        "activation": None if view.activation == "linear" else view.activation,
        "imageScale": asdict(view.image_scale),
        "outputScale": asdict(view.output_scale),
        "pinned": pinned,
        "flip": view.flip,
        "large": view.large,
        "labels": dict(view.labels),
    }
    arrays = {
        "kernels": _float32(slices.kernels),
        "mix": _float32(slices.mix),
        "column": _float32(slices.column),
        "row": _float32(slices.row),
        "bias": None if bias is None else _float32(bias[view.channel : view.channel + 1]),
        "output": _float32(view.output),
        "signedColours": palette(signed=True),
        "greyColours": palette(signed=False),
        "image": _smallest(_float32(view.image)),
    }
    return message(header, {name: array for name, array in arrays.items() if array is not None})


def _float32(array: Floats | None) -> NDArray[np.float32] | None:
    """Return the array as the browser reads it."""
    return None if array is None else np.ascontiguousarray(array, np.float32)


def _smallest(image: NDArray[np.float32] | None) -> Array | None:
    """Return bytes in place of floats where the image consists of whole 255ths: a quarter to send."""
    if image is None or not np.isfinite(image).all() or image.min() < 0 or image.max() > 1:
        return image
    codes = np.rint(image * 255).astype(np.uint8)
    return codes if np.array_equal(codes.astype(np.float32) / np.float32(255), image) else image
