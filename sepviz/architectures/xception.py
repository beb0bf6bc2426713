"""Xception (Chollet 2017): Inception taken to its end, depthwise-separable layers with shortcuts."""

from sepviz.architectures.chain import Chain
from sepviz.architectures.network import Network
from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.shapes import integer

SMALLEST = 7  # below, nothing is left behind the first two convolutions, which do not pad


def xception(*, resolution: int = 299, classes: int = 1000) -> Network:
    """Return Xception, layer by layer.

    Parameters
    ----------
    resolution : int, optional
        Height and width of the image in pixels, at least 7.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``block1/conv1``, ``block1/conv2``, then blocks of ``separable1``, ``separable2`` (and
        ``separable3``), a ``shortcut`` of 1 x 1 beside those that halve the image, ``fc``.

    Raises
    ------
    ShapeError
        If a number is out of range.
    TypeError
        If a number is not an integer.

    References
    ----------
    F. Chollet 2017, Xception, arXiv:1610.02357, figure 5 and Table 3

    Examples
    --------
    >>> xception().parameters_with_bn_and_bias
    22855952
    """
    side = integer(resolution, "resolution", minimum=SMALLEST)
    chain = Chain((side, side, 3))
    chain.add("block1/conv1", Conv2D(filters=32, kernel_size=3, strides=2, use_bias=False))
    chain.add("block1/conv2", Conv2D(filters=64, kernel_size=3, use_bias=False))
    for number, filters in enumerate((128, 256, 728), 2):  # entry flow
        _add_halving(chain, f"block{number}", filters, filters)
    for number in range(5, 13):  # middle flow: eight times the same, with the input added
        _add_separable(chain, f"block{number}", 728, 728, 728)
    _add_halving(chain, "block13", 728, 1024)  # exit flow
    _add_separable(chain, "block14", 1536, 2048)
    return chain.classify(integer(classes, "classes"))


def _add_halving(chain: Chain, name: str, first: int, second: int) -> None:
    """Add two separable layers and a pooling, with a strided 1 x 1 convolution beside them."""
    shortcut = Conv2D(filters=second, kernel_size=1, strides=2, padding="same", use_bias=False)
    chain.add_beside(f"{name}/shortcut", shortcut)
    _add_separable(chain, name, first, second)
    chain.pool((3, 3), (2, 2))


def _add_separable(chain: Chain, name: str, *filters: int) -> None:
    """Add depthwise-separable layers one behind the other; nothing stands between their halves."""
    for number, channels in enumerate(filters, 1):
        layer = SeparableConv2D(filters=channels, kernel_size=3, padding="same", use_bias=False)
        chain.add(f"{name}/separable{number}", layer)
