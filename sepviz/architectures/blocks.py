"""The layers and blocks that several networks share, all without bias."""

from sepviz.architectures.chain import Chain
from sepviz.layers import Conv2D, DepthwiseConv2D


def conv(filters: int, kernel_size: int = 3, *, strides: int = 1) -> Conv2D:
    """Return a standard convolution that pads, so that only its stride shrinks the maps."""
    return Conv2D(filters=filters, kernel_size=kernel_size, strides=strides, padding="same", use_bias=False)


def pointwise(filters: int, *, strides: int = 1) -> Conv2D:
    """Return a 1 x 1 convolution."""
    return Conv2D(filters=filters, kernel_size=1, strides=strides, use_bias=False)


def depthwise(kernel_size: int = 3, *, strides: int = 1) -> DepthwiseConv2D:
    """Return a depthwise convolution that pads."""
    return DepthwiseConv2D(kernel_size=kernel_size, strides=strides, padding="same", use_bias=False)


def add_inverted_residual(
    chain: Chain,
    name: str,
    *,
    expanded: int,
    filters: int,
    kernel_size: int = 3,
    stride: int = 1,
    squeezed: int | None = None,
) -> None:
    """Expand by 1 x 1, filter depthwise, weight the channels, project by 1 x 1 (without activation).

    MobileNetV2, MobileNetV3 and EfficientNet are made of it: wide in the middle, narrow at the ends.
    Adding the block's input to its output, where both have one shape, costs no multiplication.
    """
    if expanded != chain.channels:
        chain.add(f"{name}/expand", pointwise(expanded))
    chain.add(f"{name}/depthwise", depthwise(kernel_size, strides=stride))
    if squeezed is not None:
        _squeeze_and_excite(chain, name, squeezed)
    chain.add(f"{name}/project", pointwise(filters))


def _squeeze_and_excite(chain: Chain, name: str, squeezed: int) -> None:
    """Find a factor for each channel from the means of all: two dense layers with biases."""
    maps = chain.shape
    chain.pool_all()
    chain.add_dense(f"{name}/squeeze", squeezed)
    chain.add_dense(f"{name}/excite", maps[-1])
    chain.shape = maps
