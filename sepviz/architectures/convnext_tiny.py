"""ConvNeXt-T (Liu et al. 2022): depthwise 7 x 7, then two 1 x 1 with four times the channels between."""

from sepviz.architectures.blocks import depthwise, pointwise
from sepviz.architectures.chain import BATCH_NORM, BIAS, Chain
from sepviz.architectures.network import Network
from sepviz.layers import Conv2D
from sepviz.shapes import integer

STAGES = [(96, 3), (192, 3), (384, 9), (768, 3)]  # (channels, blocks)
LAYER_SCALE = 1  # a learned factor for each channel of a block's result
SMALLEST = 32  # the first convolution and the three between the stages shrink the image so


def convnext_tiny(*, resolution: int = 224, classes: int = 1000) -> Network:
    """Return ConvNeXt-T, layer by layer.

    Parameters
    ----------
    resolution : int, optional
        Height and width of the image in pixels, at least 32.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``conv``, ``block1/depthwise``, ``block1/expand``, ``block1/project``, ..., ``downsample2``, ...,
        ``fc``; every layer has a bias.

    Raises
    ------
    ShapeError
        If a number is out of range.
    TypeError
        If a number is not an integer.

    References
    ----------
    Z. Liu et al. 2022, A ConvNet for the 2020s, arXiv:2201.03545

    Examples
    --------
    >>> network = convnext_tiny()
    >>> network.multiplications, network.parameters_with_bn_and_bias
    (4455531264, 28589128)
    """
    side = integer(resolution, "resolution", minimum=SMALLEST)
    chain = Chain((side, side, 3))
    number = 0
    for stage, (channels, blocks) in enumerate(STAGES, 1):
        _add_downsampling(chain, stage, channels)
        for _ in range(blocks):
            number += 1
            _add_block(chain, f"block{number}")
    chain.normalise()
    return chain.classify(integer(classes, "classes"))


def _add_downsampling(chain: Chain, stage: int, channels: int) -> None:
    """Shrink the maps by windows that do not overlap: 4 x 4 of the image, 2 x 2 between the stages."""
    if stage == 1:
        layer = Conv2D(filters=channels, kernel_size=4, strides=4, use_bias=False)
        chain.add("conv", layer, beside=BIAS + BATCH_NORM)
    else:
        chain.normalise()
        layer = Conv2D(filters=channels, kernel_size=2, strides=2, use_bias=False)
        chain.add(f"downsample{stage}", layer, beside=BIAS)


def _add_block(chain: Chain, name: str) -> None:
    """Filter each channel, then mix all in two steps; the input is added to the result."""
    channels = chain.channels
    chain.add(f"{name}/depthwise", depthwise(7), beside=BIAS + BATCH_NORM)
    chain.add(f"{name}/expand", pointwise(4 * channels), beside=BIAS)
    chain.add(f"{name}/project", pointwise(channels), beside=BIAS + LAYER_SCALE)
