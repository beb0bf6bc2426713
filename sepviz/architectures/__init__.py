"""Networks as lists of layers, with the figures that their papers print."""

from sepviz.architectures.chain import network_of
from sepviz.architectures.checkpoints import (
    MOBILENET_V1_CHECKPOINTS,
    MOBILENET_V2_CHECKPOINTS,
    MOBILENET_V3_CHECKPOINTS,
)
from sepviz.architectures.convnext_tiny import convnext_tiny
from sepviz.architectures.counters import FIVE_COUNTERS, OTHER_COUNTS, SLIPS, Slip
from sepviz.architectures.efficientnet_b0 import efficientnet_b0
from sepviz.architectures.inception_v3 import inception_v3
from sepviz.architectures.measured import ACCURACIES, FIVE_CLOCKS, SPEEDS, Accuracy, Clock, Speed
from sepviz.architectures.mobilenet_v1 import mobilenet_v1
from sepviz.architectures.mobilenet_v2 import mobilenet_v2
from sepviz.architectures.mobilenet_v3_large import mobilenet_v3_large
from sepviz.architectures.network import Network, NetworkLayer
from sepviz.architectures.parse import parse
from sepviz.architectures.printed import PRINTED, Printed
from sepviz.architectures.resnet50 import resnet50
from sepviz.architectures.rules import NETWORKS, RULES, Figure
from sepviz.architectures.twin import separable_twin
from sepviz.architectures.vgg16 import vgg16
from sepviz.architectures.xception import xception

__all__ = [
    "ACCURACIES",
    "FIVE_CLOCKS",
    "FIVE_COUNTERS",
    "MOBILENET_V1_CHECKPOINTS",
    "MOBILENET_V2_CHECKPOINTS",
    "MOBILENET_V3_CHECKPOINTS",
    "NETWORKS",
    "OTHER_COUNTS",
    "PRINTED",
    "RULES",
    "SLIPS",
    "SPEEDS",
    "Accuracy",
    "Clock",
    "Figure",
    "Network",
    "NetworkLayer",
    "Printed",
    "Slip",
    "Speed",
    "convnext_tiny",
    "efficientnet_b0",
    "inception_v3",
    "mobilenet_v1",
    "mobilenet_v2",
    "mobilenet_v3_large",
    "network_of",
    "parse",
    "resnet50",
    "separable_twin",
    "vgg16",
    "xception",
]
