"""A network as the list of its layers, and what they cost together."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from sepviz.architectures.dense import Dense
from sepviz.costs import Cost
from sepviz.layers import Conv2D, Layer

KINDS = ("standard", "pointwise", "depthwise", "rectangular", "dense")
"""What a convolution can be: k x k over all channels, 1 x 1, one channel each, 1 x n or n x 1, dense."""


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

    @property
    def weights(self) -> int:
        """Numbers in its kernels, by rule A: without bias and normalisation."""
        shapes = self.layer.weight_shapes(self.input_shape)
        return sum(math.prod(shapes[name]) for name in self.layer.KERNELS)

    def kinds(self) -> tuple[tuple[str, Cost], ...]:
        """Return its convolutions in order, each with its kind.

        Returns
        -------
        tuple of (str, Cost)
            Kinds are ``"standard"``, ``"pointwise"``, ``"depthwise"``, ``"rectangular"`` and ``"dense"``;
            a depthwise-separable layer has two.

        Examples
        --------
        >>> from sepviz.architectures import xception
        >>> [kind for kind, cost in xception().layers[3].kinds()]
        ['depthwise', 'pointwise']
        """
        return tuple((self._kind(stage), stage) for stage in self.cost.stages)

    def _kind(self, stage: Cost) -> str:
        """Return the kind of one of its convolutions."""
        if stage.name in ("column", "row"):
            return "rectangular"
        if not isinstance(self.layer, Conv2D):
            return stage.name
        if isinstance(self.layer, Dense):
            return "dense"
        if self.layer.groups == self.input_shape[-1] > 1:
            return "depthwise"
        if self.layer.kernel_size == (1, 1):
            return "pointwise"
        return "rectangular" if 1 in self.layer.kernel_size else "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The convolutions of a network in order, and what they cost together.

    Parameters
    ----------
    layers : tuple of NetworkLayer
        Each with ``name``, ``layer``, ``input_shape``, ``output_shape`` and ``cost``, in order of
        execution, branches one after the other. They have no bias, which rule A leaves out.
    bn_and_bias : int, optional
        Parameters that the layers do not hold: gamma and beta of each normalisation, biases, layer scale.

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
        """Multiplications of all layers, by rule A: convolutions and dense layers only."""
        return sum(entry.cost.multiplications for entry in self.layers)

    @property
    def parameters(self) -> int:
        """Weights of all layers, by rule A: convolutions and dense layers only."""
        return sum(entry.weights for entry in self.layers)

    @property
    def parameters_with_bn_and_bias(self) -> int:
        """All that is learned: weights, biases, gamma and beta, layer scale; no moving statistics."""
        return sum(entry.cost.parameters for entry in self.layers) + self.bn_and_bias

    @property
    def activation_values(self) -> int:
        """Values that all convolutions write; 4 bytes each in float32. Dense layers are left out."""
        return sum(
            math.prod(stage.output_shape)
            for entry in self.layers
            for kind, stage in entry.kinds()
            if kind != "dense"
        )

    def share(self) -> dict[str, float]:
        """Return which part of the multiplications each kind of convolution has.

        Returns
        -------
        dict of str to float
            Parts of 1 by ``"standard"``, ``"pointwise"``, ``"depthwise"``, ``"rectangular"`` (1 x n and
            n x 1) and ``"dense"``; all are there, and 0 where the network has none.

        Examples
        --------
        >>> from sepviz.architectures import mobilenet_v1
        >>> round(100 * mobilenet_v1().share()["pointwise"], 2)
        94.86
        """
        sums, total = self.multiplications_by_kind(), self.multiplications
        return {kind: sums[kind] / total if total else 0.0 for kind in KINDS}

    def multiplications_by_kind(self) -> dict[str, int]:
        """Return where the multiplications are.

        Returns
        -------
        dict of str to int
            By the names of ``share``.

        Examples
        --------
        >>> from sepviz.architectures import mobilenet_v1
        >>> mobilenet_v1().multiplications_by_kind()["standard"]
        10838016
        """
        sums = Counter(dict.fromkeys(KINDS, 0))
        for entry in self.layers:
            for kind, stage in entry.kinds():
                sums[kind] += stage.multiplications
        return dict(sums)
