"""A worked example of one's own for every seed: other sizes, other numbers, the same nine questions."""

import random
from dataclasses import dataclass
from typing import Any

from sepviz.costs import Cost, count, separable_share
from sepviz.costs.formula import formula
from sepviz.kernels import KERNELS
from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.lessons.numbers import by, ratio, sum_formula
from sepviz.separability import kernel_rank

_FILTERS = (16, 24, 32, 48, 64, 96, 128, 192)
_SIDES = (10, 12, 14, 16, 18, 20)
_KERNELS = (
    "sobel_x",
    "laplacian4",
    "gaussian3",
    "emboss",
    "sharpen",
    "prewitt_y",
    "laplacian8",
    "scharr_x",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """The sizes that a worksheet asks about."""

    height: int
    width: int
    channels: int
    taps: tuple[int, int]
    filters: int
    multiplier: int
    kernel: str


def exercise(seed: int) -> Exercise:
    """Return the exercise of a seed; neighbouring seeds differ in their filters for certain.

    Examples
    --------
    >>> exercise(1) == exercise(1), exercise(1).filters == exercise(2).filters
    (True, False)
    """
    draw = random.Random(f"worksheet {seed}")  # noqa: S311 (numbers for pupils)
    height, width = draw.sample(_SIDES, 2)
    return Exercise(
        height=height,
        width=width,
        channels=draw.choice((3, 4, 6, 8)),
        taps=draw.choice(((3, 3), (5, 5), (7, 7), (3, 5))),
        filters=_FILTERS[seed % len(_FILTERS)],
        multiplier=draw.choice((2, 3, 4)),
        kernel=draw.choice(_KERNELS),
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
        | _single(made)
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


def _single(made: Exercise) -> dict[str, object]:
    """Return what one output pixel costs where there is a single filter."""
    one: dict[str, Any] = {"filters": 1, "kernel_size": made.taps, "use_bias": False}
    shape = (*made.taps, made.channels)
    return {
        "single_standard": count(Conv2D(**one), shape).multiplications,
        "single_separable": count(SeparableConv2D(**one), shape).multiplications,
    }
