"""Networks as lists of layers, with the figures that their papers print."""

from sepviz.architectures.mobilenet_v1 import mobilenet_v1
from sepviz.architectures.mobilenet_v2 import mobilenet_v2
from sepviz.architectures.network import Network, NetworkLayer, network_of
from sepviz.architectures.printed import PRINTED, Printed
from sepviz.architectures.xception import xception

__all__ = [
    "PRINTED",
    "Network",
    "NetworkLayer",
    "Printed",
    "mobilenet_v1",
    "mobilenet_v2",
    "network_of",
    "xception",
]
