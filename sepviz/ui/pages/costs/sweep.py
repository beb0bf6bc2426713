"""A measured sweep on the visitor's own range, one at a time, beside what the count predicts."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from sepviz.costs.design import KINDS, VARIABLES, Design
from sepviz.costs.stopwatch import ENGINES
from sepviz.costs.sweep import MOST_VALUES, Measurement, sweep, sweep_values
from sepviz.figures.cost_sweep import MeasuredPoint, sweep_chart
from sepviz.text import Translator
from sepviz.ui.pages.costs.charts import chart
from sepviz.ui.pages.costs.curves import pick
from sepviz.ui.pages.costs.tables import table
from sepviz.ui.server.turns import SWEEPS, Job
from sepviz.ui.session import state
from sepviz.ui.session.parameters import MOST_CHANNELS
from sepviz.ui.views.measured_time import stamp

_SWEEP, _FULL = "_sweep", "_sweep_refused"
_EVERY = 0.8  # seconds between two looks at the progress
_COLUMNS = ("value", "kind", "engine", "multiplications", "median", "spread", "rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A sweep that was asked for: of what, and the job that measures it."""

    variable: str
    job: "Job[Measurement]"
    at: datetime

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.job.finished or self.job.cancelled


def show(text: Translator, design: Design) -> None:
    """Show the range, the progress of a sweep, and what it has measured."""
    st.markdown(text("costs.sweep_lead"))
    variable, values = _range(text, design)
    asked: Sweep | None = st.session_state.get(_SWEEP)
    running = asked is not None and not asked.over
    if not running:
        st.button(
            text("costs.sweep_start"),
            key="_sweep_start",
            type="primary",
            disabled=not values,
            on_click=_start,
            args=(design, variable, values),
        )
        if st.session_state.pop(_FULL, False):
            st.warning(text("costs.sweep_full"))
    if asked is not None and running:
        st.fragment(_progress, run_every=_EVERY)(text, asked)
    elif asked is not None:
        _results(text, asked)


