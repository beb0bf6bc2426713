"""One frozen description a layer; running, counting, drawing and exporting all read it."""

from sepviz.layers.activations import ACTIVATIONS, activate, activation_gradients, can_be_negative
from sepviz.layers.axes import Axes, axes_of, shape_of
from sepviz.layers.base import Layer, Stage
from sepviz.layers.batch_norm import fold_batch_norm, scale_and_shift
from sepviz.layers.block import DepthwiseSeparableBlock
from sepviz.layers.constraints import CONSTRAINTS, constrained
from sepviz.layers.convolution import Convolution
from sepviz.layers.depthwise import DepthwiseConv2D
from sepviz.layers.depthwise_separable import SeparableConv2D
from sepviz.layers.initializers import INITIALIZERS, initial_values
from sepviz.layers.regularizers import REGULARIZERS, regularization
from sepviz.layers.serialization import layer_from_dict
from sepviz.layers.spatially_separable import SpatiallySeparableConv2D
from sepviz.layers.standard import Conv2D
from sepviz.layers.standard_block import StandardBlock

__all__ = [
    "ACTIVATIONS",
    "CONSTRAINTS",
    "INITIALIZERS",
    "REGULARIZERS",
    "Axes",
    "Conv2D",
    "Convolution",
    "DepthwiseConv2D",
    "DepthwiseSeparableBlock",
    "Layer",
    "SeparableConv2D",
    "SpatiallySeparableConv2D",
    "Stage",
    "StandardBlock",
    "activate",
    "activation_gradients",
    "axes_of",
    "can_be_negative",
    "constrained",
    "fold_batch_norm",
    "initial_values",
    "layer_from_dict",
    "regularization",
    "scale_and_shift",
    "shape_of",
]
