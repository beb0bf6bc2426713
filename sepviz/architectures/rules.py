"""The rules by which networks are counted in print, and a printed figure with its rule."""

import decimal
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sepviz.architectures.convnext_tiny import convnext_tiny
from sepviz.architectures.efficientnet_b0 import efficientnet_b0
from sepviz.architectures.inception_v3 import inception_v3
from sepviz.architectures.mobilenet_v1 import mobilenet_v1
from sepviz.architectures.mobilenet_v2 import mobilenet_v2
from sepviz.architectures.mobilenet_v3_large import mobilenet_v3_large
from sepviz.architectures.network import Network
from sepviz.architectures.resnet50 import resnet50
from sepviz.architectures.vgg16 import vgg16
from sepviz.architectures.xception import xception

NETWORKS: dict[str, Callable[..., Network]] = {
    "vgg16": vgg16,
    "resnet50": resnet50,
    "inception_v3": inception_v3,
    "xception": xception,
    "mobilenet_v1": mobilenet_v1,
    "mobilenet_v2": mobilenet_v2,
    "mobilenet_v3_large": mobilenet_v3_large,
    "efficientnet_b0": efficientnet_b0,
    "convnext_tiny": convnext_tiny,
}
"""The nine networks by name, in the order of their years."""


def normalised_values(network: Network) -> int:
    """Return how many values batch normalisation sees: one behind each layer but the dense ones.

    Parameters
    ----------
    network : Network
        One of those that normalise behind every layer.

    Returns
    -------
    int
        Values of all maps together.

    Examples
    --------
    >>> normalised_values(mobilenet_v2())
    6678112
    """
    return sum(math.prod(entry.output_shape) for entry in network.layers if entry.kinds()[-1][0] != "dense")


def _slim_parameters(network: Network) -> int:
    """Count as TensorFlow's slim does: 1,001 classes, a bias, three numbers for each normalised channel."""
    inputs, classes = network.layers[-1].input_shape[-1], network.layers[-1].output_shape[-1]
    normalised_channels = (network.bn_and_bias - classes) // 2
    return network.parameters + inputs + (classes + 1) + 3 * normalised_channels


RULES: dict[str, Callable[[Network], int]] = {
    "multiplications": lambda network: network.multiplications,
    "without_first": lambda network: network.multiplications - network.layers[0].cost.multiplications,
    "without_classifier": lambda network: network.multiplications - network.layers[-1].cost.multiplications,
    "doubled": lambda network: 2 * network.multiplications,
    "normalisation_2": lambda network: network.multiplications + 2 * normalised_values(network),
    "normalisation_4": lambda network: network.multiplications + 4 * normalised_values(network),
    "weights": lambda network: network.parameters,
    "trained": lambda network: network.parameters_with_bn_and_bias,
    "slim": _slim_parameters,
}
"""The rules by name; ``normalisation_2`` adds 2 for each normalised value, ``normalisation_4`` adds 4."""


class Figure(NamedTuple):
    """A printed number, and the rule that it comes from.

    Parameters
    ----------
    builder : str
        Name of the function of ``sepviz.architectures``.
    arguments : dict
        What it is called with.
    printed : str
        The number as it is printed, such as ``"0.30"``; its decimals are those that count.
    unit : int
        What it is printed in: 1, a million, or a thousand million.
    rule : str or None
        One of ``RULES``; None for a slip, which no rule gives.
    source : str
        Where it is printed.
    cut : bool
        Whether further decimals are cut off instead of rounded.

    Examples
    --------
    >>> figure = Figure("mobilenet_v2", {}, "300", 10**6, "multiplications", "arXiv:1801.04381", cut=True)
    >>> figure.counted(), figure.comes_out()
    (300774272, True)
    """

    builder: str
    arguments: Mapping[str, Any]
    printed: str
    unit: int
    rule: str | None
    source: str
    cut: bool = False

    def network(self) -> Network:
        """Return the network that the figure is about.

        Returns
        -------
        Network
            Layer by layer.

        Examples
        --------
        >>> Figure("vgg16", {}, "138.4", 10**6, "trained", "keras.io").network() == vgg16()
        True
        """
        return NETWORKS[self.builder](**self.arguments)

    def counted(self) -> int | None:
        """Return what the rule gives.

        Returns
        -------
        int or None
            None for a slip.

        Examples
        --------
        >>> Figure("vgg16", {}, "138.4", 10**6, "trained", "keras.io").counted()
        138357544
        """
        return None if self.rule is None else RULES[self.rule](self.network())

    def comes_out(self) -> bool:
        """Return whether the rule gives the printed digits.

        Returns
        -------
        bool
            False for a slip.

        Examples
        --------
        >>> Figure("vgg16", {}, "138.3", 10**6, "trained", "keras.io").comes_out()
        False
        """
        counted = self.counted()
        if counted is None:
            return False
        printed = decimal.Decimal(self.printed)
        how = decimal.ROUND_DOWN if self.cut else decimal.ROUND_HALF_UP
        return (decimal.Decimal(counted) / self.unit).quantize(printed, rounding=how) == printed
