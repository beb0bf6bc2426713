"""The dense layer at the end of a network and inside squeeze-and-excitation."""

from dataclasses import dataclass

from sepviz.layers import Conv2D
from sepviz.layers.arguments import PairOfInts


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Dense(Conv2D):
    """A dense layer: a 1 x 1 convolution of an input that has been brought to a single position.

    It is a type of its own so that its multiplications are told apart from those of a pointwise
    convolution, which costs the same at one position but is repeated at all of them.

    Parameters
    ----------
    filters : int
        Number of outputs.

    Examples
    --------
    >>> Dense(filters=1000, use_bias=False).output_shape((1, 1, 1024))
    (1, 1, 1000)
    """

    kernel_size: PairOfInts = (1, 1)
