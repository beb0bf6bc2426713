"""The bill: what the layer on screen and its alternatives cost, counted and measured."""

from html import escape

import streamlit as st

from sepviz.costs import Comparison, Cost, separable_share
from sepviz.costs.formula import formula, product
from sepviz.figures.bill_chart import bill_chart
from sepviz.separability import kernel_rank
from sepviz.text import Translator, unbroken
from sepviz.training.recipe import layers_that_fit
from sepviz.ui.session import shown
from sepviz.ui.session.kinds import layer_of
from sepviz.ui.session.parameters import Settings, nearest_whole
from sepviz.ui.session.run import Run
from sepviz.ui.session.weights import chosen_kernel
from sepviz.ui.shell import registry
from sepviz.ui.views import comparison, downloads, measured_time, terms
from sepviz.ui.views.charts import chart
from sepviz.ui.views.names import stage_key


def show(text: Translator, run: Run) -> None:
    """Show the table at once; formulas, chart and measured time behind tabs that cost nothing closed."""
    rows = all_rows(run)
    if run.stands_in:
        st.markdown(shown.in_place(text, run))
    st.html(f'<div class="scroll">{_table(text, run, rows)}</div>')
    st.caption("\n\n".join(terms.linked(text, note) for note in _notes(text, run)))
    tabs = st.tabs(
        [text("bill.formula_tab"), text("bill.chart_tab"), text("bill.measured_tab")],
        key="_bill_tab",
        on_change="rerun",
    )
    for tab, fill in zip(tabs, (_formulas, _chart, measured_time.show), strict=True):
        if tab.open:
            with tab:
                fill(text, run)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            text("downloads.counts"),
            downloads.counts(rows),
            "sepviz-counts.csv",
            "text/csv",
            key="_get_csv",
            on_click="ignore",
        )
        registry.link(text, "costs", label=text("bill.in_costs"), settings=_in_costs(run))
        registry.link(text, "training", label=text("bill.in_training"), settings=_in_training(run))


def _in_costs(run: Run) -> dict[str, str]:
    """Return the settings of the Costs page for the layer on screen; pictures are square there."""
    height, width, channels = run.picture.pixels.shape
    values = run.settings
    kernel = {"kernel_height": values.kh, "kernel_width": values.kw}
    layer = {"c_in": channels, "c_out": run.cost.output_shape[2], "size": max(height, width)} | kernel
    layer["group_count"] = int(values.groups) if values.op == "grouped" else 1
    same = ("stride", "padding", "depth_multiplier")
    return {name: str(value) for name, value in layer.items()} | {
        name: str(getattr(values, name)) for name in same
    }


def _in_training(run: Run) -> dict[str, str]:
    """Return the settings of two networks, standard and separable, with the width and kernel on screen.

    A large kernel fits in front of fewer layers than a network has by itself.
    """
    values, usual = run.settings, Settings()
    kernel = nearest_whole("a_kernel", max(values.kh, values.kw))
    layer = {"width": run.cost.output_shape[2], "kernel": kernel}
    if (layers := layers_that_fit(kernel, usual.a_layers)) < usual.a_layers:
        layer["layers"] = layers
    wanted = {f"{side}_{name}": value for side in "ab" for name, value in layer.items()}
    wanted["b_multiplier"] = values.depth_multiplier
    return {name: str(nearest_whole(name, value)) for name, value in wanted.items()}


def all_rows(run: Run) -> dict[str, Comparison]:
    """Return every kind of layer, and behind the spatially separable one what it is compared with."""
    rows: dict[str, Comparison] = {}
    for kind, found in run.comparisons.items():
        rows[kind] = found
        if kind == "spatial":
            rows["depthwise"] = Comparison(cost=found.reference, reference=found.reference)
    return rows


def _notes(text: Translator, run: Run) -> list[str]:
    """Return what the table's numbers mean."""
    notes = [text("bill.convention"), text("bill.spatial_note", channels=run.picture.pixels.shape[2])]
    if run.settings.weights in ("catalogue", "custom") and kernel_rank(chosen_kernel(run.settings)) > 1:
        notes.append(text("bill.spatial_none"))
    if run.settings.op == "separable":
        notes.append(_rule(text, run))
    return notes


