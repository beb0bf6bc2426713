"""Totals of the networks on the page in every convention, and what is printed for them elsewhere."""

import streamlit as st

from sepviz.architectures import (
    FIVE_COUNTERS,
    MOBILENET_V1_CHECKPOINTS,
    MOBILENET_V2_CHECKPOINTS,
    MOBILENET_V3_CHECKPOINTS,
    OTHER_COUNTS,
    PRINTED,
    Figure,
    Network,
    Printed,
)
from sepviz.costs.cost import BYTES_PER_VALUE
from sepviz.text import Translator, translator
from sepviz.ui.pages.networks.choice import Chosen
from sepviz.ui.pages.networks.variant import Variant, build, name_of
from sepviz.ui.session.networks import usual_resolution
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import table

ROWS = (*PRINTED, *MOBILENET_V1_CHECKPOINTS, *MOBILENET_V2_CHECKPOINTS, *MOBILENET_V3_CHECKPOINTS)
"""Printed rows about networks with settings."""


def show(text: Translator, chosen: list[Chosen]) -> None:
    """Show the totals, their conventions, and the printed figures."""
    st.header(text("networks.totals"), anchor="totals")
    variants = tuple(one.variant for one in chosen)
    st.html(_totals(variants, text.language))
    st.caption(terms.linked(text, text("networks.convention")))
    printed = _printed(variants, text.language)
    if printed:
        st.markdown(f"**{text('networks.printed')}**")
        st.html(printed)
    if any(variant.network == "resnet50" for variant in variants):
        st.caption(terms.linked(text, text("networks.resnet_note")))


def totals(network: Network) -> dict[str, int]:
    """Return what is counted, by name."""
    return {
        "multiplications": network.multiplications,
        "flops": 2 * network.multiplications,
        "weights": network.parameters,
        "trained": network.parameters_with_bn_and_bias,
        "values": network.activation_values,
        "bytes": BYTES_PER_VALUE * network.activation_values,
    }


@st.cache_data(max_entries=200, max_size="4MB", show_spinner=False)
def _totals(variants: tuple[Variant, ...], language: str) -> str:
    """Return the HTML table of totals: a column a network, and the ratio of two."""
    text = translator(language)
    columns = [totals(build(variant)) for variant in variants]
    heads = [text("networks.quantity"), *(name_of(text, variant) for variant in variants)]
    heads += [text("networks.ratio")] * (len(variants) == 2)
    rows = []
    for quantity in columns[0]:
        numbers = [column[quantity] for column in columns]
        cells = [f"{number:,}" for number in numbers]
        if len(numbers) == 2:
            cells.append(f"{numbers[1] / numbers[0]:.3f}" if numbers[0] else "–")
        rows.append([text(f"networks.{quantity}"), *cells])
    return table(heads, rows, caption=text("networks.totals"), kind="net-totals")


@st.cache_data(max_entries=200, max_size="4MB", show_spinner=False)
def _printed(variants: tuple[Variant, ...], language: str) -> str:
    """Return the HTML table of what is printed for these networks, or nothing."""
    text = translator(language)
    rows = [
        [name_of(text, variant), f"{accuracy}%" if accuracy else "–", *figure_cells(text, figure)]
        for variant in dict.fromkeys(variants)
        for figure, accuracy in figures_of(variant)
    ]
    heads = ("the_network", "accuracy_there", "printed_figure", "counted", "rule", "source")
    named = [text(f"networks.{head}") for head in heads]
    return table(named, rows, caption=text("networks.printed"), kind="net-words net-ruled") if rows else ""


def figures_of(variant: Variant) -> list[tuple[Figure, float | None]]:
    """Return the printed figures about exactly this network, with the accuracy that is printed there."""
    if variant.twin or not variant.builder:
        return []
    pairs: list[tuple[Figure | None, float | None]] = [
        (figure, row.accuracy)
        for row in ROWS
        if _is_about(row, variant)
        for figure in (row.multiplications(), row.parameters())
    ]
    pairs += [(figure, None) for figure in (*FIVE_COUNTERS, *OTHER_COUNTS) if _is_about(figure, variant)]
    each = {
        (figure.printed, figure.unit, figure.source): (figure, accuracy)
        for figure, accuracy in pairs
        if figure is not None
    }
    return list(each.values())


def _is_about(row: Printed | Figure, variant: Variant) -> bool:
    """Return whether a printed row is about this network with these settings."""
    asked = {"resolution": usual_resolution(row.builder), **row.arguments}
    if asked.get("width_multiplier") == 1.0:
        del asked["width_multiplier"]
    return row.builder == variant.builder and asked == variant.arguments


def figure_cells(text: Translator, figure: Figure) -> list[str]:
    """Return a printed figure, what its rule counts, the rule in words, and where it is printed."""
    counted = figure.counted()
    unit = text(f"networks.units.{_quantity(figure)}_{figure.unit}")
    number = f"{int(figure.printed):,}" if figure.unit == 1 else figure.printed
    if counted is None:
        ours = figure.network()
        return [f"{number} {unit}", f"{ours.multiplications:,}", text("networks.slip"), figure.source]
    rule = text(f"networks.rules.{figure.rule}")
    if not figure.comes_out():
        rule = text("networks.does_not_come_out", rule=rule)
    elif figure.unit > 1:
        rule += text("networks.cut" if figure.cut else "networks.rounded")
    return [f"{number} {unit}", f"{counted:,}", rule, figure.source]


def _quantity(figure: Figure) -> str:
    """Return whether a figure counts parameters or multiplications."""
    return "parameters" if figure.rule in ("weights", "trained", "slim") else "multiplications"
