"""The first step of each network taken apart: maps forward, derivatives backward, kernels moved."""

import base64
from html import escape

import numpy as np
import streamlit as st

from sepviz.arrays import Array
from sepviz.figures.colour import Scale, scale_of
from sepviz.figures.mosaic import mosaic_png
from sepviz.figures.thumbnails import thumbnails_png
from sepviz.text import Translator, translator
from sepviz.training.dissection import Dissection, dissect
from sepviz.training.recipe import Recipe
from sepviz.ui.pages.training.progress import Progress

_WIDTH = 160


def show(text: Translator, progress: Progress) -> None:
    """Show the step of both networks side by side."""
    st.markdown(text("training.step_lead"))
    for network, column in enumerate(st.columns(2, gap="large")):
        with column:
            name = text(f"training.network_{'ab'[network]}")
            st.markdown(f"**{name}**")
            st.html(_step(progress.recipe, network, text.language))


@st.cache_data(max_entries=40, max_size="8MB", show_spinner=False)
def _step(recipe: Recipe, network: int, language: str) -> str:
    """Return the HTML of one network's step."""
    text, step = translator(language), dissect(recipe, network)
    depthwise = recipe.plans[network].kind == "separable"
    hears = text("training.hears_one" if depthwise else "training.hears_all", count=step.before.shape[2])
    figures = "".join(_figure(*figure) for figure in _figures(text, step))
    loss = text("training.step_loss", loss=f"{step.loss:.3f}", count=recipe.batch)
    return f'<p>{escape(loss)} {escape(hears)}</p><div class="train-kernels">{figures}</div>'


def _figures(text: Translator, step: Dissection) -> list[tuple[str, bytes]]:
    """Return each picture with its words, in the order in which the step goes."""
    kernels = scale_of(np.stack([step.before, step.after]), signed=True)
    drawn = {
        "picture": thumbnails_png(step.picture[np.newaxis]),
        "kernel_before": _mosaic(step.before, kernels),
        "maps": mosaic_png(step.maps, scale_of(step.maps, signed=True)),
        "gradient_maps": mosaic_png(step.gradient_maps, scale_of(step.gradient_maps, signed=True)),
        "gradient": _mosaic(step.gradient, scale_of(step.gradient, signed=True)),
        "kernel_after": _mosaic(step.after, kernels),
    }
    return [
        (f"{number}. {text(f'training.step.{name}')}", png)
        for number, (name, png) in enumerate(drawn.items(), 1)
    ]


def _mosaic(kernel: Array, scale: Scale) -> bytes:
    """Draw each 2-D kernel as a tile."""
    return mosaic_png(kernel.reshape(*kernel.shape[:2], -1), scale)


def _figure(words: str, png: bytes) -> str:
    """Return one picture with its words."""
    source, said = base64.b64encode(png).decode(), escape(words)
    return (
        f'<figure style="width:{_WIDTH}px"><img style="width:100%" alt="{said}" '
        f'src="data:image/png;base64,{source}"><figcaption>{said}</figcaption></figure>'
    )
