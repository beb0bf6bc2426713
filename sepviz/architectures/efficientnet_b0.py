"""EfficientNet-B0 (Tan and Le 2019): inverted residuals, each with squeeze-and-excitation."""

from sepviz.architectures.blocks import add_inverted_residual, conv, pointwise
from sepviz.architectures.chain import Chain
from sepviz.architectures.network import Network
from sepviz.shapes import integer

# (expansion, kernel, output channels, blocks, stride of the first): Table 1 of the paper.
STAGES = [
    (1, 3, 16, 1, 1),
    (6, 3, 24, 2, 2),
    (6, 5, 40, 2, 2),
    (6, 3, 80, 3, 2),
    (6, 5, 112, 3, 1),
    (6, 5, 192, 4, 2),
    (6, 3, 320, 1, 1),
]


def efficientnet_b0(*, resolution: int = 224, classes: int = 1000) -> Network:
    """Return EfficientNet-B0, layer by layer.

    Parameters
    ----------
    resolution : int, optional
        Height and width of the image in pixels.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``conv``, ``block1/depthwise``, ``block1/squeeze``, ``block1/excite``, ``block1/project``,
        ``block2/expand``, ..., ``last``, ``fc``.

    Raises
    ------
    ShapeError
        If a number is out of range.
    TypeError
        If a number is not an integer.

    References
    ----------
    M. Tan and Q. Le 2019, EfficientNet, arXiv:1905.11946, Table 1

    Examples
    --------
    >>> network = efficientnet_b0()
    >>> network.multiplications, network.parameters_with_bn_and_bias
    (385814752, 5288548)
    """
    side = integer(resolution, "resolution")
    chain = Chain((side, side, 3))
    chain.add("conv", conv(32, strides=2))
    number = 0
    for expansion, kernel, filters, blocks, first_stride in STAGES:
        for repeat in range(blocks):
            number += 1
            add_inverted_residual(
                chain,
                f"block{number}",
                expanded=expansion * chain.channels,
                filters=filters,
                kernel_size=kernel,
                stride=first_stride if repeat == 0 else 1,
                squeezed=chain.channels // 4,  # of what enters the block, not of the expanded channels
            )
    chain.add("last", pointwise(1280))
    return chain.classify(integer(classes, "classes"))
