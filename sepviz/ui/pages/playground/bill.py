"""The bill: what the layer on screen and its alternatives cost, counted and measured."""

import math
from html import escape

import streamlit as st

from sepviz.costs import Cost, count, separable_share
from sepviz.costs.formula import formula, product
from sepviz.costs.stopwatch import ENGINES, Timing, measure
from sepviz.errors import SepvizError
from sepviz.figures.bill_chart import bill_chart
from sepviz.layers import DepthwiseConv2D
from sepviz.text import Translator
from sepviz.ui.session.run import Run, layer_of
from sepviz.ui.session.weights import make_weights
from sepviz.ui.views import downloads

_RUNS = 7
_PLAIN_MULTIPLICATIONS = 60_000_000


def headline(text: Translator, run: Run) -> None:
    """Show the two numbers that the page is about, and what the smaller one saves."""
    costs = run.alternatives
    other = "separable" if run.values["op"] == "standard" else "standard"
    items = [(text(f"ops.{run.values['op']}"), run.cost), (text(f"headline.{other}"), costs[other])]
    figures = "".join(
        f'<div><div class="label">{escape(name)}</div><div class="figure">{cost.multiplications:,}</div>'
        f'<div class="label">{escape(text("headline.multiplications", count="").strip())} · '
        f"{escape(text('headline.parameters', count=cost.parameters))}</div></div>"
        for name, cost in items
    )
    st.html(f'<div class="headline">{figures}</div>')
    counts = [cost.multiplications for _, cost in items]
    compared = "separable" if other == "separable" else run.values["op"]
    st.markdown(_verdict(text, compared, *(counts[::-1] if other == "separable" else counts)))


def _verdict(text: Translator, kind: str, ours: int, standard: int) -> str:
    """Say in a sentence whether a layer needs fewer multiplications than the standard one."""
    who = text(f"ops.{kind}")
    if ours == standard:
        return text("headline.equal", who=who)
    if ours > standard:
        return text("headline.more", who=who, ratio=f"{ours / standard:.2f}")
    ratio, share = f"{standard / ours:.2f}", f"{ours / standard:.2%}"
    return text("headline.fewer", who=who, ratio=ratio, share=share)


def show(text: Translator, run: Run) -> None:
    """Show the table at once; formulas, chart and measured time behind tabs that cost nothing closed."""
    costs = run.alternatives
    st.header(text("bill.heading"))
    st.html(f'<div class="scroll">{_table(text, run, costs)}</div>')
    notes = [text("bill.convention"), _spatial_note(text, run)]
    if run.values["op"] == "separable":
        notes.append(_rule(text, run))
    st.caption("\n\n".join(notes))
    tabs = st.tabs(
        [text("bill.formula_tab"), text("bill.chart_tab"), text("bill.measured_tab")],
        key="_bill_tab",
        on_change="rerun",
    )
    for tab, fill in zip(tabs, (_formulas, _chart, _measured), strict=True):
        if tab.open:
            with tab:
                fill(text, run, costs)
    st.download_button(
        text("downloads.counts"),
        downloads.counts(costs),
        "sepviz-counts.csv",
        "text/csv",
        key="_get_csv",
        on_click="ignore",
    )


