"""VGG-16 (Simonyan and Zisserman 2014): thirteen standard 3 x 3 convolutions and three dense layers."""

from sepviz.architectures.blocks import conv
from sepviz.architectures.chain import BIAS, FULLY_CONNECTED, Chain
from sepviz.architectures.network import Network
from sepviz.shapes import integer

STAGES = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]  # (channels, convolutions), each pooled
SMALLEST = 32  # five poolings halve the image


def vgg16(*, resolution: int = 224, classes: int = 1000) -> Network:
    """Return VGG-16, layer by layer.

    Parameters
    ----------
    resolution : int, optional
        Height and width of the image in pixels, at least 32.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``block1/conv1``, ..., ``block5/conv3``, ``fc1``, ``fc2``, ``fc``; every layer has a bias,
        none is normalised.

    Raises
    ------
    ShapeError
        If a number is out of range.
    TypeError
        If a number is not an integer.

    References
    ----------
    K. Simonyan and A. Zisserman 2014, arXiv:1409.1556, Table 1, configuration D

    Examples
    --------
    >>> network = vgg16()
    >>> network.multiplications, network.parameters_with_bn_and_bias
    (15470264320, 138357544)
    """
    side = integer(resolution, "resolution", minimum=SMALLEST)
    chain = Chain((side, side, 3))
    for stage, (filters, convolutions) in enumerate(STAGES, 1):
        for number in range(1, convolutions + 1):
            chain.add(f"block{stage}/conv{number}", conv(filters), beside=BIAS)
        chain.pool((2, 2), (2, 2), padding="valid")
    chain.add_dense("fc1", 4096)
    chain.add_dense("fc2", 4096)
    chain.add_dense(FULLY_CONNECTED, integer(classes, "classes"))
    return chain.network()
