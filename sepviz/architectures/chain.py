"""Put a network together: each layer takes what the one before it gave."""

import math
from collections.abc import Iterable

from sepviz.architectures.dense import Dense
from sepviz.architectures.network import Network, NetworkLayer
from sepviz.costs import count
from sepviz.layers import Layer
from sepviz.shapes import geometry

FULLY_CONNECTED = "fc"
"""The name of the classifier at the end."""
BIAS = 1
"""A bias, or a normalisation's beta: one learned number for each output channel."""
BATCH_NORM = 2
"""Gamma and beta of a normalisation behind a layer: two for each output channel."""


class Chain:
    """A network in the making; ``shape`` is what the next layer will see, channels last.

    The layers have no bias of their own: rule A leaves it out. What is learned beside the weights
    (biases, normalisation, layer scale) is summed apart, in ``beside``.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self.layers: list[NetworkLayer] = []
        self.beside = 0

    @property
    def channels(self) -> int:
        """Channels that the next layer will see."""
        return self.shape[-1]

    def add(self, name: str, layer: Layer, *, beside: int = BATCH_NORM) -> None:
        """Append a layer with ``beside`` learned numbers for each of its output channels."""
        cost = count(layer, self.shape)
        self.layers.append(NetworkLayer(name, layer, self.shape, cost.output_shape, cost))
        self.beside += beside * cost.output_shape[-1]
        self.shape = cost.output_shape

    def add_beside(self, name: str, layer: Layer, *, beside: int = BATCH_NORM) -> None:
        """Append a layer on a shortcut: the main path goes on from where it was."""
        before = self.shape
        self.add(name, layer, beside=beside)
        self.shape = before

    def add_dense(self, name: str, outputs: int, *, beside: int = BIAS) -> None:
        """Connect all values with all outputs, with a bias unless ``beside`` is 0."""
        self.shape = (1, 1, math.prod(self.shape))
        self.add(name, Dense(filters=outputs, use_bias=False), beside=beside)

    def side_by_side(self, name: str, branches: Iterable[Iterable[Layer]], *, beside: int) -> None:
        """Run branches on the same maps and join their channels; their results must agree in size."""
        before, channels = self.shape, 0
        for number, branch in enumerate(branches, 1):
            self.shape = before
            for position, layer in enumerate(branch, 1):
                self.add(f"{name}/branch{number}/conv{position}", layer, beside=beside)
            channels += self.channels
        self.shape = (*self.shape[:2], channels)

    def normalise(self) -> None:
        """Count gamma and beta of a normalisation that stands in front of the next layer."""
        self.beside += BATCH_NORM * self.channels

    def pool(self, size: tuple[int, int], strides: tuple[int, int], *, padding: str = "same") -> None:
        """Pool, which costs no multiplication."""
        windows = geometry(self.shape[:2], size, strides=strides, padding=padding)  # type: ignore[arg-type]
        self.shape = (*windows.output_size, self.channels)

    def pool_all(self) -> None:
        """Take the mean of each channel, which leaves one position."""
        self.shape = (1, 1, self.channels)

    def network(self) -> Network:
        """Return the network as it is now."""
        return Network(layers=tuple(self.layers), bn_and_bias=self.beside)

    def classify(self, classes: int) -> Network:
        """Pool over the image, connect all channels with all classes, and finish the network."""
        self.pool_all()
        self.add_dense(FULLY_CONNECTED, classes)
        return self.network()


def network_of(input_shape: tuple[int, ...], layers: Iterable[tuple[str, Layer]]) -> Network:
    """Make a network of one's own: each layer takes what the one before it gave.

    Parameters
    ----------
    input_shape : tuple of int
        Shape of one image, (H, W, C).
    layers : iterable of (str, Layer)
        Names and layers in order.

    Returns
    -------
    Network
        Nothing is added for normalisation; a bias counts where a layer has one.

    Raises
    ------
    ShapeError
        If a layer does not fit the output of the one before it.

    Examples
    --------
    >>> from sepviz.layers import Conv2D
    >>> network = network_of((12, 12, 3), [("a", Conv2D(filters=8, kernel_size=3))])
    >>> network.parameters, network.parameters_with_bn_and_bias
    (216, 224)
    """
    chain = Chain(input_shape)
    for name, layer in layers:
        chain.add(name, layer, beside=0)
    return chain.network()
