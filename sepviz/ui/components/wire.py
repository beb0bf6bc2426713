"""The bytes that travel to the browser: a JSON header, then the arrays as they lie in memory.

Streamlit passes raw bytes only at the top level of ``data``; ``frontend/wire.js`` reads them.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

from sepviz.arrays import Array
from sepviz.shapes import Geometry

_ALIGNMENT = 8


def message(header: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
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


def axes(geometry: Geometry) -> list[dict[str, int]]:
    """Describe the vertical and the horizontal axis alike, as ``frontend/axes.js`` takes them."""
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
