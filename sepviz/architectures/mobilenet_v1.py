"""MobileNetV1 (Howard et al. 2017): thirteen depthwise-separable blocks behind one convolution."""

from sepviz.architectures.blocks import conv, depthwise, pointwise
from sepviz.architectures.chain import Chain
from sepviz.architectures.network import Network
from sepviz.architectures.width import thinned
from sepviz.layers.arguments import boolean
from sepviz.shapes import integer

# (output channels, stride) of each block. The paper's Table 1 prints stride 2 for the last depthwise
# layer as well, but its shapes and counts only come out with 1.
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
SHALLOW_BLOCKS = [*BLOCKS[:6], *BLOCKS[11:]]  # without the five of 14 x 14 x 512


def mobilenet_v1(
    *,
    width_multiplier: float = 1.0,
    resolution: int = 224,
    classes: int = 1000,
    separable: bool = True,
    shallow: bool = False,
) -> Network:
    """Return MobileNetV1, layer by layer.

    Parameters
    ----------
    width_multiplier : float, optional
        The paper's alpha: each layer has ``int(width_multiplier * channels)`` channels.
    resolution : int, optional
        Height and width of the image in pixels.
    classes : int, optional
        Outputs of the classifier.
    separable : bool, optional
        False gives the twin of standard 3 x 3 convolutions, the paper's "Conv MobileNet".
    shallow : bool, optional
        True leaves out the five layers of 14 x 14 x 512.

    Returns
    -------
    Network
        ``conv``, ``block1/depthwise``, ``block1/pointwise`` (or ``block1/conv``), ..., ``fc``.

    Raises
    ------
    SepvizError
        If a number is out of range.
    TypeError
        If a number has the wrong type.

    References
    ----------
    A. Howard et al. 2017, MobileNets, arXiv:1704.04861, Table 1

    Examples
    --------
    >>> network = mobilenet_v1(width_multiplier=0.5)
    >>> network.multiplications, network.parameters
    (149497088, 1319648)
    """
    side = integer(resolution, "resolution")
    separable, shallow = boolean(separable, "separable"), boolean(shallow, "shallow")
    chain = Chain((side, side, 3))
    chain.add("conv", conv(thinned(32, width_multiplier), strides=2))
    for number, (channels, stride) in enumerate(SHALLOW_BLOCKS if shallow else BLOCKS, 1):
        filters = thinned(channels, width_multiplier)
        if separable:
            chain.add(f"block{number}/depthwise", depthwise(strides=stride))
            chain.add(f"block{number}/pointwise", pointwise(filters))
        else:
            chain.add(f"block{number}/conv", conv(filters, strides=stride))
    return chain.classify(integer(classes, "classes"))
