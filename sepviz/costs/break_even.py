"""When depthwise separable pays."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

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


def break_even_filters(*, kernel_size: int | tuple[int, int], depth_multiplier: int = 1) -> Fraction | None:
    """Return the output channels at which a depthwise-separable layer costs as much as the standard one.

    With more it is cheaper, with fewer dearer.

    Parameters
    ----------
    kernel_size : int or tuple of int
        (vertical, horizontal) taps.
    depth_multiplier : int, optional
        Depthwise outputs for each input channel.

    Returns
    -------
    Fraction or None
        Where the share is 1; None where no number of filters reaches it, as for a 1 x 1 kernel.

    Examples
    --------
    >>> break_even_filters(kernel_size=3), break_even_filters(kernel_size=(1, 2), depth_multiplier=2)
    (Fraction(9, 8), None)
    """
    kh, kw = pair(kernel_size, "kernel_size")
    multiplier = integer(depth_multiplier, "depth_multiplier")
    taps = kh * kw
    return Fraction(multiplier * taps, taps - multiplier) if taps > multiplier else None


def nearest_that_pays(
    *,
    filters: int,
    kernel_size: tuple[int, int],
    depth_multiplier: int,
    most_filters: int,
    most_taps: int,
) -> dict[str, int]:
    """Return for each setting the nearest value with which depthwise separable pays, all else the same.

    Parameters
    ----------
    filters, kernel_size, depth_multiplier
        The layer's.
    most_filters, most_taps : int
        How far filters and the side of a square kernel may go.

    Returns
    -------
    dict of str to int
        ``"filters"``, ``"kernel"`` (side of a square kernel) and ``"depth_multiplier"``; one that can
        not help is missing.

    Examples
    --------
    >>> nearest_that_pays(
    ...     filters=1, kernel_size=(3, 3), depth_multiplier=1, most_filters=1024, most_taps=15
    ... )
    {'filters': 2}
    """
    layer: dict[str, Any] = {
        "filters": filters,
        "kernel_size": kernel_size,
        "depth_multiplier": depth_multiplier,
    }
    ways: dict[str, Iterable[dict[str, Any]]] = {
        "filters": ({"filters": more} for more in range(filters + 1, most_filters + 1)),
        "kernel": ({"kernel_size": side} for side in range(min(kernel_size) + 1, most_taps + 1)),
        "depth_multiplier": ({"depth_multiplier": fewer} for fewer in range(depth_multiplier - 1, 0, -1)),
    }
    found = {}
    for name, changes in ways.items():
        paying = (change for change in changes if separable_share(**(layer | change)) < 1)
        if change := next(paying, None):
            found[name] = int(next(iter(change.values())))
    return found
