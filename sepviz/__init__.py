"""Separable convolutions that you can touch: run them, see every channel, count what they cost."""

from sepviz import architectures, codegen
from sepviz.architectures import Network
from sepviz.codegen import Conversion
from sepviz.costs import Cost, count
from sepviz.errors import CodeError, ImageError, KernelError, SepvizError, ShapeError
from sepviz.images import load_image
from sepviz.kernels import KERNELS, Kernel
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    Stage,
    StandardBlock,
    fold_batch_norm,
    layer_from_dict,
)
from sepviz.ops import (
    conv2d,
    conv2d_gradients,
    depthwise_conv2d,
    depthwise_conv2d_gradients,
    pointwise_conv2d,
    pointwise_conv2d_gradients,
    separable_conv2d,
    separable_conv2d_gradients,
    spatially_separable_conv2d,
    spatially_separable_conv2d_gradients,
)
from sepviz.separability import (
    DepthwiseSeparableFit,
    approximate_depthwise_separable,
    as_standard_kernel,
    kernel_rank,
    low_rank_terms,
    separate,
)

__all__ = [
    "KERNELS",
    "CodeError",
    "Conv2D",
    "Conversion",
    "Cost",
    "DepthwiseConv2D",
    "DepthwiseSeparableBlock",
    "DepthwiseSeparableFit",
    "ImageError",
    "Kernel",
    "KernelError",
    "Network",
    "SeparableConv2D",
    "SepvizError",
    "ShapeError",
    "SpatiallySeparableConv2D",
    "Stage",
    "StandardBlock",
    "approximate_depthwise_separable",
    "architectures",
    "as_standard_kernel",
    "codegen",
    "conv2d",
    "conv2d_gradients",
    "count",
    "depthwise_conv2d",
    "depthwise_conv2d_gradients",
    "fold_batch_norm",
    "kernel_rank",
    "layer_from_dict",
    "load_image",
    "low_rank_terms",
    "pointwise_conv2d",
    "pointwise_conv2d_gradients",
    "separable_conv2d",
    "separable_conv2d_gradients",
    "separate",
    "spatially_separable_conv2d",
    "spatially_separable_conv2d_gradients",
]
