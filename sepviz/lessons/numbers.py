"""Every number that the lessons name, computed: a text cannot drift from the mathematics."""

from functools import cache
from typing import Any

from sepviz.architectures import PRINTED, Network, mobilenet_v1
from sepviz.costs import Cost, count, share
from sepviz.costs.formula import formula
from sepviz.kernels import KERNELS
from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.lessons.example import (
    CHANNELS,
    INPUT_SHAPE,
    MULTIPLIER,
    OUTPUTS,
    SEPARABLE,
    STANDARD,
    separable,
)
from sepviz.separability import kernel_rank
from sepviz.training.experiments import DEFAULT, SEEDS
from sepviz.training.recipe import INPUT_SHAPE as PICTURE
from sepviz.training.record import recorded_results, recorded_run


def by(*sizes: int) -> str:
    """Return sizes as ``8 x 8 x 256``.

    Examples
    --------
    >>> by(8, 8, 256)
    '8 x 8 x 256'
    """
    return " x ".join(map(str, sizes))


@cache
def numbers(multiplier: int = MULTIPLIER) -> dict[str, object]:
    """Return the value of every field of the lessons by its name, for the depth multiplier of chapter 8."""
    return _shapes() | _kernels() | _costs() | _multiplied(multiplier) | _price() | _learned()


def _shapes() -> dict[str, object]:
    """Return sizes of the worked example, right ones and those that misconceptions give."""
    height, width, _ = INPUT_SHAPE
    kh, kw = STANDARD.kernel_size
    rows, cols, _ = STANDARD.output_shape(INPUT_SHAPE)
    same = Conv2D(filters=OUTPUTS, kernel_size=(kh, kw), padding="same").output_shape(INPUT_SHAPE)
    return {
        "kernel": by(kh, kw),
        "kernel_depth": by(kh, kw, CHANNELS),
        "image": by(height, width),
        "image_depth": by(*INPUT_SHAPE),
        "map": by(rows, cols),
        "kh": kh,
        "kw": kw,
        "taps": kh * kw,
        "products": kh * kw * CHANNELS,
        "channels": CHANNELS,
        "outputs": OUTPUTS,
        "standard_shape": by(rows, cols, OUTPUTS),
        "depthwise_shape": by(rows, cols, CHANNELS),
        "depthwise_twice_shape": by(rows, cols, CHANNELS * CHANNELS),
        "summed_shape": by(rows, cols, 1),
        "channels_twice_shape": by(rows, cols, OUTPUTS * CHANNELS),
        "same_shape": by(*same),
    }


def _kernels() -> dict[str, object]:
    """Return what ranks and two passes come to."""
    sobel, laplacian = KERNELS["sobel_x"].weights, KERNELS["laplacian4"].weights
    split = sum(STANDARD.kernel_size)
    return {
        "sobel_full": sobel.size,
        "sobel_split": sum(sobel.shape),
        "kernel_split": split,
        "kernel_split_flops": 2 * split,
        "one_pair": kernel_rank(sobel),
        "laplacian_rank": kernel_rank(laplacian),
        "laplacian_rows": laplacian.shape[0],
    }


def _costs() -> dict[str, object]:
    """Return the bill of the worked example."""
    standard, whole = count(STANDARD, INPUT_SHAPE), count(SEPARABLE, INPUT_SHAPE)
    depthwise, pointwise = whole.stages
    return {
        "standard_multiplications": standard.multiplications,
        "separable_multiplications": whole.multiplications,
        "depthwise_multiplications": depthwise.multiplications,
        "pointwise_multiplications": pointwise.multiplications,
        "standard_formula": formula(standard.stages[0]),
        "depthwise_formula": formula(depthwise),
        "pointwise_formula": formula(pointwise),
        "standard_parameters": standard.parameters,
        "depthwise_parameters": depthwise.parameters,
        "pointwise_parameters": pointwise.parameters,
        "pointwise_twice": pointwise.parameters * CHANNELS,
        "separable_parameters": whole.parameters,
        "ratio": ratio(standard, whole),
        "mixing_ratio": ratio(standard, pointwise),
        # A wrong answer on purpose: the two put out different maps, so that `ratio` would refuse them.
        "transform_ratio": standard.multiplications // depthwise.multiplications,
        "flops_ratio": f"{standard.flops / whole.multiplications:.2f}",
    }


def _multiplied(multiplier: int) -> dict[str, object]:
    """Return what several kernels for each channel come to."""
    return {
        "multiplier": multiplier,
        "multiplied_maps": CHANNELS * multiplier,
        "multiplied_formula": sum_formula(count(separable(multiplier), INPUT_SHAPE)),
    }


def _price() -> dict[str, object]:
    """Return where depthwise separable loses, and what MobileNet's paper prints beside what we count."""
    small: dict[str, Any] = {"filters": 1, "kernel_size": 3, "use_bias": False}
    one_pixel = (3, 3, CHANNELS)
    network, twin = mobilenet_v1(), mobilenet_v1(separable=False)
    return {
        "small_kernel": by(3, 3),
        "small_standard": count(Conv2D(**small), one_pixel).multiplications,
        "small_separable": count(SeparableConv2D(**small), one_pixel).multiplications,
        "mobilenet_ratio": ratio(twin, network),
        "mobilenet_parameter_ratio": f"{twin.parameters / network.parameters:.2f}",
        "mobilenet_accuracy": printed_accuracy(separable=True),
        "twin_accuracy": printed_accuracy(separable=False),
    }


def _learned() -> dict[str, object]:
    """Return what the recorded run of two small networks came to, and the mean over its seeds."""
    ends = [reached.point.test_accuracy for reached in recorded_run()[-2:]]
    means = [result.mean for result in recorded_results("equal_width")]
    parameters = [plan.classifier.count(PICTURE).parameters for plan in DEFAULT.plans]
    times = parameters[0] / parameters[1]
    shares = {
        "learned_standard": ends[0],
        "learned_separable": ends[1],
        "learned_share": ends[0] / times,
        "learned_standard_mean": means[0],
        "learned_separable_mean": means[1],
    }
    return {
        "learned_epochs": DEFAULT.epochs,
        "learned_seeds": len(SEEDS),
        "learned_ratio": f"{times:.1f}",
        **{name: f"{100 * share:.1f}%" for name, share in shares.items()},
    }


def ratio(larger: Cost | Network, smaller: Cost | Network) -> str:
    """Return how many times fewer multiplications, with two decimals where it is not whole.

    Raises
    ------
    ShapeError
        If these are layers whose outputs have different shapes.
    """
    if isinstance(larger, Cost) and isinstance(smaller, Cost):
        times = float(1 / share(smaller, larger))
    else:
        times = larger.multiplications / smaller.multiplications
    return f"{times:.2f}".removesuffix(".00")


def sum_formula(cost: Cost) -> str:
    """Return the stages' multiplications as a sum: ``9,600 + 98,304 = 107,904``."""
    parts = " + ".join(f"{stage.multiplications:,}" for stage in cost.stages)
    return f"{parts} = {cost.multiplications:,}"


def printed_accuracy(*, separable: bool) -> str:
    """Return the accuracy on ImageNet that MobileNet's paper prints in its Table 4."""
    arguments = {} if separable else {"separable": False}
    row = next(row for row in PRINTED if row.builder == "mobilenet_v1" and row.arguments == arguments)
    return f"{row.accuracy}%"
