"""The pipeline of a layer: its stages as slabs, from what it costs."""

from functools import lru_cache

from sepviz.costs import Cost
from sepviz.costs.formula import formula
from sepviz.figures.pipeline import Slab, Step, pipeline
from sepviz.text import Translator
from sepviz.ui.views.names import stage_key


@lru_cache(maxsize=128)
def drawing(text: Translator, cost: Cost, input_shape: tuple[int, ...], *, kind: str = "") -> str:
    """Return the drawing of a layer of a kind from what it costs."""
    parts: list[Slab | Step] = [_slab(text, "input", input_shape)]
    for stage in cost.stages:
        name = stage_key(kind, stage.name)
        parts += [_step(text, name, stage), _slab(text, name, stage.output_shape)]
    return text.formula(pipeline(parts))


def _slab(text: Translator, name: str, shape: tuple[int, ...]) -> Slab:
    """Name a stack of maps."""
    title = text("maps.input" if name == "input" else f"stages.{name}")
    height, width, count = shape
    return Slab(
        name=title,
        shape=shape,
        is_input=name == "input",
        alt=text("pipeline.slab_alt", name=title, height=height, width=width, count=count),
    )


def _step(text: Translator, name: str, stage: Cost) -> Step:
    """Say which kernels a stage has and what it costs."""
    factors = dict(stage.factors)
    size = factors.get("kh", 1), factors.get("kw", 1)
    channels = factors["channels"]
    kernels = text(
        f"pipeline.{name}",
        kh=size[0],
        kw=size[1],
        channels=channels,
        filters=factors.get("filters", 0),
        kernels=channels * factors.get("depth_multiplier", 1),
    )
    return Step(
        kernel_size=size,
        kernels=kernels,
        formula=formula(stage),
        cost=text("headline.multiplications", count=stage.multiplications),
        alt=text("pipeline.kernel_alt", kh=size[0], kw=size[1]),
    )
