"""The derivatives of a loss by the arguments of the five operations, NumPy only."""

from sepviz.ops.gradients.depthwise import depthwise_conv2d_gradients
from sepviz.ops.gradients.depthwise_separable import separable_conv2d_gradients
from sepviz.ops.gradients.pointwise import pointwise_conv2d_gradients
from sepviz.ops.gradients.spatially_separable import spatially_separable_conv2d_gradients
from sepviz.ops.gradients.standard import conv2d_gradients

__all__ = [
    "conv2d_gradients",
    "depthwise_conv2d_gradients",
    "pointwise_conv2d_gradients",
    "separable_conv2d_gradients",
    "spatially_separable_conv2d_gradients",
]
