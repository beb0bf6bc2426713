"""Groups from standard to depthwise: who reads whom, kernel and cost, and both ends by running them."""

from functools import cache

import streamlit as st

from sepviz.costs import count
from sepviz.costs.design import Design, common_divisors, layers
from sepviz.costs.group_ends import Ends, group_ends
from sepviz.figures.cost_groups import connectivity_chart
from sepviz.text import Translator
from sepviz.ui.pages.costs import presenter
from sepviz.ui.session import state
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import table

_COLUMNS = ("groups", "kernel", "multiplications", "parameters", "share")


def show(text: Translator, design: Design) -> None:
    """Show the matrix beside the table of all groups, and the two ends."""
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        _matrix(text, design)
        _steps(text, design)
    with right:
        st.html(groups_table(text, design))
    with presenter.detail():
        _run_ends(text)


def _run_ends(text: Translator) -> None:
    """Say how far both ends are from what they should equal, run on small arrays."""
    ends = _ends()
    fields = {"largest": f"{ends.largest:.3g}"}
    st.markdown(f"**{text('costs.ends')}**")
    st.markdown(text("costs.end_standard", difference=f"{ends.standard:.1e}", **fields))
    st.markdown(text("costs.end_depthwise", difference=f"{ends.depthwise:.1e}", **fields))
    st.caption(text("costs.groups_note"))


def _matrix(text: Translator, design: Design) -> None:
    """Show which channel reads which, and say it in words."""
    groups = design.groups
    each = {"inputs": design.c_in // groups, "filters": design.c_out // groups}
    said = text("costs.matrix", groups=groups, **each)
    axes = {"x_title": text("costs.variables.c_in"), "y_title": text("costs.variables.c_out")}
    figure = connectivity_chart(design.c_in, design.c_out, groups, **axes)
    presenter.chart(text, figure, name="cost_groups", alt=said, height=300)
    st.markdown(said)
    if groups == 1:
        st.markdown(terms.linked(text, text("costs.is_standard")))
    elif groups == design.c_in:
        said = text("costs.is_depthwise", multiplier=design.c_out // design.c_in)
        st.markdown(terms.linked(text, said))


def _steps(text: Translator, design: Design) -> None:
    """Step to fewer and to more groups without leaving the picture."""
    options = common_divisors(design.c_in, design.c_out)
    at = options.index(design.groups)
    with st.container(horizontal=True):
        for name, to in (("fewer", at - 1), ("more", at + 1)):
            possible = 0 <= to < len(options)
            st.button(
                text(f"costs.{name}_groups"),
                key=f"_{name}_groups",
                disabled=not possible,
                on_click=state.put,
                args=({"group_count": options[to] if possible else design.groups},),
            )


def groups_table(text: Translator, design: Design) -> str:
    """Return the HTML of a row for each number of groups."""
    standard = count(layers(design)["standard"], design.input_shape).multiplications
    rows, options = [], common_divisors(design.c_in, design.c_out)
    for groups in options:
        layer = layers(design.varied("groups", groups))["grouped"]
        cost = count(layer, design.input_shape)
        shape = " x ".join(f"{side:,}" for side in layer.weight_shapes(design.input_shape)["kernel"])
        share = f"{cost.multiplications / standard:.4f}"
        cells = (text.formula(shape), f"{cost.multiplications:,}", f"{cost.parameters:,}", share)
        name = f"{groups:,}"
        if groups == 1:
            name = text("costs.groups_standard")
        elif groups == design.c_in:
            name = text("costs.groups_depthwise", groups=groups)
        rows.append((name, *cells))
    heads = [text(f"costs.group_columns.{name}") for name in _COLUMNS]
    return table(
        heads, rows, caption=text("costs.groups_table"), chosen=options.index(design.groups), kind="groups"
    )


@cache
def _ends() -> Ends:
    """Run both ends once in a process: the arrays are always the same."""
    return group_ends()
