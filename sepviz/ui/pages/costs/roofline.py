"""Why fewer multiplications are not less time: this machine's roofline with the layer's stages on it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from sepviz.costs import count
from sepviz.costs.design import Design, stage_layers
from sepviz.costs.roofline import Ceilings, Moved, measure_ceilings, moved
from sepviz.costs.stopwatch import Timing
from sepviz.costs.sweep import timed
from sepviz.figures.cost_roofline import RooflinePoint, roofline_chart
from sepviz.text import Translator
from sepviz.ui.pages.costs import presenter
from sepviz.ui.views import terms
from sepviz.ui.views.html_table import table
from sepviz.ui.views.measured_time import stamp

_COLOURS = {"pointwise": "separable"}
_COLUMNS = ("stage", "multiplications", "bytes_moved", "intensity", "attainable", "measured", "limit")
_SEPARABLE = ("depthwise", "pointwise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage as counted, and its time where it was small enough to be measured."""

    moved: Moved
    timing: Timing | None

    @property
    def rate(self) -> float | None:
        """Multiplications a second, in the fastest run: that is how the ceilings were measured, too."""
        return self.moved.multiplications / self.timing.fastest if self.timing else None


def show(text: Translator, design: Design) -> None:
    """Show what the roofline says of this layer, the roofline, and its numbers."""
    st.header(text("costs.roofline"), anchor="roofline")
    machine, at = _ceilings()
    stages = _stages(repr(design), _design=design)
    st.markdown(promise(text, machine, stages))
    _chart(text, machine, stages)
    with presenter.detail():
        st.markdown(terms.linked(text, text("costs.roofline_lead")))
        st.html(_numbers(text, machine, stages))
        fields = {"multiplications": _giga(machine.multiplications), "bytes": _giga(machine.bytes)}
        ceilings = text("costs.ceilings", **fields, ridge=f"{machine.ridge:.2f}")
        st.caption(text.joined(ceilings, stamp(text, at), text("bill.measured_note")))


@st.cache_resource(show_spinner=False)
def _ceilings() -> tuple[Ceilings, datetime]:
    """Measure this machine once in a process."""
    return measure_ceilings(), datetime.now(UTC)


@st.cache_data(max_entries=100, show_spinner=True)
def _stages(key: str, *, _design: Design) -> dict[str, Stage]:
    """Count and time each stage of the layer."""
    return stages_of(_design)


def stages_of(design: Design) -> dict[str, Stage]:
    """Count each stage, and time those that take moments."""
    found = {}
    for name, (layer, shape) in stage_layers(design).items():
        cost = count(layer, shape)
        (stage,) = moved(cost, shape)
        found[name] = Stage(moved=stage, timing=timed(layer, cost, shape, engine="fast"))
    return found


def promise(text: Translator, machine: Ceilings, stages: dict[str, Stage]) -> str:
    """Say how many times faster than standard separable is: by count, by roofline, as measured."""
    standard = stages["standard"]
    halves = [stages[name] for name in _SEPARABLE]
    counted = standard.moved.multiplications / sum(half.moved.multiplications for half in halves)
    bound = machine.seconds([standard.moved]) / machine.seconds([half.moved for half in halves])
    fields = {"counted": f"{counted:.2f}", "bound": f"{bound:.2f}"}
    timings = [stage.timing for stage in (standard, *halves)]
    if any(timing is None for timing in timings):
        return text("costs.promise_too_large", **fields)
    first, *rest = (timing.fastest for timing in timings if timing)
    return text("costs.promise", **fields, measured=f"{first / sum(rest):.2f}")


def _chart(text: Translator, machine: Ceilings, stages: dict[str, Stage]) -> None:
    """Show the roofline with the stages."""
    points = [
        RooflinePoint(
            kind=_COLOURS.get(name, name),
            name=text(f"stages.{name}"),
            intensity=stage.moved.intensity,
            attainable=machine.attainable(stage.moved.intensity),
            measured=stage.rate,
        )
        for name, stage in stages.items()
    ]
    words = {
        "roof": text("costs.roof"),
        "attainable": text("costs.at_most"),
        "x": text("costs.intensity_axis"),
        "y": text("costs.rate_axis"),
    }
    figure = roofline_chart(
        points, multiplications=machine.multiplications, bytes_moved=machine.bytes, words=words
    )
    said = "; ".join(
        text("costs.roofline_point", name=point.name, x=f"{point.intensity:.2f}", y=_giga(point.attainable))
        for point in points
    )
    presenter.chart(text, figure, name="cost_roofline", alt=text("costs.roofline_alt", points=said))


def _numbers(text: Translator, machine: Ceilings, stages: dict[str, Stage]) -> str:
    """Return the same as a table."""
    rows = []
    for name, stage in stages.items():
        memory = stage.moved.intensity < machine.ridge
        rows.append(
            [
                text(f"stages.{name}"),
                f"{stage.moved.multiplications:,}",
                f"{stage.moved.bytes:,}",
                f"{stage.moved.intensity:.2f}",
                _giga(machine.attainable(stage.moved.intensity)),
                _giga(stage.rate) if stage.rate else text("costs.too_large"),
                text("costs.by_memory" if memory else "costs.by_arithmetic"),
            ]
        )
    heads = [text(f"costs.roofline_columns.{name}") for name in _COLUMNS]
    return table(heads, rows, caption=text("costs.roofline"))


def _giga(number: float) -> str:
    """Return a number in thousand millions."""
    return f"{number / 1e9:.3g} G"
