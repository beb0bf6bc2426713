"""A measured sweep on the visitor's own range, one at a time, beside what the count predicts."""

import csv
import io
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sepviz.costs.design import KINDS, VARIABLES, Design
from sepviz.costs.stopwatch import ENGINES
from sepviz.costs.sweep import MOST_VALUES, Measurement, sweep, sweep_values
from sepviz.figures.cost_sweep import MeasuredPoint, sweep_chart
from sepviz.text import Translator
from sepviz.ui.pages.costs import presenter
from sepviz.ui.pages.costs.curves import pick
from sepviz.ui.server.long_work import SWEEPS, Job
from sepviz.ui.session import state
from sepviz.ui.session.parameters import MOST_CHANNELS
from sepviz.ui.shell.faults import fragment
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import table
from sepviz.ui.views.measured_time import stamp
from sepviz.ui.widgets import inputs

_SWEEP = "_sweep"
_SECONDS = 60.0
"""A sweep stops after a minute: others want their turn."""
_EVERY = 0.8  # seconds between two looks at the progress
_HEIGHT = 320  # pixels of a chart in front of a class, below the range
_COLUMNS = ("value", "kind", "engine", "multiplications", "median", "spread", "rate")
_TIMES = ("median_ms", "fastest_ms", "slowest_ms")


class Sweep:
    """A sweep that was asked for: of what, when, and what was measured so far."""

    def __init__(self, design: Design, variable: str, values: Sequence[int]) -> None:
        self.variable, self.at = variable, datetime.now(UTC)
        self.parts: list[Measurement] = []
        self.total = len(values) * (len(KINDS) - 1) * len(ENGINES)
        self.cancelled = self.out_of_time = False
        self.job = Job(self._measured(design, values), lambda _: None)

    def _measured(self, design: Design, values: Sequence[int]) -> Iterator[Measurement]:
        """Yield one measurement after the other, for a minute at most; begun when its turn has come."""
        end = time.monotonic() + _SECONDS
        for part in sweep(design, self.variable, values):
            self.parts.append(part)
            yield part
            if time.monotonic() > end:
                self.out_of_time = True
                return

    def cancel(self) -> None:
        """Stop behind the measurement that it is at."""
        self.cancelled = True
        SWEEPS.pause(self.job)


def show(text: Translator, design: Design) -> None:
    """Show the range, the progress of a sweep, and what it has measured."""
    with presenter.detail("lead"):
        st.markdown(terms.linked(text, text("costs.sweep_lead")))
    asked: Sweep | None = st.session_state.get(_SWEEP)
    running = asked is not None and asked.job.active and not asked.cancelled
    row = st.container(horizontal=True, vertical_alignment="bottom")
    variable, values = _range(text, design, row)
    if not running:
        row.button(
            text("costs.sweep_start"),
            key="_sweep_start",
            type="primary",
            disabled=not values,
            on_click=_start,
            args=(design, variable, values),
        )
    if asked is not None and running:
        fragment(_progress, run_every=_EVERY)(text, asked)
    elif asked is not None:
        _results(text, asked)


def _range(text: Translator, design: Design, row: DeltaGenerator) -> tuple[str, list[int]]:
    """Show the variable and its range; return the values at which will be measured."""
    with row:
        variable = pick(text, "variable", VARIABLES)
        for name in ("sweep_from", "sweep_to"):
            inputs.number(name, text(f"costs.{name}"), most=MOST_CHANNELS, width=140)
        pick(text, "axes", ("log", "linear"))
    settings = state.settings()
    least, most = sorted((settings.sweep_from, settings.sweep_to))
    values = sweep_values(design, variable, least, most)
    if values:
        said = ", ".join(f"{value:,}" for value in values)
        with presenter.detail("values"):
            st.caption(text("costs.sweep_values", values=said, most=MOST_VALUES))
    else:
        st.info(text("costs.sweep_empty", name=text(f"costs.variables.{variable}")))
    return variable, values


def _start(design: Design, variable: str, values: Sequence[int]) -> None:
    """Join the queue."""
    st.session_state[_SWEEP] = asked = Sweep(design, variable, values)
    SWEEPS.go(asked.job)


def _progress(text: Translator, asked: Sweep) -> None:
    """Say how far it is, or how many come first; once it is over, show the page with its results."""
    before = SWEEPS.place(asked.job)
    if asked.cancelled or not asked.job.active:
        st.rerun()
    done = min(len(asked.parts) / asked.total, 1.0)
    said = (
        text("costs.sweep_waits", before=before)
        if before
        else text("costs.sweep_runs", share=f"{done:.0%}")
    )
    st.progress(done, text=said)
    if st.button(text("costs.sweep_cancel"), key="_sweep_cancel", on_click=asked.cancel):
        st.rerun()


def _results(text: Translator, asked: Sweep) -> None:
    """Show what was measured as charts, table and file, also where it was cut short."""
    parts, state = list(asked.parts), asked.job.state
    if asked.out_of_time:
        st.info(text("costs.sweep_out_of_time"))
    elif state != "done":
        st.info(text("costs.sweep_failed" if state == "failed" else "costs.sweep_cancelled"))
    if not any(part.timing for part in parts):
        st.info(text("costs.sweep_nothing"))
        return
    for column, engine in zip(st.columns(len(ENGINES), gap="large"), ENGINES, strict=True):
        with column:
            _engine(text, asked, engine, [part for part in parts if part.engine == engine])
    with presenter.detail():
        _numbers(text, asked, parts)


def _numbers(text: Translator, asked: Sweep, parts: Sequence[Measurement]) -> None:
    """Show every number as a table and as a file."""
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
    st.caption(text.joined(stamp(text, asked.at), text("bill.measured_note")))


def _engine(text: Translator, asked: Sweep, engine: str, parts: list[Measurement]) -> None:
    """Show the times of one engine."""
    st.markdown(f"**{text(f'bill.engine_{engine}')}**")
    with presenter.detail(engine):
        st.caption(text(f"bill.engine_{engine}_note"))
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
    alt = text("costs.sweep_alt", name=x_title, engine=text(f"bill.engine_{engine}"))
    presenter.chart(text, figure, name=f"cost_sweep_{engine}", alt=alt, height=_HEIGHT)


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
    """Return the measurements as CSV, in milliseconds as on the page, by stable English names.

    Examples
    --------
    >>> part = Measurement(value=8, kind="standard", engine="fast", multiplications=72, timing=None)
    >>> sweep_csv([part], "c_in").splitlines()[1]
    '8,standard,fast,72,,,,'
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([variable, "kind", "engine", "multiplications", *_TIMES, "runs"])
    for part in parts:
        timing = part.timing
        times = [timing.median, timing.fastest, timing.slowest] if timing else []
        figures = [f"{1000 * seconds:.4g}" for seconds in times] or [""] * len(_TIMES)
        runs = timing.runs if timing else ""
        writer.writerow([part.value, part.kind, part.engine, part.multiplications, *figures, runs])
    return file.getvalue()
