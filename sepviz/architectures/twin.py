"""The same network with separable convolutions in place of standard ones."""

import dataclasses

from sepviz.architectures.network import Network, NetworkLayer
from sepviz.costs import count
from sepviz.layers import Conv2D, SeparableConv2D


def separable_twin(network: Network) -> Network:
    """Replace each standard convolution larger than 1 x 1 by its depthwise-separable twin.

    The twin has the same kernel size, strides, padding and dilation, and the same shapes before and
    behind; bias and activation go to its pointwise half. What is learned for normalisation stays as it
    is: one behind the twin, none between its halves. Grouped, depthwise and 1 x 1 layers stay.

    Parameters
    ----------
    network : Network
        Any network; it is not changed.

    Returns
    -------
    Network
        With as many layers, of the same names.

    Raises
    ------
    TypeError
        If ``network`` is no network.

    Examples
    --------
    >>> from sepviz.architectures import mobilenet_v1
    >>> separable_twin(mobilenet_v1(separable=False)).multiplications
    559445248
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, not {type(network).__name__}")
    return dataclasses.replace(network, layers=tuple(_twin(entry) for entry in network.layers))


def _twin(entry: NetworkLayer) -> NetworkLayer:
    """Return a layer in its place, separable where it is a standard convolution."""
    layer = entry.layer
    if not isinstance(layer, Conv2D) or layer.groups > 1 or layer.kernel_size == (1, 1):
        return entry
    twin = SeparableConv2D(
        filters=layer.filters,
        kernel_size=layer.kernel_size,
        strides=layer.strides,
        padding=layer.padding,
        dilation_rate=layer.dilation_rate,
        activation=layer.activation,
        use_bias=layer.use_bias,
        data_format=layer.data_format,
    )
    return entry._replace(layer=twin, cost=count(twin, entry.input_shape))