def _table(text: Translator, run: Run, rows: dict[str, Comparison]) -> str:
    """Return the table of layers and their stages."""
    columns = ("layer", "output", "multiplications", "parameters", "memory", "ratio")
    head = "".join(f'<th scope="col">{escape(text(f"bill.{column}"))}</th>' for column in columns)
    lines = []
    for kind, found in rows.items():
        name = text(f"ops.{kind}")
        chosen = kind == run.settings.op
        label = text("bill.this_one", name=name) if chosen else name
        share = comparison.share_cell(text, found)
        lines.append(_row(text, "chosen" if chosen else "", label, found.cost, share))
        if len(found.cost.stages) > 1:
            lines += [
                _row(text, "stage", text(f"stages.{stage.name}"), stage, "") for stage in found.cost.stages
            ]
    return (
        f'<table class="bill"><caption class="unseen">{escape(text("bill.table"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _row(text: Translator, kind: str, label: str, cost: Cost, ratio: str) -> str:
    """Return one row of the table."""
    numbers = (
        unbroken(text("app.times").join(map(str, cost.output_shape))),
        f"{cost.multiplications:,}",
        f"{cost.parameters:,}",
        memory(text, cost.activation_bytes),
    )
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in (*numbers, ratio))
    return f'<tr class="{kind}"><td>{escape(label)}</td>{cells}</tr>'


def memory(text: Translator, size: int) -> str:
    """Return bytes in the unit that a reader takes in at a glance."""
    if size >= 2**20:
        return text("bill.mib", value=f"{size / 2**20:.1f}")
    return (
        text("bill.kib", value=f"{size / 2**10:.1f}") if size >= 2**10 else text("bill.bytes", value=size)
    )


def factor_names(text: Translator, kind: str, stage: Cost) -> str:
    """Return the product of a stage's multiplications with the names of its factors."""
    outputs, taps = (
        [text(f"factors.{_factor(kind, stage.name, name)}") for name, _ in factors]
        for factors in (stage.outputs, stage.taps)
    )
    return product(outputs, taps).replace(" x ", text("app.times"))


def _factor(kind: str, stage: str, name: str) -> str:
    """Tell the channels of the picture from those of a group and from those that a 1 x 1 kernel mixes."""
    if name != "channels":
        return name
    return "maps" if stage == "pointwise" else "channels_in_group" if kind == "grouped" else name


def _formulas(text: Translator, run: Run) -> None:
    """Show how every number of the table comes about."""
    lines = []
    for kind, found in all_rows(run).items():
        cost = found.cost
        lines.append(f"\n**{text(f'ops.{kind}')}**\n")
        for stage in cost.stages:
            name = text(f"stages.{stage_key(kind, stage.name)}")
            counted = text("app.pair", name=name, value=f"**{formula(stage)}**")
            lines.append(f"- {counted}  \n  {factor_names(text, kind, stage)}")
        if len(cost.stages) > 1:
            numbers = " + ".join(f"{stage.multiplications:,}" for stage in cost.stages)
            lines.append(
                f"- {text('bill.total_line', formula=f'**{numbers} = {cost.multiplications:,}**')}"
            )
        lines.append(f"- {text('bill.parameters_line', formula=f'**{_parameters(run, kind, cost)}**')}")
    with st.container(key="formulas"):
        st.markdown("\n".join(lines))


def _parameters(run: Run, kind: str, cost: Cost) -> str:
    """Return the parameters as the sum of the sizes of the weights."""
    if kind == "depthwise":
        return f"{run.settings.kh} x {run.settings.kw} = {cost.parameters:,}"
    shapes = layer_of(run.settings.changed(op=kind)).weight_shapes(run.picture.pixels.shape)
    parts = [" x ".join(map(str, shape)) for shape in shapes.values()]
    if len(parts) > 1:
        parts = [part if "x" not in part else f"({part})" for part in parts]
    return f"{' + '.join(parts)} = {cost.parameters:,}"


def _rule(text: Translator, run: Run) -> str:
    """Say where depthwise separable pays, with the numbers of this layer."""
    values = run.settings
    share = separable_share(
        filters=values.filters,
        kernel_size=(values.kh, values.kw),
        depth_multiplier=values.depth_multiplier,
    )
    return text(
        "bill.rule",
        multiplier=values.depth_multiplier,
        filters=values.filters,
        kh=values.kh,
        kw=values.kw,
        value=f"{float(share):.4f}",
    )


def _chart(text: Translator, run: Run) -> None:
    """Show the multiplications of the layers that may be compared as bars."""
    costs = run.comparable
    names = [text(f"ops.{kind}") for kind in costs]
    figure = bill_chart(
        names,
        [[stage.multiplications for stage in cost.stages] for cost in costs.values()],
        [
            [text(f"stages.{stage_key(kind, stage.name)}") for stage in cost.stages]
            for kind, cost in costs.items()
        ],
        chosen=list(costs).index(run.settings.op),
        axis=text("bill.chart_axis"),
    )
    bars = ", ".join(f"{n}: {c.multiplications:,}" for n, c in zip(names, costs.values(), strict=True))
    chart(text, figure, name="bill_chart", alt=text("bill.chart_alt", bars=bars))
