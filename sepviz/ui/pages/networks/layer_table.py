"""The table layer by layer, each layer with a link that opens it in the playground, and the same as CSV."""

import csv
import io
import math
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from sepviz.architectures import NetworkLayer
from sepviz.layers import DepthwiseConv2D, SeparableConv2D
from sepviz.text import Translator, translator
from sepviz.ui.pages.networks import drawing, words
from sepviz.ui.pages.networks.choice import Chosen
from sepviz.ui.pages.networks.variant import Variant, build, name_of
from sepviz.ui.session.parameters import nearest_whole
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import framed

_COLUMNS = ("layer", "kind", "kernel", "input", "output", "multiplications", "weights", "share")
_COLOURS = 3


def show(text: Translator, chosen: list[Chosen]) -> None:
    """Show a table a network, one below the other, and offer counts and drawing."""
    st.header(text("networks.layer_by_layer"), anchor="layers")
    st.caption(terms.linked(text, text("networks.opens_in_playground")))
    for one in chosen:
        st.markdown(f"**{one.name}**")
        st.html(_table(one.variant, one.slot, text.language))
    variants = tuple(one.variant for one in chosen)
    with st.container(horizontal=True):
        st.download_button(
            text("downloads.counts"),
            partial(counts, variants),
            "sepviz-networks.csv",
            "text/csv",
            key="_get_network_csv",
            on_click="ignore",
        )
        drawing.offer(text, chosen)


@st.cache_data(max_entries=100, max_size="16MB", show_spinner=False)
def _table(variant: Variant, slot: str, language: str) -> str:
    """Return the HTML of a row a layer."""
    text, network = translator(language), build(variant)
    head = "".join(f'<th scope="col">{escape(text(f"networks.{name}"))}</th>' for name in _COLUMNS)
    total = network.multiplications
    rows = [
        _row(text, entry, total, f"{slot}-{number}", variant.resolution)
        for number, entry in enumerate(network.layers, 1)
    ]
    caption = text("networks.table_of", name=name_of(text, variant))
    return framed(head, "".join(rows), caption=caption, kind="net-layers")


def _row(text: Translator, entry: NetworkLayer, total: int, target: str, resolution: int) -> str:
    """Return one row, marked together with its bar."""
    cells = (
        words.kinds(text, entry),
        text.formula(words.kernel(entry)),
        text.formula(words.size(entry.input_shape)),
        text.formula(words.size(entry.output_shape)),
        f"{entry.cost.multiplications:,}",
        f"{entry.weights:,}",
        words.share(entry.cost.multiplications / total),
    )
    data = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    keys = "".join(f'<span class="net-key k-{kind}"></span>' for kind, _ in entry.kinds())
    return (
        f'<tr id="{target}" data-layer="{target}"><th scope="row">{keys}'
        f"{_opened(text, entry, resolution)}</th>{data}</tr>"
    )


def _opened(text: Translator, entry: NetworkLayer, resolution: int) -> str:
    """Return the layer's name, as a link to the playground where that has such a layer."""
    link = playground_link(entry, text.language)
    if link is None:
        return escape(entry.name)
    said = text("networks.open_layer", name=entry.name, differs=differences(text, entry))
    return f'<a href="{escape(link)}" title="{escape(said)}">{escape(entry.name)}</a>'


def playground_link(entry: NetworkLayer, language: str) -> str | None:
    """Return the address of the playground with this layer's settings, as far as its ranges go."""
    settings = playground_settings(entry)
    return None if settings is None else f"./?{urlencode({'lang': language} | settings)}"


def playground_settings(entry: NetworkLayer) -> dict[str, str] | None:
    """Return the nearest settings of the playground, or None for a dense layer, which sees no picture."""
    layer: Any = entry.layer
    if entry.kinds()[0][0] == "dense":
        return None
    rows, columns = layer.kernel_size
    wanted = {
        "kh": rows,
        "kw": columns,
        "stride": layer.strides[0],
        "dilation": layer.dilation_rate[0],
        "side": max(entry.input_shape[:2]),
    }
    settings: dict[str, str] = {"op": "standard", "padding": layer.padding, "weights": "random"}
    if isinstance(layer, DepthwiseConv2D):
        settings |= {"op": "grouped", "groups": str(_COLOURS)}
        wanted["filters"] = _COLOURS * layer.depth_multiplier
    else:
        wanted["filters"] = layer.filters
    if isinstance(layer, SeparableConv2D):
        settings["op"] = "separable"
        wanted["depth_multiplier"] = layer.depth_multiplier
    return settings | {name: str(nearest_whole(name, value)) for name, value in wanted.items()}


def differences(text: Translator, entry: NetworkLayer) -> str:
    """Say what the playground cannot show of a layer."""
    layer: Any = entry.layer
    settings = playground_settings(entry)
    assert settings is not None
    said = []
    if entry.input_shape[-1] != _COLOURS:
        said.append(text("networks.differs_channels", ours=_COLOURS, channels=entry.input_shape[-1]))
    if not isinstance(layer, DepthwiseConv2D) and str(layer.filters) != settings["filters"]:
        said.append(text("networks.differs_filters", ours=settings["filters"], filters=layer.filters))
    if str(max(entry.input_shape[:2])) != settings["side"]:
        said.append(text("networks.differs_side", ours=settings["side"], side=max(entry.input_shape[:2])))
    return " · ".join(said) or text("networks.differs_none")


def counts(variants: tuple[Variant, ...]) -> str:
    """Return every layer as CSV, by stable English names."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        [
            *("network", "layer", "kind", "kernel", "strides", "input", "output"),
            *("multiplications", "macs", "flops", "parameters", "activation_values", "share"),
        ]
    )
    for variant in variants:
        network, name = build(variant), name_of(translator("en"), variant)
        for entry in network.layers:
            writer.writerow([name, *_record(entry, network.multiplications)])
    return file.getvalue()


def _record(entry: NetworkLayer, total: int) -> list[object]:
    """Return the cells of one layer."""
    layer: Any = entry.layer
    cost, pair = entry.cost, "{} x {}"
    return [
        entry.name,
        " + ".join(kind for kind, _ in entry.kinds()),
        pair.format(*layer.kernel_size),
        pair.format(*layer.strides),
        " x ".join(map(str, entry.input_shape)),
        " x ".join(map(str, entry.output_shape)),
        cost.multiplications,
        cost.macs,
        cost.flops,
        entry.weights,
        sum(math.prod(stage.output_shape) for kind, stage in entry.kinds() if kind != "dense"),
        f"{cost.multiplications / total:.6f}",
    ]
