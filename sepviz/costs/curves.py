"""How each quantity grows while one setting of a layer varies and all others stay."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from sepviz.costs.break_even import separable_share
from sepviz.costs.design import KINDS, Design, common_divisors, comparisons, quantity
from sepviz.errors import ShapeError

LARGEST = {"c_in": 1024, "c_out": 1024, "kernel": 15, "size": 512, "stride": 8, "depth_multiplier": 8}
"""The largest value of each variable; groups end with the channels."""

Curves = dict[str, list[tuple[int, int]]]
"""(value of the variable, quantity) by kind of layer."""


def values_of(design: Design, variable: str, *, least: int = 1, most: int | None = None) -> list[int]:
    """Return the values at which a variable is looked at, the present one among them.

    Every integer up to 16, then four for each doubling; for groups all that divide both channel counts.

    Examples
    --------
    >>> design = Design(c_in=12, c_out=18, kernel_size=(3, 3), input_size=(40, 40))
    >>> values_of(design, "groups"), values_of(design, "size", least=15, most=48)
    ([1, 2, 3, 6], [15, 16, 20, 24, 28, 32, 40, 48])
    """
    if variable == "groups":
        every: Iterable[int] = common_divisors(design.c_in, design.c_out)
    else:
        every = {*_grid(LARGEST[variable]), *present_values(design, variable)}
    return sorted(value for value in every if least <= value and (most is None or value <= most))


def present_values(design: Design, variable: str) -> tuple[int, ...]:
    """Return the present value of a variable, or nothing for a side of what is no square.

    Examples
    --------
    >>> design = Design(c_in=12, c_out=18, kernel_size=(3, 5), input_size=(40, 40))
    >>> present_values(design, "kernel"), present_values(design, "size")
    ((), (40,))
    """
    pairs = {"kernel": design.kernel_size, "size": design.input_size}
    if variable not in pairs:
        return (int(getattr(design, variable)),)
    first, second = pairs[variable]
    return (first,) if first == second else ()


def curves(design: Design, variable: str, name: str, values: Sequence[int] | None = None) -> Curves:
    """Count one quantity of each kind of layer at many values of one variable.

    A kind has no point where it cannot be: a kernel larger than the picture, groups that do not divide.

    Parameters
    ----------
    design : Design
        All other settings.
    variable : str
        One of ``VARIABLES``.
    name : str
        One of ``QUANTITIES``.
    values : sequence of int, optional
        Where; `values_of` by default.

    Returns
    -------
    dict of str to list of (int, int)
        The curve of each kind.

    Examples
    --------
    >>> design = Design(c_in=3, c_out=4, kernel_size=(3, 3), input_size=(8, 8))
    >>> curves(design, "c_out", "parameters", [1, 2])["separable"]
    [(1, 30), (2, 33)]
    """
    found: Curves = {kind: [] for kind in KINDS}
    for value in values_of(design, variable) if values is None else values:
        with suppress(ShapeError):
            for kind, comparison in comparisons(design.varied(variable, value)).items():
                found[kind].append((value, quantity(comparison.cost, name)))
    return {kind: points for kind, points in found.items() if points}


def shares(design: Design, variable: str) -> list[tuple[int, float]]:
    """Return the share of the multiplications that depthwise separable needs, by one variable.

    Examples
    --------
    >>> design = Design(c_in=3, c_out=256, kernel_size=(5, 5), input_size=(12, 12))
    >>> {at: round(share, 4) for at, share in shares(design, "c_out")}[256]
    0.0439
    """
    return [(value, share_of(design.varied(variable, value))) for value in values_of(design, variable)]


def share_of(design: Design) -> float:
    """Return the share that depthwise separable needs of the standard layer's multiplications."""
    return float(
        separable_share(
            filters=design.c_out,
            kernel_size=design.kernel_size,
            depth_multiplier=design.depth_multiplier,
        )
    )


def _grid(largest: int) -> list[int]:
    """Return every integer up to 16, then four steps for each doubling."""
    steps = (quarter * 2**power for power in range(2, 9) for quarter in (4, 5, 6, 7))
    return [value for value in (*range(1, 17), *steps, largest) if value <= largest]
