"""How long the layers take that may be compared, and when and on what that was measured."""

import math
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import streamlit as st

from sepviz.costs.stopwatch import ENGINES, Timing, measure
from sepviz.layers import Convolution, DepthwiseConv2D, SpatiallySeparableConv2D
from sepviz.text import Translator
from sepviz.ui.session.kinds import layer_of
from sepviz.ui.session.run import Run
from sepviz.ui.session.weights import Weights, make_weights
from sepviz.ui.views.comparison import reference_name
from sepviz.ui.views.html_table import table

_RUNS = 7
_PLAIN_MULTIPLICATIONS = 60_000_000
_NEAR = 0.15
"""Shares of the time that differ by less from those of the count are called in proportion to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The time of each layer on a picture of ``size`` (height, width), and when that was measured."""

    size: tuple[int, int]
    timings: dict[str, Timing]
    at: datetime


def show(text: Translator, run: Run) -> None:
    """Show the time of each layer with both engines, beside its multiplications."""
    layers = timed_layers(run)
    key = f"{run.picture.digest}|{[repr(layer) for layer, _ in layers.values()]}"
    measured = {engine: times(key, engine, _run=run, _layers=layers) for engine in ENGINES}
    st.html(_table(text, run, measured))
    st.markdown("\n".join(_said(text, run, engine, of) for engine, of in measured.items()))
    notes, again = st.columns([3, 1])
    notes.caption(text.joined(stamp(text, measured["fast"].at), text("bill.measured_note")))
    again.button(
        text("bill.measure_again"), key="_measure_again", on_click=_forget, args=(key,), width="stretch"
    )


def timed_layers(run: Run) -> dict[str, tuple[Convolution, Weights]]:
    """Return the layers that put out the same maps as the one on screen, with their weights."""
    made: dict[str, tuple[Convolution, Weights]] = {}
    for kind in run.comparable:
        if kind == "depthwise":
            made[kind] = _one_kernel(run)
        else:
            values = run.settings.changed(op=kind)
            layer = layer_of(values)
            made[kind] = layer, make_weights(layer, run.picture.pixels.shape[2], values)
    return made


def _one_kernel(run: Run) -> tuple[Convolution, Weights]:
    """Return the 2-D kernel that column and row stand for, on each channel."""
    layer = run.layer
    assert isinstance(layer, SpatiallySeparableConv2D)
    kernel = np.outer(run.weights["column"], run.weights["row"])[:, :, None, None]
    depthwise = DepthwiseConv2D(
        kernel_size=layer.kernel_size,
        strides=layer.strides,
        padding=layer.padding,
        dilation_rate=layer.dilation_rate,
        use_bias=False,
    )
    return depthwise, {"depthwise_kernel": kernel.repeat(run.picture.pixels.shape[2], axis=2)}


@st.cache_data(max_entries=100, show_spinner=True)
def times(key: str, engine: str, *, _run: Run, _layers: dict[str, tuple[Convolution, Weights]]) -> Measured:
    """Measure each layer on the picture, or, one multiplication at a time, on a part that takes moments."""
    x = _run.picture.pixels
    if engine == "plain":
        most = max(cost.multiplications for cost in _run.comparable.values())
        factor = math.sqrt(min(1.0, _PLAIN_MULTIPLICATIONS / most))
        x = x[: max(16, int(x.shape[0] * factor)), : max(16, int(x.shape[1] * factor))]
    timings = {
        kind: measure(layer, x, weights, engine=engine, runs=_RUNS)
        for kind, (layer, weights) in _layers.items()
    }
    return Measured(size=(x.shape[0], x.shape[1]), timings=timings, at=datetime.now(UTC))


def _forget(key: str) -> None:
    """Let the page measure these layers anew."""
    for engine in ENGINES:
        times.clear(key, engine)


def _shares(run: Run, measured: Measured) -> dict[str, tuple[float, float]]:
    """Return each layer's share of the reference's time and of its multiplications."""
    name = run.comparison.reference.stages[0].name
    time, count = measured.timings[name].median, run.comparable[name].multiplications
    return {
        kind: (timing.median / time, run.comparable[kind].multiplications / count)
        for kind, timing in measured.timings.items()
    }


def _table(text: Translator, run: Run, measured: dict[str, Measured]) -> str:
    """Return the table: the time with each engine and its ratio, then the ratio of the counts."""
    reference = reference_name(text, run.comparison)
    columns = {text("bill.layer"): [text(f"ops.{kind}") for kind in run.comparable]}
    for engine, of in measured.items():
        name, shares = text(f"bill.engine_{engine}"), _shares(run, of)
        columns |= {
            text("bill.engine_time", engine=name): [_spread(text, of.timings[kind]) for kind in shares],
            text("bill.engine_ratio", engine=name, reference=reference): [
                f"{time:.3f}" for time, _ in shares.values()
            ],
        }
    counts = [f"{count:.3f}" for _, count in shares.values()]
    columns[text("bill.theory_ratio", reference=reference)] = counts
    rows = list(zip(*columns.values(), strict=True))
    return table(list(columns), rows, caption=text("bill.measured"), kind="times")


def _spread(text: Translator, timing: Timing) -> str:
    """Return the median with the fastest and the slowest run."""
    ends = {"fastest": _digits(timing.fastest), "slowest": _digits(timing.slowest)}
    return text("bill.with_spread", median=_digits(timing.median), **ends)


def _said(text: Translator, run: Run, engine: str, measured: Measured) -> str:
    """Return a bullet: what the engine does, on how large a picture, and what its times show."""
    height, width = measured.size
    words = {"engine": text(f"bill.engine_{engine}"), "note": text(f"bill.engine_{engine}_note")}
    measured_on = text("bill.measured_on", height=height, width=width, runs=_RUNS)
    said = text.joined(text("bill.engine_said", **words), measured_on, *claims(text, run, measured))
    return f"- {said}"


def claims(text: Translator, run: Run, measured: Measured) -> list[str]:
    """Say of each layer whether its time follows its count, from the very figures above."""
    name = run.comparison.reference.stages[0].name
    return [
        text(
            f"bill.claim_{_proportion(time, count)}",
            who=text(f"ops.{kind}"),
            time=f"{time:.3f}",
            count=f"{count:.3f}",
        )
        for kind, (time, count) in _shares(run, measured).items()
        if kind != name
    ]


def _proportion(time: float, count: float) -> str:
    """Return whether a share of the time is "less" or "more" than that of the count, or about "equal"."""
    if abs(time / count - 1) <= _NEAR:
        return "equal"
    return "less" if time < count else "more"


def stamp(text: Translator, at: datetime) -> str:
    """Say when, in the visitor's own time, and on what machine something was measured."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return text(
        "bill.measured_at",
        at=f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S} ({zone.key})",
        machine=platform.machine(),
        cores=os.cpu_count() or 1,
        numpy=np.__version__,
    )


def _digits(seconds: float) -> str:
    """Return milliseconds with three digits."""
    return f"{seconds * 1000:.3g}"
