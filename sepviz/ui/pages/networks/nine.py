"""All nine networks: printed accuracy over what they cost, and where their multiplications are."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from sepviz.architectures import ACCURACIES
from sepviz.figures.accuracy_chart import accuracy_chart
from sepviz.figures.network_strip import KIND_COLOURS, share_bar
from sepviz.text import Translator, translator
from sepviz.ui.pages.networks import words
from sepviz.ui.pages.networks.choice import Chosen
from sepviz.ui.pages.networks.variant import Variant, build, name_of
from sepviz.ui.session.networks import usual_resolution
from sepviz.ui.views import terms
from sepviz.ui.views.charts import chart
from sepviz.ui.views.html_table import framed


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One published network: its counts, its printed accuracy, the share of each kind."""

    network: str
    resolution: int
    accuracy: float
    multiplications: int
    parameters: int
    share: dict[str, float]


def points() -> list[Point]:
    """Return the nine networks as their papers build them."""
    found = []
    for row in ACCURACIES:
        resolution = usual_resolution(row.builder)
        network = build(Variant(network=row.builder, resolution=resolution))
        found.append(
            Point(
                network=row.builder,
                resolution=resolution,
                accuracy=row.per_cent,
                multiplications=network.multiplications,
                parameters=network.parameters_with_bn_and_bias,
                share=network.share(),
            )
        )
    return found


def show(text: Translator, _chosen: list[Chosen]) -> None:
    """Show two charts, and everything in them as a table."""
    st.header(text("networks.nine"), anchor="nine")
    rows = points()
    pointwise = sum(_largest_kind(row) == "pointwise" for row in rows)
    st.markdown(terms.linked(text, text("networks.nine_lead", count=pointwise)))
    columns = st.columns(2, gap="large")
    for column, quantity in zip(columns, ("multiplications", "parameters"), strict=True):
        with column:
            _chart(text, rows, quantity)
    st.caption(text("networks.accuracy_source", source=ACCURACIES[0].source))
    st.markdown(f"**{text('networks.shares')}**")
    st.html(_table(text.language))


def _largest_kind(row: Point) -> str:
    """Return the kind of convolution with most of a network's multiplications."""
    return max(row.share, key=row.share.__getitem__)


def _chart(text: Translator, rows: list[Point], quantity: str) -> None:
    """Show the accuracy over one count; a point has the colour of the kind with the largest share."""
    figure = accuracy_chart(
        [
            (
                text(f"networks.names.{row.network}"),
                getattr(row, quantity),
                row.accuracy,
                KIND_COLOURS[_largest_kind(row)],
            )
            for row in rows
        ],
        count_axis=text(f"networks.{quantity}_axis"),
        accuracy_axis=text("networks.accuracy_axis"),
    )
    alt = text("networks.chart_alt", axis=text(f"networks.{quantity}_axis"))
    chart(text, figure, name=f"nine_{quantity}", alt=alt)


@st.cache_data(max_entries=2, show_spinner=False)
def _table(language: str) -> str:
    """Return the HTML of a row a network: accuracy, counts, and the shares as bar and numbers."""
    text = translator(language)
    heads = ["the_network", "accuracy", "multiplications", "trained", "shares_bar"]
    named = [text(f"networks.{name}") for name in heads]
    named += [text(f"networks.kinds.{kind}") for kind in KIND_COLOURS]
    keys = [""] * len(heads) + [f'<span class="net-key k-{kind}"></span>' for kind in KIND_COLOURS]
    head = "".join(
        f'<th scope="col">{key}{escape(name)}</th>' for name, key in zip(named, keys, strict=True)
    )
    return framed(
        head, "".join(_row(text, row) for row in points()), caption=text("networks.shares"), kind="net-nine"
    )


def _row(text: Translator, row: Point) -> str:
    """Return one row."""
    name = name_of(text, Variant(network=row.network, resolution=row.resolution))
    said = ", ".join(words.kind_share(text, kind, part) for kind, part in row.share.items() if part)
    numbers = "".join(
        f"<td>{escape(cell)}</td>"
        for cell in (f"{row.accuracy:.1f}%", f"{row.multiplications:,}", f"{row.parameters:,}")
    )
    shares = "".join(f"<td>{words.share(part) if part else '–'}</td>" for part in row.share.values())
    bar = share_bar(list(row.share.items()), description=said)
    return f'<tr><th scope="row">{escape(name)}</th>{numbers}<td class="net-bar">{bar}</td>{shares}</tr>'