def _table(text: Translator, run: Run, costs: dict[str, Cost]) -> str:
    """Return the table of layers and their stages."""
    columns = ("layer", "output", "multiplications", "parameters", "memory", "ratio")
    head = "".join(f'<th scope="col">{escape(text(f"bill.{column}"))}</th>' for column in columns)
    standard = costs["standard"].multiplications
    rows = []
    for kind, cost in costs.items():
        name = text(f"ops.{kind}")
        chosen = kind == run.values["op"]
        # The spatially separable layer does another job: it mixes no channels.
        ratio = f"{cost.multiplications / standard:.4f}" if kind != "spatial" else "–"
        label = text("bill.this_one", name=name) if chosen else name
        rows.append(_row(text, "chosen" if chosen else "", label, cost, ratio))
        if len(cost.stages) > 1:
            rows += [_row(text, "stage", text(f"stages.{stage.name}"), stage, "") for stage in cost.stages]
    return (
        f'<table class="bill"><caption class="unseen">{escape(text("bill.table"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(text: Translator, kind: str, label: str, cost: Cost, ratio: str) -> str:
    """Return one row of the table."""
    shape = text("app.times").join(map(str, cost.output_shape))
    numbers = (
        shape,
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


def factor_names(text: Translator, stage: Cost) -> str:
    """Return the product of a stage's multiplications with the names of its factors."""
    outputs, taps = (
        [text(f"factors.{_factor(stage.name, name)}") for name, _ in factors]
        for factors in (stage.outputs, stage.taps)
    )
    return product(outputs, taps).replace(" x ", text("app.times"))


def _factor(stage: str, name: str) -> str:
    """Tell the channels that a 1 x 1 kernel mixes from those of the picture."""
    return "maps" if stage == "pointwise" and name == "channels" else name


def _formulas(text: Translator, run: Run, costs: dict[str, Cost]) -> None:
    """Show how every number of the table comes about."""
    lines = []
    for kind, cost in costs.items():
        lines.append(f"\n**{text(f'ops.{kind}')}**\n")
        for stage in cost.stages:
            counted = text("app.pair", name=text(f"stages.{stage.name}"), value=f"**{formula(stage)}**")
            lines.append(f"- {counted}  \n  {factor_names(text, stage)}")
        if len(cost.stages) > 1:
            numbers = " + ".join(f"{stage.multiplications:,}" for stage in cost.stages)
            lines.append(
                f"- {text('bill.total_line', formula=f'**{numbers} = {cost.multiplications:,}**')}"
            )
        lines.append(f"- {text('bill.parameters_line', formula=f'**{_parameters(run, kind, cost)}**')}")
    st.markdown("\n".join(lines))


def _parameters(run: Run, kind: str, cost: Cost) -> str:
    """Return the parameters as the sum of the sizes of the weights."""
    shapes = layer_of(run.values | {"op": kind}).weight_shapes(run.picture.values.shape)
    parts = [" x ".join(map(str, shape)) for shape in shapes.values()]
    if len(parts) > 1:
        parts = [part if "x" not in part else f"({part})" for part in parts]
    return f"{' + '.join(parts)} = {cost.parameters:,}"


def _rule(text: Translator, run: Run) -> str:
    """Say where depthwise separable pays, with the numbers of this layer."""
    values = run.values
    share = separable_share(
        filters=values["filters"],
        kernel_size=(values["kh"], values["kw"]),
        depth_multiplier=values["depth_multiplier"],
    )
    return text(
        "bill.rule",
        multiplier=values["depth_multiplier"],
        filters=values["filters"],
        kh=values["kh"],
        kw=values["kw"],
        value=f"{float(share):.4f}",
    )


def _spatial_note(text: Translator, run: Run) -> str:
    """Name the fair comparison of the spatially separable layer."""
    same = {
        name: getattr(run.layer, name) for name in ("kernel_size", "strides", "padding", "dilation_rate")
    }
    shape = run.picture.values.shape
    full = count(DepthwiseConv2D(use_bias=False, **same), shape)
    return text("bill.spatial_note", channels=shape[2], full=full.multiplications)


def _chart(text: Translator, run: Run, costs: dict[str, Cost]) -> None:
    """Show the multiplications as bars."""
    names = [text(f"ops.{kind}") for kind in costs]
    figure = bill_chart(
        names,
        [[stage.multiplications for stage in cost.stages] for cost in costs.values()],
        [[text(f"stages.{stage.name}") for stage in cost.stages] for cost in costs.values()],
        chosen=list(costs).index(run.values["op"]),
        axis=text("bill.chart_axis"),
    )
    bars = ", ".join(f"{n}: {c.multiplications:,}" for n, c in zip(names, costs.values(), strict=True))
    st.plotly_chart(figure, key="_bill_chart", alt=text("bill.chart_alt", bars=bars))


def _measured(text: Translator, run: Run, costs: dict[str, Cost]) -> None:
    """Show the measured time of each layer with both engines, beside the ratio of the counts."""
    for engine in ENGINES:
        st.markdown(f"**{text(f'bill.engine_{engine}')}** · {text(f'bill.engine_{engine}_note')}")
        side, timings = times(run.key, engine, _run=run, _costs=costs)
        rows = {kind: timing for kind, timing in timings.items() if timing}
        base = rows["standard"].median
        st.table(
            {
                text("bill.layer"): [text(f"ops.{kind}") for kind in rows],
                text("bill.measured_time"): [_ms(text, timing.median) for timing in rows.values()],
                text("bill.measured_spread"): [
                    f"{_ms(text, timing.fastest)} – {_ms(text, timing.slowest)}" for timing in rows.values()
                ],
                text("bill.measured_ratio"): [f"{timing.median / base:.3f}" for timing in rows.values()],
                text("bill.theory_ratio"): [
                    f"{costs[kind].multiplications / costs['standard'].multiplications:.3f}"
                    for kind in rows
                ],
            }
        )
        st.caption(text("bill.measured_on", height=side[0], width=side[1], runs=_RUNS))
    st.caption(text("bill.measured_note"))
    if set(rows) != set(costs):
        st.caption(text("bill.spatial_none"))


def _ms(text: Translator, seconds: float) -> str:
    """Return milliseconds with three digits."""
    return text("bill.ms", value=f"{seconds * 1000:.3g}")


@st.cache_data(max_entries=100, show_spinner=True)
def times(
    key: str, engine: str, *, _run: Run, _costs: dict[str, Cost]
) -> tuple[tuple[int, int], dict[str, Timing | None]]:
    """Measure each layer on the picture, or, one multiplication at a time, on a part that takes moments."""
    x = _run.picture.values
    if engine == "plain":
        share = _PLAIN_MULTIPLICATIONS / max(cost.multiplications for cost in _costs.values())
        factor = math.sqrt(min(1.0, share))
        x = x[: max(16, int(x.shape[0] * factor)), : max(16, int(x.shape[1] * factor))]
    result: dict[str, Timing | None] = {}
    for kind in _costs:
        values = _run.values | {"op": kind}
        try:
            layer = layer_of(values)
            result[kind] = measure(
                layer, x, make_weights(layer, x.shape[2], values), engine=engine, runs=_RUNS
            )
        except SepvizError:
            result[kind] = None
    return (x.shape[0], x.shape[1]), result
