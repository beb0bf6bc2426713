"""ResNet-50 (He et al. 2015): bottlenecks of 1 x 1, 3 x 3, 1 x 1 with a shortcut around each."""

from sepviz.architectures.blocks import conv, pointwise
from sepviz.architectures.chain import Chain
from sepviz.architectures.network import Network
from sepviz.shapes import integer

STAGES = [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]  # (narrow channels, blocks, first stride)
WIDENING = 4  # a block gives four times the channels that its 3 x 3 works on


def resnet50(*, resolution: int = 224, classes: int = 1000) -> Network:
    """Return ResNet-50 as torchvision has it, layer by layer.

    Its stride stands in the 3 x 3 convolution. The paper has it in the 1 x 1 before, which costs less;
    Keras follows the paper there and gives its convolutions biases: 25,583,592 parameters.

    Parameters
    ----------
    resolution : int, optional
        Height and width of the image in pixels.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``conv``, then ``block1/shortcut``, ``block1/reduce``, ``block1/conv``, ``block1/widen``, ...,
        ``fc``; only the first block of each stage has a convolution on its shortcut.

    Raises
    ------
    ShapeError
        If a number is out of range.
    TypeError
        If a number is not an integer.

    References
    ----------
    K. He et al. 2015, arXiv:1512.03385, Table 1;
    https://pytorch.org/vision/stable/models/generated/torchvision.models.resnet50.html

    Examples
    --------
    >>> network = resnet50()
    >>> network.multiplications, network.parameters_with_bn_and_bias
    (4089184256, 25557032)
    """
    side = integer(resolution, "resolution")
    chain = Chain((side, side, 3))
    chain.add("conv", conv(64, 7, strides=2))
    chain.pool((3, 3), (2, 2))
    number = 0
    for narrow, blocks, first_stride in STAGES:
        for repeat in range(blocks):
            number += 1
            _add_bottleneck(chain, f"block{number}", narrow, first_stride if repeat == 0 else 1)
    return chain.classify(integer(classes, "classes"))


def _add_bottleneck(chain: Chain, name: str, narrow: int, stride: int) -> None:
    """Reduce by 1 x 1, convolve, widen by 1 x 1; a shortcut whose shape differs is a 1 x 1 as well."""
    if chain.channels != WIDENING * narrow:
        chain.add_beside(f"{name}/shortcut", pointwise(WIDENING * narrow, strides=stride))
    chain.add(f"{name}/reduce", pointwise(narrow))
    chain.add(f"{name}/conv", conv(narrow, strides=stride))
    chain.add(f"{name}/widen", pointwise(WIDENING * narrow))
