"""The convolutions on arrays, NumPy only.

Two engines behind the same five signatures: the functions here are as fast as NumPy allows;
those of `sepviz.ops.plain` take time in proportion to their multiplications.
"""

from sepviz.ops.depthwise import depthwise_conv2d
from sepviz.ops.depthwise_separable import separable_conv2d
from sepviz.ops.gradients import (
    conv2d_gradients,
    depthwise_conv2d_gradients,
    pointwise_conv2d_gradients,
    separable_conv2d_gradients,
    spatially_separable_conv2d_gradients,
)
from sepviz.ops.pointwise import pointwise_conv2d
from sepviz.ops.spatially_separable import spatially_separable_conv2d
from sepviz.ops.standard import conv2d
from sepviz.ops.threads import set_threads

__all__ = [
    "conv2d",
    "conv2d_gradients",
    "depthwise_conv2d",
    "depthwise_conv2d_gradients",
    "pointwise_conv2d",
    "pointwise_conv2d_gradients",
    "separable_conv2d",
    "separable_conv2d_gradients",
    "set_threads",
    "spatially_separable_conv2d",
    "spatially_separable_conv2d_gradients",
]
