"""One step of each network taken apart: forward, loss, backward, update, in slow motion if wanted."""

import base64
from collections.abc import Callable
from html import escape

import numpy as np
import streamlit as st

from sepviz.arrays import Array
from sepviz.figures.colour import Scale, scale_of
from sepviz.figures.mosaic import mosaic_png
from sepviz.figures.thumbnails import thumbnails_png
from sepviz.text import Translator, translator
from sepviz.training.course import Step, first_step
from sepviz.training.dissection import Dissection, dissect
from sepviz.training.recipe import Recipe
from sepviz.ui.pages.training import board, words
from sepviz.ui.pages.training.progress import Progress
from sepviz.ui.session import state
from sepviz.ui.views import terms
from sepviz.ui.widgets import inputs

SLOW = 7.0
"""Seconds of one batch in slow motion."""
_SLOW, _SWITCHED = "_slow", "_slow_switched"
_COLOURS = 3
_MOST_LIT = 32


def is_slow() -> bool:
    """Return whether slow motion is on."""
    return bool(st.session_state.get(_SLOW))


def show(text: Translator, progress: Progress) -> None:
    """Show the last step that was taken, or the very first one, of both networks side by side."""
    st.markdown(terms.linked(text, text("training.step_lead")))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = _layer(text, max(plan.layers for plan in progress.recipe.plans))
        slow = st.toggle(
            text("training.slow"), key=_SLOW, help=text("training.slow_help"), on_change=_switched
        )
    progress = board.current(progress.recipe)
    if st.session_state.pop(_SWITCHED, False):
        if slow and progress.recorded:
            board.go(progress.recipe, "batch")
        st.rerun()
    step = progress.step
    if slow and not progress.active and not progress.done:
        board.go(progress.recipe, "batch")
    for network, column in enumerate(st.columns(2, gap="large")):
        with column:
            name = text(f"training.network_{'ab'[network]}")
            st.markdown(f"**{name}**")
            at = (step.epoch, step.batch) if step else (1, 1)
            st.html(_taken_apart(progress.recipe, network, layer, at, text.language, slow=slow, _step=step))


def _switched() -> None:
    """Let the whole page be computed anew: its other parts follow slow motion, too."""
    st.session_state[_SWITCHED] = True


def _layer(text: Translator, most: int) -> int:
    """Show the choice of the layer and return it, from 0."""
    if state.settings().step_layer > most:
        state.put({"step_layer": most})
    layer = inputs.segments(text, "step_layer", range(1, most + 1), None, label="training.step_layer")
    return int(layer) - 1


@st.cache_data(max_entries=40, max_size="8MB", show_spinner=False)
def _taken_apart(
    recipe: Recipe,
    network: int,
    layer: int,
    at: tuple[int, int],
    language: str,
    *,
    slow: bool,
    _step: Step | None,
) -> str:
    """Return the HTML of one network's step; recipe, epoch and batch decide which that is."""
    text, step = translator(language), _step or first_step(recipe)
    layer = min(layer, recipe.plans[network].layers - 1)
    found = dissect(recipe, network, step, layer)
    loss = step.losses[network]
    said = text(
        "training.step_loss",
        epoch=at[0],
        batch=at[1],
        loss=words.loss(float("nan") if loss is None else loss),
        count=len(step.chosen),
    )
    phases = {
        "forward": _figure(text("training.step.front"), _maps(found[0].front))
        + "".join(_figures(text, one, ("kernel", "maps")) for one in found),
        "loss": f"<p>{escape(said)}</p>",
        "backward": "".join(
            _figures(text, one, ("gradient_maps", "gradient", "turned", "front_gradient"))
            for one in reversed(found)
        )
        + _lit(text, found[0]),
        "update": "".join(_figures(text, one, ("after",)) for one in found),
    }
    sections = "".join(
        f'<section style="--n:{n}"><h3>{escape(text(f"training.phases.{name}"))}</h3>'
        f'<div class="train-kernels">{drawn}</div></section>'
        for n, (name, drawn) in enumerate(phases.items())
    )
    return f'<div class="train-step{" slow" * slow}">{sections}</div>'


def _figures(text: Translator, one: Dissection, names: tuple[str, ...]) -> str:
    """Return some of the pictures of a convolution with their words."""
    kernels = scale_of(np.stack([one.before, one.after]), signed=True)
    square = one.before[:, :, 0, 0]
    drawings: dict[str, Callable[[], bytes]] = {
        "kernel": lambda: _mosaic(one.before, kernels),
        "maps": lambda: _maps(one.maps),
        "gradient_maps": lambda: _maps(one.gradient_maps),
        "gradient": lambda: _mosaic(one.gradient, scale_of(one.gradient, signed=True)),
        "turned": lambda: mosaic_png(
            np.stack([square, square[::-1, ::-1]], axis=-1), scale_of(square, signed=True)
        ),
        "front_gradient": lambda: _maps(one.front_gradient),
        "after": lambda: _mosaic(one.after, kernels),
    }
    kind = text(f"training.convolutions.{one.kind}")
    return "".join(
        _figure(text("app.pair", name=kind, value=text(f"training.step.{name}")), drawings[name]())
        for name in names
        if name != "turned" or square.size > 1
    )


def _lit(text: Translator, one: Dissection) -> str:
    """Return the maps in front, those dimmed from which the first map's kernel does not hear."""
    scale, shown = scale_of(one.front, signed=True), min(one.front.shape[-1], _MOST_LIT)
    tiles = "".join(
        f'<img class="{"" if channel in one.heard else "unheard"}" alt="" src="{_source(png)}">'
        for channel in range(shown)
        for png in (mosaic_png(one.front[..., channel, np.newaxis], scale),)
    )
    key = "training.hears_one" if one.kind == "depthwise" else "training.hears_all"
    said = text(key, count=one.front.shape[-1])
    return f'<figure class="train-lit"><div>{tiles}</div><figcaption>{escape(said)}</figcaption></figure>'


def _maps(maps: Array) -> bytes:
    """Draw maps in a scale of their own, a picture in its colours."""
    if maps.shape[-1] == _COLOURS and maps.min() >= 0:
        return thumbnails_png(maps[np.newaxis])
    return mosaic_png(maps, scale_of(maps, signed=True))


def _mosaic(kernel: Array, scale: Scale) -> bytes:
    """Draw each 2-D kernel as a tile, 1 x 1 kernels as a table with a row for each channel in front."""
    tiles = kernel[0, 0, :, :, np.newaxis] if kernel.shape[:2] == (1, 1) else kernel
    return mosaic_png(tiles.reshape(*tiles.shape[:2], -1), scale)


def _figure(said: str, png: bytes) -> str:
    """Return one picture with its words."""
    words_ = escape(said)
    return f'<figure><img alt="{words_}" src="{_source(png)}"><figcaption>{words_}</figcaption></figure>'


def _source(png: bytes) -> str:
    """Return a picture as an address."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
