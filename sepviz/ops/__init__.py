"""The convolutions on arrays, NumPy only."""

from sepviz.ops.plain import (
    conv2d,
    depthwise_conv2d,
    pointwise_conv2d,
    separable_conv2d,
    spatially_separable_conv2d,
)

__all__ = [
    "conv2d",
    "depthwise_conv2d",
    "pointwise_conv2d",
    "separable_conv2d",
    "spatially_separable_conv2d",
]
