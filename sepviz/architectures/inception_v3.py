"""Inception v3 (Szegedy et al. 2015): branches side by side; 1 x 7 behind 7 x 1 in place of 7 x 7."""

from collections.abc import Iterable

from sepviz.architectures.chain import BIAS, Chain
from sepviz.architectures.network import Network
from sepviz.layers import Conv2D
from sepviz.shapes import integer

SMALLEST = 75  # below, nothing is left behind the convolutions that do not pad
NORM = BIAS  # its batch normalisation learns beta alone, no gamma

# A branch is a list of (channels, kernel). The last branch of a block stands behind a pooling that keeps
# the size, so that here it is its 1 x 1 convolution only.
Step = tuple[int, int | tuple[int, int]]
Branch = list[Step]


def inception_v3(*, resolution: int = 299, classes: int = 1000) -> Network:
    """Return Inception v3, layer by layer.

    Parameters
    ----------
    resolution : int, optional
        Height and width of the image in pixels, at least 75.
    classes : int, optional
        Outputs of the classifier.

    Returns
    -------
    Network
        ``conv1`` to ``conv5``, then ``mixed0/branch1/conv1``, ..., ``fc``: the branches of a block one
        after the other.

    Raises
    ------
    ShapeError
        If a number is out of range.
    TypeError
        If a number is not an integer.

    References
    ----------
    C. Szegedy et al. 2015, Rethinking the Inception Architecture, arXiv:1512.00567, Table 1;
    widths as https://keras.io/api/applications/inceptionv3/ builds it

    Examples
    --------
    >>> network = inception_v3()
    >>> network.parameters_with_bn_and_bias, round(network.share()["rectangular"], 2)
    (23817352, 0.3)
    """
    side = integer(resolution, "resolution", minimum=SMALLEST)
    chain = Chain((side, side, 3))
    _add_stem(chain)
    for number, pooled in enumerate((32, 64, 64)):
        _add_mixed(chain, f"mixed{number}", _fives(pooled))
    _add_reduction(chain, "mixed3", [(384, 3)], [(64, 1), (96, 3), (96, 3)])
    for number, narrow in enumerate((128, 160, 160, 192), 4):
        _add_mixed(chain, f"mixed{number}", _sevens(narrow))
    sevens: Branch = [(192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3)]
    _add_reduction(chain, "mixed8", [(192, 1), (320, 3)], sevens)
    for number in (9, 10):
        _add_widest(chain, f"mixed{number}")
    return chain.classify(integer(classes, "classes"))


def _add_stem(chain: Chain) -> None:
    """Add the convolutions and poolings in front of the first block."""
    chain.add("conv1", _conv((32, 3), strides=2), beside=NORM)
    chain.add("conv2", _conv((32, 3)), beside=NORM)
    chain.add("conv3", _conv((64, 3), padding="same"), beside=NORM)
    chain.pool((3, 3), (2, 2), padding="valid")
    chain.add("conv4", _conv((80, 1)), beside=NORM)
    chain.add("conv5", _conv((192, 3)), beside=NORM)
    chain.pool((3, 3), (2, 2), padding="valid")


def _fives(pooled: int) -> list[Branch]:
    """Return the branches of a block with 5 x 5, and 3 x 3 twice, beside each other."""
    return [[(64, 1)], [(48, 1), (64, 5)], [(64, 1), (96, 3), (96, 3)], [(pooled, 1)]]


def _sevens(narrow: int) -> list[Branch]:
    """Return the branches of a block whose 7 x 7 kernels are pairs of 1 x 7 and 7 x 1."""
    across, down = (narrow, (1, 7)), (narrow, (7, 1))
    return [
        [(192, 1)],
        [(narrow, 1), across, (192, (7, 1))],
        [(narrow, 1), down, across, down, (192, (1, 7))],
        [(192, 1)],
    ]


def _add_mixed(chain: Chain, name: str, branches: Iterable[Branch]) -> None:
    """Add branches that keep the size of the maps."""
    layers = [[_conv(step, padding="same") for step in branch] for branch in branches]
    chain.side_by_side(name, layers, beside=NORM)


def _add_reduction(chain: Chain, name: str, *branches: Branch) -> None:
    """Add branches that halve the maps in their last layer, beside a pooling that keeps the channels."""
    pooled = chain.channels
    layers = [
        [*(_conv(step, padding="same") for step in branch[:-1]), _conv(branch[-1], strides=2)]
        for branch in branches
    ]
    chain.side_by_side(name, layers, beside=NORM)
    chain.shape = (*chain.shape[:2], chain.channels + pooled)


def _add_widest(chain: Chain, name: str) -> None:
    """Add a block in which two branches fork: 1 x 3 and 3 x 1 read the same maps."""
    maps = chain.shape
    _add_mixed(chain, name, [[(320, 1)], [(384, 1)], [(448, 1), (384, 3)], [(192, 1)]])
    joined = chain.channels + 384 + 384  # each fork doubles its 384 channels
    chain.shape = (*maps[:2], 384)
    for fork in ("fork2", "fork3"):
        for kernel in ((1, 3), (3, 1)):
            layer = _conv((384, kernel), padding="same")
            chain.add_beside(f"{name}/{fork}/{kernel[0]}x{kernel[1]}", layer, beside=NORM)
    chain.shape = (*maps[:2], joined)


def _conv(step: Step, *, strides: int = 1, padding: str = "valid") -> Conv2D:
    """Return a convolution without bias."""
    filters, kernel_size = step
    return Conv2D(
        filters=filters, kernel_size=kernel_size, strides=strides, padding=padding, use_bias=False
    )
