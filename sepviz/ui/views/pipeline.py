"""The pipeline of the layer on screen and, a click away, of its alternatives."""

from functools import lru_cache

import streamlit as st

from sepviz.costs import Cost
from sepviz.costs.formula import formula
from sepviz.figures.pipeline import Slab, Step, pipeline
from sepviz.text import Translator
from sepviz.ui.session.run import Run
from sepviz.ui.views.names import stage_key


def show(text: Translator, run: Run) -> None:
    """Show one drawing a kind of layer, the one on screen first."""
    chosen = run.settings.op
    costs = {kind: found.cost for kind, found in run.comparisons.items()}
    kinds = [chosen, *(kind for kind in costs if kind != chosen)]
    labels = [text(f"ops.{kind}") for kind in kinds]
    labels[0] = text("bill.this_one", name=labels[0])
    tabs = st.tabs(labels, key=f"_pipeline_{chosen}", on_change="rerun")
    for tab, kind in zip(tabs, kinds, strict=True):
        if tab.open:
            with tab:
                st.html(drawing(text, costs[kind], run.picture.pixels.shape, kind=kind))


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
