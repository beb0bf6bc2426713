"""A worked example of one's own for every seed: other sizes, other numbers, the same questions."""

import math
import random
from dataclasses import dataclass
from typing import Any

from sepviz.architectures import PRINTED
from sepviz.costs import Cost, count, separable_share
from sepviz.costs.formula import formula
from sepviz.kernels import KERNELS
from sepviz.layers import Conv2D, DepthwiseSeparableBlock, SeparableConv2D, StandardBlock
from sepviz.lessons.numbers import by, ratio, sum_formula
from sepviz.separability import kernel_rank

# Round numbers, so that all but a ratio is worked out in the head.
_FILTERS = (10, 20, 30, 40, 50, 60, 80, 100)
_CHANNELS = (2, 4, 6)
_TAPS = ((3, 3), (5, 5), (3, 5), (5, 3))
_PLACES = (5, 10, 20)
_LARGEST_KERNEL = 5
_KERNELS = tuple(name for name, kernel in KERNELS.items() if max(kernel.weights.shape) <= _LARGEST_KERNEL)
_KERNELS_BY_RANK = {
    rank: [name for name in _KERNELS if kernel_rank(KERNELS[name].weights) == rank]
    for rank in sorted({kernel_rank(KERNELS[name].weights) for name in _KERNELS})
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What a worksheet asks about.

    ``groups`` are those of the question about them, ``few`` the filters of the question whether it
    pays. ``corner`` (0 to 3, row by row) is where the kernel of the question about a flip has its 1,
    and ``speeds`` are million multiplications in a second: those of a standard and of a
    depthwise-separable layer on an imagined machine.
    """

    height: int
    width: int
    channels: int
    taps: tuple[int, int]
    filters: int
    multiplier: int
    groups: int
    kernel: str
    few: int
    corner: int
    width_multiplier: float
    speeds: tuple[int, int]


def exercise(seed: int) -> Exercise:
    """Return the exercise of a seed; neighbouring seeds differ in their filters for certain.

    Examples
    --------
    >>> exercise(1) == exercise(1), exercise(1).filters == exercise(2).filters
    (True, False)
    """
    draw = random.Random(f"worksheet {seed}")  # noqa: S311 (numbers for pupils)
    taps, channels, (rows, cols) = draw.choice(_TAPS), draw.choice(_CHANNELS), draw.sample(_PLACES, 2)
    return Exercise(
        height=rows + taps[0] - 1,
        width=cols + taps[1] - 1,
        channels=channels,
        taps=taps,
        filters=_FILTERS[seed % len(_FILTERS)],
        multiplier=draw.choice((2, 3, 4)),
        groups=2,
        kernel=draw.choice(_KERNELS_BY_RANK[draw.choice(tuple(_KERNELS_BY_RANK))]),
        few=draw.choice((1, 2, 3)),
        corner=draw.randrange(4),
        width_multiplier=draw.choice((1.0, 0.75, 0.5, 0.25)),
        speeds=(draw.choice((300, 400, 500)), draw.choice((60, 80, 100, 150))),
    )


def fields(made: Exercise) -> dict[str, object]:
    """Return every number of the worksheet's questions and answers, computed."""
    shape = (made.height, made.width, made.channels)
    common: dict[str, Any] = {"filters": made.filters, "kernel_size": made.taps, "use_bias": False}
    standard = count(Conv2D(**common), shape)
    separable = count(SeparableConv2D(**common), shape)
    multiplied = count(SeparableConv2D(depth_multiplier=made.multiplier, **common), shape)
    rows, cols, _ = standard.output_shape
    weights = KERNELS[made.kernel].weights
    return (
        {
            "image": by(made.height, made.width),
            "image_depth": by(*shape),
            "kernel": by(*made.taps),
            "kernel_depth": by(*made.taps, made.channels),
            "channels": made.channels,
            "filters": made.filters,
            "multiplier": made.multiplier,
            "map": by(rows, cols),
            "full": made.taps[0] * made.taps[1],
            "split": sum(made.taps),
            "split_formula": f"{made.taps[0]} + {made.taps[1]}",
            "rank": kernel_rank(weights),
            "shape": by(*standard.output_shape),
            "ratio": ratio(standard, separable),
            "share": f"{float(separable_share(filters=made.filters, kernel_size=made.taps)):.4f}",
            "multiplied_maps": made.channels * made.multiplier,
            "multiplied_formula": sum_formula(multiplied),
        }
        | _bill(standard, separable)
        | _grouped(made, shape)
        | _single(made)
        | _accuracy(made)
        | _time(made, standard, separable)
        | _learning(made, standard, separable)
    )


def _bill(standard: Cost, separable: Cost) -> dict[str, object]:
    """Return counts of both layers with their formulas."""
    depthwise, pointwise = separable.stages
    return {
        "standard_formula": formula(standard.stages[0]),
        "depthwise_shape": by(*depthwise.output_shape),
        "depthwise_formula": formula(depthwise),
        "pointwise_formula": formula(pointwise),
        "separable_formula": sum_formula(separable),
        "standard_parameters": standard.parameters,
        "depthwise_parameters": depthwise.parameters,
        "pointwise_parameters": pointwise.parameters,
        "separable_parameters": separable.parameters,
    }


def _grouped(made: Exercise, shape: tuple[int, ...]) -> dict[str, object]:
    """Return what the standard layer costs in groups."""
    layer = Conv2D(filters=made.filters, kernel_size=made.taps, groups=made.groups, use_bias=False)
    cost = count(layer, shape)
    return {
        "groups": made.groups,
        "group_kernel": by(*made.taps, made.channels // made.groups),
        "grouped_formula": formula(cost.stages[0]),
        "grouped_parameters": cost.parameters,
    }


def _single(made: Exercise) -> dict[str, object]:
    """Return what one output pixel costs where there are few filters."""
    one: dict[str, Any] = {"filters": made.few, "kernel_size": made.taps, "use_bias": False}
    shape = (*made.taps, made.channels)
    return {
        "few": made.few,
        "single_standard": count(Conv2D(**one), shape).multiplications,
        "single_separable": count(SeparableConv2D(**one), shape).multiplications,
    }


def _accuracy(made: Exercise) -> dict[str, object]:
    """Return what MobileNet's paper prints for one of its widths and for its twin."""
    rows = [row for row in PRINTED if row.builder == "mobilenet_v1"]
    twin = next(row for row in rows if row.arguments == {"separable": False})
    width = {} if made.width_multiplier == 1 else {"width_multiplier": made.width_multiplier}
    narrow = next(row for row in rows if row.arguments == width)
    return {
        "alpha": made.width_multiplier,
        "twin_accuracy": twin.accuracy,
        "narrow_accuracy": narrow.accuracy,
        "points": f"{twin.accuracy - narrow.accuracy:.1f}",
        "network_ratio": ratio(twin.network(), narrow.network()),
    }


def _time(made: Exercise, standard: Cost, separable: Cost) -> dict[str, object]:
    """Return how much faster the layer is on a machine that multiplies slower in it."""
    fast, slow = made.speeds
    faster = standard.multiplications / fast / (separable.multiplications / slow)
    return {"fast": fast, "slow": slow, "faster": f"{faster:.2f}"}


def _learning(made: Exercise, standard: Cost, separable: Cost) -> dict[str, object]:
    """Return what both layers learn with batch normalisation, and what a weight hears of an error."""
    shape = (made.height, made.width, made.channels)
    block, separable_block = (
        count(kind(filters=made.filters, kernel_size=made.taps, padding="valid"), shape)
        for kind in (StandardBlock, DepthwiseSeparableBlock)
    )
    learned = " + ".join(f"{one.parameters:,} + 2 x {one.output_shape[-1]:,}" for one in separable.stages)
    rows, cols, filters = standard.output_shape
    return {
        "block_formula": f"{standard.parameters:,} + 2 x {filters:,} = {block.parameters:,}",
        "separable_block_formula": f"{learned} = {separable_block.parameters:,}",
        "places": rows * cols,
        "heard": math.prod(taps for _, taps in standard.stages[0].taps),
    }
