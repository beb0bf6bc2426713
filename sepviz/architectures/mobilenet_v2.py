"""MobileNetV2 (Sandler et al. 2018): thin ends, wide middles, the depthwise layer in the wide part."""

from sepviz.architectures.blocks import add_inverted_residual, conv, pointwise
from sepviz.architectures.chain import Chain
from sepviz.architectures.network import Network
from sepviz.architectures.width import divisible, scaled, thinned
from sepviz.shapes import integer

# (expansion, output channels, blocks, stride of the first): Table 2 of the paper.
STAGES = [
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
]
LAST = 1280  # only grows with the width multiplier, never shrinks


def mobilenet_v2(*, width_multiplier: float = 1.0, resolution: int = 224, classes: int = 1000) -> Network:
    """Return MobileNetV2, layer by layer.

    Parameters
    ----------
    width_multiplier : float, optional
        Factor of the channels, which are rounded to multiples of 8.
    resolution : int, optional
        Height and width of the image in pixels.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``conv``, ``block1/depthwise``, ``block1/project``, ``block2/expand``, ..., ``last``, ``fc``.

    Raises
    ------
    SepvizError
        If a number is out of range.
    TypeError
        If a number has the wrong type.

    References
    ----------
    M. Sandler et al. 2018, MobileNetV2, arXiv:1801.04381, Table 2

    Examples
    --------
    >>> network = mobilenet_v2()
    >>> network.parameters, network.parameters_with_bn_and_bias
    (3469760, 3504872)
    """
    side = integer(resolution, "resolution")
    chain = Chain((side, side, 3))
    # Keras rounds the first and the last layer without cutting the product to a whole number before.
    chain.add("conv", conv(divisible(scaled(32, width_multiplier)), strides=2))
    number = 0
    for expansion, channels, blocks, first_stride in STAGES:
        for repeat in range(blocks):
            number += 1
            add_inverted_residual(
                chain,
                f"block{number}",
                expanded=expansion * chain.channels,
                filters=divisible(thinned(channels, width_multiplier)),
                stride=first_stride if repeat == 0 else 1,
            )
    chain.add("last", pointwise(max(LAST, divisible(scaled(LAST, width_multiplier)))))
    return chain.classify(integer(classes, "classes"))