def _range(text: Translator, design: Design) -> tuple[str, list[int]]:
    """Show the variable and its range; return the values at which will be measured."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        variable = pick(text, "variable", VARIABLES)
        for name in ("sweep_from", "sweep_to"):
            value = st.number_input(
                text(f"costs.{name}"), 1, MOST_CHANNELS, value=None, step=1, key=state.key(name), width=140
            )
            state.keep(name, None if value is None else int(value))
        pick(text, "axes", ("log", "linear"))
    settings = state.settings()
    least, most = sorted((settings.sweep_from, settings.sweep_to))
    values = sweep_values(design, variable, least, most)
    if values:
        said = ", ".join(f"{value:,}" for value in values)
        st.caption(text("costs.sweep_values", values=said, most=MOST_VALUES))
    else:
        st.info(text("costs.sweep_empty", name=text(f"costs.variables.{variable}")))
    return variable, values


def _start(design: Design, variable: str, values: Sequence[int]) -> None:
    """Join the queue."""
    job: Job[Measurement] = Job(
        partial(sweep, design, variable, values), total=len(values) * (len(KINDS) - 1) * len(ENGINES)
    )
    if SWEEPS.join(job):
        st.session_state[_SWEEP] = Sweep(variable=variable, job=job, at=datetime.now(UTC))
    else:
        st.session_state[_FULL] = True


def _progress(text: Translator, asked: Sweep) -> None:
    """Say how far it is, or how many come first; once it is over, show the page with its results."""
    job = asked.job
    job.look()
    if asked.over:
        st.rerun()
    before = SWEEPS.before(job)
    done = min(len(job.parts) / job.total, 1.0)
    said = (
        text("costs.sweep_waits", before=before)
        if before
        else text("costs.sweep_runs", share=f"{done:.0%}")
    )
    st.progress(done, text=said)
    if st.button(text("costs.sweep_cancel"), key="_sweep_cancel", on_click=job.cancel):
        st.rerun()


def _results(text: Translator, asked: Sweep) -> None:
    """Show what was measured as charts, table and file, also where it was cut short."""
    job, parts = asked.job, list(asked.job.parts)
    for happened, key in (
        (job.failed, "failed"),
        (job.cancelled, "cancelled"),
        (job.out_of_time, "out_of_time"),
    ):
        if happened:
            st.info(text(f"costs.sweep_{key}"))
            break
    if not any(part.timing for part in parts):
        st.info(text("costs.sweep_nothing"))
        return
    for engine in ENGINES:
        _engine(text, asked, [part for part in parts if part.engine == engine])
    if any(part.timing is None for part in parts):
        st.caption(text("costs.sweep_left_out"))
    with st.container(key="cost_sweep_table"):
        st.html(_table(text, parts))
    st.download_button(
        text("costs.sweep_csv"),
        partial(sweep_csv, parts, asked.variable),
        "sepviz-sweep.csv",
        "text/csv",
        key="_get_sweep_csv",
        on_click="ignore",
    )
    st.caption(f"{stamp(text, asked.at)} {text('bill.measured_note')}")


def _engine(text: Translator, asked: Sweep, parts: list[Measurement]) -> None:
    """Show the times of one engine."""
    st.markdown(
        f"**{text(f'bill.engine_{parts[0].engine}')}** · {text(f'bill.engine_{parts[0].engine}_note')}"
    )
    kinds = points(parts)
    if not kinds:
        st.caption(text("costs.sweep_nothing"))
        return
    x_title = text(f"costs.variables.{asked.variable}")
    figure = sweep_chart(
        kinds,
        {kind: text(f"ops.{kind}") for kind in kinds},
        predicted=text("costs.sweep_predicted"),
        x_title=x_title,
        y_title=text("costs.sweep_axis"),
        logarithmic=state.settings().axes == "log",
    )
    alt = text("costs.sweep_alt", name=x_title, engine=text(f"bill.engine_{parts[0].engine}"))
    chart(figure, name=f"cost_sweep_{parts[0].engine}", alt=alt)


def points(parts: Sequence[Measurement]) -> dict[str, list[MeasuredPoint]]:
    """Return the timed points by kind, each with the time that its count predicts.

    The prediction takes every multiplication to last as long as one of the layer with most of them.

    Examples
    --------
    >>> from sepviz.costs.stopwatch import Timing
    >>> time = Timing(median=2.0, fastest=1.0, slowest=3.0, runs=3)
    >>> part = Measurement(value=1, kind="standard", engine="fast", multiplications=10, timing=time)
    >>> [point.predicted for point in points([part])["standard"]]
    [2.0]
    """
    timed = [(part, part.timing) for part in parts if part.timing]
    if not timed:
        return {}
    largest, longest = max(timed, key=lambda pair: pair[0].multiplications)
    each = longest.median / largest.multiplications
    found: dict[str, list[MeasuredPoint]] = {}
    for part, timing in timed:
        point = MeasuredPoint(
            value=part.value,
            median=timing.median,
            fastest=timing.fastest,
            slowest=timing.slowest,
            predicted=each * part.multiplications,
        )
        found.setdefault(part.kind, []).append(point)
    return found


def _table(text: Translator, parts: Sequence[Measurement]) -> str:
    """Return every measurement as a row."""
    rows = []
    for part in parts:
        times = [text("costs.too_large"), "–", "–"]
        if timing := part.timing:
            spread = f"{1000 * timing.fastest:.3g} – {1000 * timing.slowest:.3g}"
            rate = f"{part.multiplications / timing.median / 1e9:.3g} G"
            times = [f"{1000 * timing.median:.3g}", spread, rate]
        engine = text(f"bill.engine_{part.engine}")
        rows.append(
            [f"{part.value:,}", text(f"ops.{part.kind}"), engine, f"{part.multiplications:,}", *times]
        )
    return table(
        [text(f"costs.sweep_columns.{name}") for name in _COLUMNS], rows, caption=text("costs.sweep")
    )


def sweep_csv(parts: Sequence[Measurement], variable: str) -> str:
    """Return the measurements as CSV, in seconds, by stable English names.

    Examples
    --------
    >>> part = Measurement(value=8, kind="standard", engine="fast", multiplications=72, timing=None)
    >>> sweep_csv([part], "c_in").splitlines()[1]
    '8,standard,fast,72,,,,'
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([variable, "kind", "engine", "multiplications", "median", "fastest", "slowest", "runs"])
    for part in parts:
        timing = part.timing
        times = [timing.median, timing.fastest, timing.slowest, timing.runs] if timing else [""] * 4
        writer.writerow([part.value, part.kind, part.engine, part.multiplications, *times])
    return file.getvalue()
