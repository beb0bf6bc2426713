"""When depthwise separable pays."""

from fractions import Fraction

from sepviz.shapes import integer, pair


def separable_share(
    *, filters: int, kernel_size: int | tuple[int, int], depth_multiplier: int = 1
) -> Fraction:
    """Return the multiplications of a depthwise-separable layer for each one of the standard layer.

    The share is depth_multiplier * (1 / filters + 1 / (kh * kw)), whatever the image and its channels;
    that of the parameters without bias is the same.

    Parameters
    ----------
    filters : int
        Number of output channels.
    kernel_size : int or tuple of int
        (vertical, horizontal) taps.
    depth_multiplier : int, optional
        Depthwise outputs for each input channel.

    Returns
    -------
    Fraction
        Exact; below 1 the separable layer is the cheaper one.

    Raises
    ------
    ShapeError
        If a number is below 1.
    TypeError
        If a number is not an integer.

    References
    ----------
    A. Howard et al. 2017, MobileNets, arXiv:1704.04861, section 3.1

    Examples
    --------
    >>> share = separable_share(filters=256, kernel_size=5)
    >>> share, round(float(1 / share), 2)
    (Fraction(281, 6400), 22.78)
    """
    kh, kw = pair(kernel_size, "kernel_size")
    both = Fraction(1, integer(filters, "filters")) + Fraction(1, kh * kw)
    return integer(depth_multiplier, "depth_multiplier") * both
