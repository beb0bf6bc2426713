"""Separable convolutions that you can touch: run them, see every channel, count what they cost."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sepviz.costs import Cost, count
from sepviz.errors import ArchitectureError, CodeError, ImageError, KernelError, SepvizError, ShapeError
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
    set_threads,
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

if TYPE_CHECKING:
    from sepviz import architectures as architectures
    from sepviz import codegen as codegen
    from sepviz import training as training
    from sepviz.architectures import Network
    from sepviz.codegen import Conversion

__version__ = "0.2.0"

# The converter's parser alone takes 0.2 s and 6 MB: modules are loaded when first used.
_LATER = {
    "architectures": None,
    "codegen": None,
    "training": None,
    "Conversion": "codegen",
    "Network": "architectures",
}

__all__ = [
    "KERNELS",
    "ArchitectureError",
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
    "set_threads",
    "spatially_separable_conv2d",
    "spatially_separable_conv2d_gradients",
    "training",
]


def __getattr__(name: str) -> Any:
    """Load a module, or the module that a name comes from, when it is first used."""
    if name not in _LATER:
        raise AttributeError(f"module 'sepviz' has no attribute {name!r}")
    module = _LATER[name]
    if module is None:
        return import_module(f"sepviz.{name}")
    return getattr(import_module(f"sepviz.{module}"), name)


def __dir__() -> list[str]:
    """Return the public names, those that are loaded later included."""
    return sorted({*globals(), *__all__})
