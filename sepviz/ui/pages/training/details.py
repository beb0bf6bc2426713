"""What the networks look like inside: first kernels, feature maps, mistakes, and all numbers."""

import base64
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.figures.colour import scale_of
from sepviz.figures.mosaic import mosaic_png
from sepviz.figures.thumbnails import thumbnails_png
from sepviz.text import Translator
from sepviz.ui.pages.training import words
from sepviz.ui.pages.training.progress import Progress, Side
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import table

_PIXELS = 14


def kernels(text: Translator, progress: Progress) -> None:
    """Show every tap of the first layer's kernels, before the training and now."""
    st.markdown(terms.linked(text, text("training.kernels_lead")))
    for column, side, name in zip(st.columns(2, gap="large"), progress.sides, "ab", strict=True):
        with column:
            st.markdown(f"**{text(f'training.network_{name}')}**")
            st.html(_kernels(text, side) or escape(text("training.no_values")))


def _kernels(text: Translator, side: Side) -> str:
    """Return two mosaics in one scale, a tile for each kernel of each input channel."""
    if side.first is None or side.last is None:
        return ""
    tiles = [_tiles(reached.kernel) for reached in (side.first, side.last)]
    scale = scale_of(np.stack(tiles), signed=True)
    figures = []
    for name, maps in zip(("before", "now"), tiles, strict=True):
        said = escape(text(f"training.kernels_{name}", count=maps.shape[-1]))
        source = base64.b64encode(mosaic_png(maps, scale)).decode()
        width = _PIXELS * maps.shape[1] * int(np.ceil(np.sqrt(maps.shape[-1])))
        figures.append(
            f'<figure><img class="mosaic" style="width:{width}px" alt="{said}" '
            f'src="data:image/png;base64,{source}"><figcaption>{said}</figcaption></figure>'
        )
    return f'<div class="train-kernels">{"".join(figures)}</div>'


def _tiles(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the kernel (kh, kw, channels, filters) as one map for each of its 2-D kernels."""
    return np.nan_to_num(kernel).reshape(*kernel.shape[:2], -1)


def maps(text: Translator, progress: Progress) -> None:
    """Show what each layer makes of one test picture, as the network stands now."""
    picture = progress.recipe.pictures_of.test_images[0]
    st.markdown(terms.linked(text, text("training.maps_lead")))
    for column, side, name in zip(st.columns(2, gap="large"), progress.sides, "ab", strict=True):
        with column:
            st.markdown(f"**{text(f'training.network_{name}')}**")
            st.html(_maps(text, picture, side))


def _maps(text: Translator, picture: Array, side: Side) -> str:
    """Return the picture, and the maps behind each layer in a scale of their own."""
    layers = side.last.maps if side.last else ()
    drawn = [(text("training.maps_picture"), thumbnails_png(picture[np.newaxis]))]
    drawn += [
        (
            text("training.maps_behind", layer=number, count=values.shape[-1]),
            mosaic_png(values, scale_of(values, signed=False)),
        )
        for number, values in enumerate(layers, 1)
    ]
    figures = "".join(
        f'<figure><img alt="{escape(said)}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'
        f"<figcaption>{escape(said)}</figcaption></figure>"
        for said, png in drawn
    )
    return f'<div class="train-step"><div class="train-kernels">{figures}</div></div>'


def mistakes(text: Translator, progress: Progress) -> None:
    """Show what each network took for what."""
    st.markdown(terms.linked(text, text("training.mistakes_lead")))
    kinds = [
        text(f"training.pictures_of.{name.replace(' ', '_')}") for name in progress.recipe.pictures_of.names
    ]
    for column, side, name in zip(st.columns(2, gap="large"), progress.sides, "ab", strict=True):
        with column:
            st.markdown(f"**{text(f'training.network_{name}')}**")
            if side.last is None:
                st.markdown(text("training.no_values"))
                continue
            rows = [
                [kind, *(f"{count}" if count else "·" for count in line)]
                for kind, line in zip(kinds, side.last.confusion, strict=True)
            ]
            heads = [text("training.is_taken_for"), *kinds]
            st.html(table(heads, rows, caption=text("training.parts.mistakes"), kind="train-confusion"))


def numbers(text: Translator, progress: Progress) -> None:
    """Show every point of the curves."""
    heads = ("epoch", "loss", "test_loss", "accuracy", "test_accuracy", "seconds", "multiplications")
    for network, name in enumerate("ab"):
        st.markdown(f"**{text(f'training.network_{name}')}**")
        rows = [
            [
                f"{point.epoch}",
                words.loss(point.loss),
                words.loss(point.test_loss),
                words.per_cent(point.accuracy),
                words.per_cent(point.test_accuracy),
                f"{point.seconds:.2f}",
                f"{point.multiplications:,}",
            ]
            for point in progress.points(network)
        ]
        st.html(
            table(
                [text(f"training.columns.{head}") for head in heads],
                rows,
                caption=text("training.values_of", name=text(f"training.network_{name}")),
            )
        )
