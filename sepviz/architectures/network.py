"""A network as the list of its layers, and how one is put together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sepviz.costs import Cost, count
from sepviz.layers import Conv2D, Layer

FULLY_CONNECTED = "fc"
"""The name of the classifier at the end: a fully connected layer on one pixel is a 1 x 1 convolution."""


class NetworkLayer(NamedTuple):
    """One layer in its place; pooling, normalisation and activations are not listed.

    Parameters
    ----------
    name : str
        Such as ``"block1/depthwise"``; the classifier is ``"fc"``.
    layer : Layer
        Its description.
    input_shape, output_shape : tuple of int
        (H, W, C) of one image before and behind it.
    cost : Cost
        What it costs there.

    Examples
    --------
    >>> from sepviz.architectures import mobilenet_v1
    >>> name, layer, input_shape, output_shape, cost = mobilenet_v1().layers[0]
    >>> input_shape, cost.parameters
    ((224, 224, 3), 864)
    """

    name: str
    layer: Layer
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The convolutions of a network in order, and what they cost together.

    Parameters
    ----------
    layers : tuple of NetworkLayer
        Each with ``name``, ``layer``, ``input_shape``, ``output_shape`` and ``cost``. The layers of the
        published networks have no bias: normalisation follows, and rule A leaves the classifier's out.
    bn_and_bias : int, optional
        Parameters that the layers do not hold: gamma and beta of each normalisation, the classifier's bias.

    Examples
    --------
    >>> from sepviz.architectures import mobilenet_v1
    >>> network = mobilenet_v1()
    >>> network.layers[0].name, network.layers[0].output_shape
    ('conv', (112, 112, 32))
    """

    layers: tuple[NetworkLayer, ...]
    bn_and_bias: int = 0

    @property
    def multiplications(self) -> int:
        """Multiplications of all layers, by rule A: convolutions and classifier only."""
        return sum(entry.cost.multiplications for entry in self.layers)

    @property
    def parameters(self) -> int:
        """Weights of all layers, by rule A: convolutions and classifier only."""
        return sum(entry.cost.parameters for entry in self.layers)

    @property
    def parameters_with_bn_and_bias(self) -> int:
        """Weights, gamma and beta of the normalisations, the classifier's bias; no moving statistics."""
        return self.parameters + self.bn_and_bias

    def multiplications_by_kind(self) -> dict[str, int]:
        """Return where the multiplications are.

        Returns
        -------
        dict of str to int
            By ``"standard"``, ``"depthwise"``, ``"pointwise"`` and ``"fully_connected"``.

        Examples
        --------
        >>> from sepviz.architectures import mobilenet_v1
        >>> mobilenet_v1().multiplications_by_kind()["standard"]
        10838016
        """
        return self._by_kind("multiplications")

    def parameters_by_kind(self) -> dict[str, int]:
        """Return where the weights are.

        Returns
        -------
        dict of str to int
            By the names of ``multiplications_by_kind``.

        Examples
        --------
        >>> from sepviz.architectures import mobilenet_v1
        >>> mobilenet_v1().parameters_by_kind()["pointwise"]
        3139584
        """
        return self._by_kind("parameters")

    def _by_kind(self, quantity: str) -> dict[str, int]:
        """Sum one quantity of all stages by their kind."""
        sums: Counter[str] = Counter()
        for entry in self.layers:
            for stage in entry.cost.stages:
                sums[_kind(entry, stage)] += getattr(stage, quantity)
        return dict(sums)


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
        With as many parameters as its layers have; nothing is added for normalisation.

    Raises
    ------
    ShapeError
        If a layer does not fit the output of the one before it.

    Examples
    --------
    >>> network = network_of((12, 12, 3), [("a", Conv2D(filters=8, kernel_size=3, use_bias=False))])
    >>> network.parameters
    216
    """
    chain = Chain(input_shape)
    for name, layer in layers:
        chain.add(name, layer)
    return Network(layers=tuple(chain.layers))


class Chain:
    """A network in the making; ``shape`` is what the next layer will see, channels last."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self.layers: list[NetworkLayer] = []

    @property
    def channels(self) -> int:
        """Channels that the next layer will see."""
        return self.shape[-1]

    def add(self, name: str, layer: Layer) -> None:
        """Append a layer on the main path."""
        self.shape = self.add_beside(name, layer)

    def add_beside(self, name: str, layer: Layer) -> tuple[int, ...]:
        """Append a layer on a shortcut: the main path goes on from where it was."""
        cost = count(layer, self.shape)
        self.layers.append(NetworkLayer(name, layer, self.shape, cost.output_shape, cost))
        return cost.output_shape

    def halve(self) -> None:
        """Pool with stride 2 and 'same' padding, which costs no multiplication."""
        height, width, channels = self.shape
        self.shape = (-(-height // 2), -(-width // 2), channels)

    def classify(self, classes: int) -> Network:
        """Pool over the image, connect all channels with all classes, and finish the network."""
        bn = sum(2 * entry.output_shape[-1] for entry in self.layers)  # one behind each layer so far
        self.shape = (1, 1, self.channels)
        self.add(FULLY_CONNECTED, Conv2D(filters=classes, kernel_size=1, use_bias=False))
        return Network(layers=tuple(self.layers), bn_and_bias=bn + classes)


def _kind(entry: NetworkLayer, stage: Cost) -> str:
    """Return the kind of convolution that a stage is."""
    if entry.name == FULLY_CONNECTED:
        return "fully_connected"
    if isinstance(entry.layer, Conv2D) and entry.layer.kernel_size == (1, 1):
        return "pointwise"
    return stage.name
