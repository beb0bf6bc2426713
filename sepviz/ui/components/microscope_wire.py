"""The bytes that travel to the browser: a JSON header, then the arrays as they lie in memory.

Streamlit passes raw bytes only at the top level of ``data``; ``frontend/wire.js`` reads them.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.figures.colour import palette
from sepviz.ui.components.microscope_view import Floats, MicroscopeView, slices_of

_ALIGNMENT = 8


def pack(view: MicroscopeView, *, pinned: tuple[int, int] | None) -> bytes:
    """Return header and arrays of a view as one message."""
    slices = slices_of(view)
    bias = view.weights.get("bias")
    header = {
        "kind": view.kind,
        "size": view.image.shape,
        "axes": _axes(view),
        "sources": slices.sources.tolist(),
        "channel": view.channel,
        "activation": None if view.activation == "linear" else view.activation,
        "imageScale": asdict(view.image_scale),
        "outputScale": asdict(view.output_scale),
        "pinned": pinned,
        "flip": view.flip,
        "maps": view.maps,
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
    return _message(header, {name: array for name, array in arrays.items() if array is not None})


def _axes(view: MicroscopeView) -> list[dict[str, int]]:
    """Describe the vertical and the horizontal axis alike."""
    geometry = view.geometry
    return [
        {
            "size": geometry.size[axis],
            "taps": geometry.kernel_size[axis],
            "stride": geometry.strides[axis],
            "dilation": geometry.dilation_rate[axis],
            "before": geometry.padding[axis][0],
            "after": geometry.padding[axis][1],
            "count": geometry.output_size[axis],
        }
        for axis in (0, 1)
    ]


def _float32(array: Floats | None) -> NDArray[np.float32] | None:
    """Return the array as the browser reads it."""
    return None if array is None else np.ascontiguousarray(array, np.float32)


def _smallest(image: NDArray[np.float32] | None) -> NDArray[Any] | None:
    """Return bytes in place of floats where the image consists of whole 255ths: a quarter to send."""
    if image is None or not np.isfinite(image).all() or image.min() < 0 or image.max() > 1:
        return image
    codes = np.rint(image * 255).astype(np.uint8)
    return codes if np.array_equal(codes.astype(np.float32) / np.float32(255), image) else image


def _message(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Lay out header and arrays, each at a multiple of 8 bytes behind the header."""
    table, blobs, offset = {}, [], 0
    for name, array in arrays.items():
        blob = array.tobytes()
        table[name] = {"type": array.dtype.name, "offset": offset, "length": array.size}
        blobs.append(blob + bytes(-len(blob) % _ALIGNMENT))
        offset += len(blobs[-1])
    # Values that may not be finite travel as arrays: JSON has no NaN.
    text = json.dumps({**header, "arrays": table}, allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % _ALIGNMENT)
    return struct.pack("<I", len(text)) + text + b"".join(blobs)
