"""MobileNetV3-Large (Howard et al. 2019): inverted residuals found by search, some with squeeze."""

from sepviz.architectures.blocks import add_inverted_residual, conv, pointwise
from sepviz.architectures.chain import Chain
from sepviz.architectures.network import Network
from sepviz.architectures.width import divisible
from sepviz.shapes import integer

# (kernel, expanded channels, output channels, squeeze-and-excitation, stride): Table 1 of the paper.
BLOCKS = [
    (3, 16, 16, False, 1),
    (3, 64, 24, False, 2),
    (3, 72, 24, False, 1),
    (5, 72, 40, True, 2),
    *[(5, 120, 40, True, 1)] * 2,
    (3, 240, 80, False, 2),
    (3, 200, 80, False, 1),
    *[(3, 184, 80, False, 1)] * 2,
    (3, 480, 112, True, 1),
    (3, 672, 112, True, 1),
    (5, 672, 160, True, 2),
    *[(5, 960, 160, True, 1)] * 2,
]


def mobilenet_v3_large(*, resolution: int = 224, classes: int = 1000) -> Network:
    """Return MobileNetV3-Large, layer by layer.

    Parameters
    ----------
    resolution : int, optional
        Height and width of the image in pixels.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``conv``, ``block1/depthwise``, ``block1/project``, ``block2/expand``, ... (with ``squeeze`` and
        ``excite`` in eight blocks), ``last``, ``hidden``, ``fc``.

    Raises
    ------
    ShapeError
        If a number is out of range.
    TypeError
        If a number is not an integer.

    References
    ----------
    A. Howard et al. 2019, Searching for MobileNetV3, arXiv:1905.02244, Table 1

    Examples
    --------
    >>> network = mobilenet_v3_large()
    >>> network.multiplications, network.parameters_with_bn_and_bias
    (216589760, 5483032)
    """
    side = integer(resolution, "resolution")
    chain = Chain((side, side, 3))
    chain.add("conv", conv(16, strides=2))
    for number, (kernel, expanded, filters, squeeze, stride) in enumerate(BLOCKS, 1):
        add_inverted_residual(
            chain,
            f"block{number}",
            expanded=expanded,
            filters=filters,
            kernel_size=kernel,
            stride=stride,
            squeezed=divisible(expanded / 4) if squeeze else None,
        )
    chain.add("last", pointwise(960))
    chain.pool_all()
    chain.add_dense("hidden", 1280)
    return chain.classify(integer(classes, "classes"))
