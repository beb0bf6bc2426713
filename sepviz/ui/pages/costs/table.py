"""What each kind of layer costs, with the formula under each number."""

from collections.abc import Iterable, Mapping
from functools import partial
from html import escape

import streamlit as st

from sepviz.costs import Comparison, Cost
from sepviz.costs.cost import BYTES_PER_VALUE
from sepviz.costs.design import Design, layers, quantity
from sepviz.costs.formula import formula
from sepviz.text import Translator
from sepviz.ui.views import comparison, downloads, terms
from sepviz.ui.views.html_table import framed
from sepviz.ui.views.names import stage_key

_COLUMNS = ("layer", "multiplications", "parameters", "values", "ratio")


def headline(text: Translator, found: Mapping[str, Comparison]) -> None:
    """Show the two numbers that the page is about, and what they say."""
    items = "".join(
        f'<div><div class="label">{escape(text(f"ops.{kind}"))}</div>'
        f'<div class="figure">{found[kind].cost.multiplications:,}</div>'
        f'<div class="label">{escape(text("headline.multiplications", count="").strip())} · '
        f"{escape(text('headline.parameters', count=found[kind].cost.parameters))}</div></div>"
        for kind in ("standard", "separable")
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        st.html(f'<div class="headline">{items}</div>', width="content")
        with st.container(width=440):
            st.markdown(terms.linked(text, comparison.verdict(text, "separable", found["separable"])))


def show(text: Translator, design: Design, found: Mapping[str, Comparison]) -> None:
    """Show a row a kind, the rule by which they are compared, and the same as a file."""
    st.html(table(text, design, found))
    with st.container(horizontal=True, key="cost_files", vertical_alignment="center"):
        st.download_button(
            text("downloads.counts"),
            partial(downloads.counts, dict(found)),
            "sepviz-costs.csv",
            "text/csv",
            key="_get_cost_csv",
            on_click="ignore",
        )
        with st.popover(text("costs.conventions")):
            st.markdown(terms.linked(text, text("bill.convention")))
            st.markdown(terms.linked(text, text("bill.spatial_note", channels=design.c_in)))


def table(text: Translator, design: Design, found: Mapping[str, Comparison]) -> str:
    """Return the HTML of the table."""
    head = "".join(f'<th scope="col">{escape(text(f"costs.columns.{name}"))}</th>' for name in _COLUMNS)
    rows = "".join(_row(text, design, kind, one) for kind, one in found.items())
    return framed(head, rows, caption=text("costs.table"), kind="costs")


def _row(text: Translator, design: Design, kind: str, one: Comparison) -> str:
    """Return the row of a kind: each number with how it comes about."""
    how = {
        "multiplications": products(text, kind, one.cost),
        "parameters": [text.formula(parameters(design, kind))],
        "values": [text.formula(values(one.cost)), _memory(text, one.cost)],
    }
    cells = "".join(f"<td>{quantity(one.cost, name):,}{_small(lines)}</td>" for name, lines in how.items())
    share = escape(comparison.share_cell(text, one))
    name = escape(text(f"ops.{kind}"))
    return f'<tr class="of-{kind}"><th scope="row">{name}</th>{cells}<td>{share}</td></tr>'


def _memory(text: Translator, cost: Cost) -> str:
    """Return the memory that the values take, with its formula."""
    product = text.formula(f"{BYTES_PER_VALUE} x {quantity(cost, 'values'):,}")
    return text("costs.memory", formula=product, bytes=quantity(cost, "bytes"))


def _small(lines: Iterable[str]) -> str:
    """Return lines of small type."""
    return "".join(f"<small>{escape(line)}</small>" for line in lines)


def products(text: Translator, kind: str, cost: Cost) -> list[str]:
    """Return the product of each stage, named where there are several."""
    lines = []
    for stage in cost.stages:
        line = text.formula(formula(stage))
        if len(cost.stages) == 1:
            lines.append(line.partition(" = ")[0])
        else:
            name = text(f"stages.{stage_key(kind, stage.name)}")
            lines.append(text("app.pair", name=name, value=line))
    return lines


def parameters(design: Design, kind: str) -> str:
    """Return the parameters as the sum of the sizes of the weights.

    Examples
    --------
    >>> design = Design(c_in=4, c_out=8, kernel_size=(3, 5), input_size=(9, 7), groups=2)
    >>> parameters(design, "grouped"), parameters(design, "separable"), parameters(design, "depthwise")
    ('3 x 5 x 2 x 8', '3 x 5 x 4 x 1 + 1 x 1 x 4 x 8', '3 x 5')
    """
    if kind == "depthwise":
        shapes: list[tuple[int, ...]] = [design.kernel_size]
    else:
        shapes = list(layers(design)[kind].weight_shapes(design.input_shape).values())
    return " + ".join(_size(shape) for shape in shapes)


def values(cost: Cost) -> str:
    """Return the values that all stages put out as a sum of their shapes."""
    return " + ".join(_size(stage.output_shape) for stage in cost.stages)


def _size(shape: tuple[int, ...]) -> str:
    """Return a shape as a product."""
    return " x ".join(f"{side:,}" for side in shape)
