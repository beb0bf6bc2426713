"""What a convolution and its depthwise-separable twin cost, from the numbers in their source."""

import math
from dataclasses import dataclass

from sepviz.codegen.arithmetic import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What some convolutions cost together; None where a number is not known.

    Attributes
    ----------
    parameters : int or None
        Kernels and biases.
    multiplications : int or None
        For one output position, that is one pixel of all output channels.
    """

    parameters: int | None = 0
    multiplications: int | None = 0

    def __add__(self, other: "Totals") -> "Totals":
        """Add two costs; what is unknown stays unknown."""
        return Totals(
            parameters=_sum(self.parameters, other.parameters),
            multiplications=_sum(self.multiplications, other.multiplications),
        )

    def __mul__(self, times: int) -> "Totals":
        """Return the cost of several such convolutions."""
        parameters, multiplications = self.parameters, self.multiplications
        return Totals(
            parameters=None if parameters is None else parameters * times,
            multiplications=None if multiplications is None else multiplications * times,
        )


UNKNOWN = Totals(parameters=None, multiplications=None)


def before_and_after(
    *, channels: Value, filters: Value, kernel: Value, use_bias: Value = True, groups: Value = 1
) -> tuple[Totals, Totals]:
    """Count a convolution and what it becomes, at one output position.

    Parameters
    ----------
    channels, filters, kernel, use_bias, groups : int, tuple, bool or None
        What the arguments are worth; None where that is unknown.

    Returns
    -------
    tuple of Totals
        Before and after. With several groups the convolution stays, and so do its costs.

    Examples
    --------
    >>> before_and_after(channels=3, filters=8, kernel=(3, 5), use_bias=False)[1].parameters
    69
    """
    kernel = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    if None in (channels, filters, groups, *kernel):
        return UNKNOWN, UNKNOWN
    # At one output position each weight of a kernel is multiplied once. A file may hold 15,000
    # convolutions, too many to make a layer of each; the tests compare with the counts of layers.
    taps, bias = math.prod(kernel), bool(use_bias) * filters
    standard = taps * (channels // groups) * filters
    twin = taps * channels + channels * filters if groups == 1 else standard
    before, after = (
        Totals(parameters=None if use_bias is None else weights + bias, multiplications=weights)
        for weights in (standard, twin)
    )
    return before, after


def _sum(one: int | None, other: int | None) -> int | None:
    """Add two numbers, either of which may be unknown."""
    return None if one is None or other is None else one + other
