"""Names and numbers of the page in words."""

from collections.abc import Sequence
from math import isfinite
from statistics import fmean, stdev

from sepviz.text import Translator
from sepviz.training.recipe import Plan, Recipe


def plan_name(text: Translator, plan: Plan) -> str:
    """Return what a network is, such as "depthwise separable, 3 layers, width 16"."""
    name = text(
        "training.plan",
        kind=text(f"training.kinds.{plan.kind}"),
        layers=plan.layers,
        width=plan.width,
    )
    if plan.kernel != 3:
        name = text("training.plan_kernel", name=name, formula=f"{plan.kernel} x {plan.kernel}")
    if plan.depth_multiplier != 1:
        name = text("training.plan_multiplier", name=name, multiplier=plan.depth_multiplier)
    return name if plan.normalised else text("training.plan_plain", name=name)


def recipe_name(text: Translator, recipe: Recipe) -> str:
    """Return how both are trained, such as "1,000 pictures, Adam 0.02, batch 20, 20 epochs, seed 0"."""
    return text(
        "training.recipe",
        data=text(f"training.datas.{recipe.data}"),
        pictures=recipe.pictures,
        optimizer=text(f"training.optimizers.{recipe.optimizer}"),
        rate=f"{recipe.rate:g}",
        decay=text("training.with_decay" if recipe.decay else "training.without_decay"),
        batch=recipe.batch,
        epochs=recipe.epochs,
        seed=str(recipe.seed),
    )


def per_cent(value: float) -> str:
    """Return a share as per cent with one digit.

    Examples
    --------
    >>> per_cent(0.984)
    '98.4%'
    """
    return f"{100 * value:.1f}%"


def spread(values: Sequence[float]) -> str:
    """Return the mean of some shares, and their standard deviation where there are several.

    Examples
    --------
    >>> spread([0.5]), spread([0.5, 0.7])
    ('50.0%', '60.0 ± 14.1%')
    """
    mean = per_cent(fmean(values))
    return mean if len(values) == 1 else f"{mean.removesuffix('%')} ± {per_cent(stdev(values))}"


def loss(value: float) -> str:
    """Return a loss with three digits.

    Examples
    --------
    >>> loss(0.12345), loss(float("nan"))
    ('0.123', 'NaN')
    """
    return f"{value:.3f}" if isfinite(value) else "NaN"
