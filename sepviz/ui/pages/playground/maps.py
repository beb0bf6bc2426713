"""The channel sheets: of each step a sheet, one at a time, beside it one map at full size."""

import streamlit as st

from sepviz.figures.colour import css_gradient
from sepviz.layers import Conv2D
from sepviz.text import Translator, unbroken
from sepviz.ui.session import shown, state
from sepviz.ui.session.run import Run
from sepviz.ui.views import downloads, map_pictures, names
from sepviz.ui.views.map_pictures import MAPS_A_PAGE, Drawn
from sepviz.ui.widgets import inputs, layer_controls

_PICTURE = 280  # pixels: a square one leaves the sheet of its channels on the same screen


def show(text: Translator, run: Run) -> None:
    """Show the sheet of one step of the layer, and beside it one output channel at full size."""
    if run.stands_in:
        st.markdown(shown.in_place(text, run))
    left, right = st.columns([1.8, 1], gap="medium")
    with left:
        # The bias starts at 0: its maps are those before it.
        *before, last = ["input", *(stage for stage in run.stage_names if stage != "bias")]
        step = _step(text, (*before, "output"))
        png = (
            _input(text, run) if step == "input" else _stage(text, run, last if step == "output" else step)
        )
        if "bias" in run.stage_names:
            st.caption(text("maps.bias_zero"))
        downloads.maps(text, run, png)
    with right, st.container(key="open_channel", gap="small"):
        _open_channel(text, run)


def _step(text: Translator, steps: tuple[str, ...]) -> str:
    """Show the choice of the step; where this layer lacks it, its output is shown."""
    if state.settings().step not in steps:
        state.put({"step": "output"})
    return inputs.parts(text, "step", steps, "maps.step")


def _input(text: Translator, run: Run) -> bytes:
    """Show the picture in colour above its channels, and return their sheet."""
    height, width, count = run.picture.pixels.shape
    note = text("maps.input_note", count=count, height=height, width=width)
    st.markdown(f"**{text('maps.input')}** · {unbroken(note)}")
    st.image(
        map_pictures.picture_png(digest=run.picture.digest, _values=run.picture.pixels),
        width=_PICTURE,
        output_format="PNG",
        alt=text("picture.alt", height=height, width=width),
    )
    labels = "\n".join(names.input_channels(text))
    drawn = map_pictures.sheet(
        key=run.picture.digest, stage="input", page=0, shared=True, labels=labels, _run=run
    )
    _image(text, drawn, text("maps.input"), (count, height, width))
    return drawn.png


def _stage(text: Translator, run: Run, stage: str) -> bytes:
    """Show one page of a stage's maps with its legend, and return the sheet."""
    height, width, count = _shape(run, stage)
    title = _title(text, run, stage)
    note = text("maps.note" if count > 1 else "maps.note_one", count=count, height=height, width=width)
    st.markdown(f"**{title}** · {unbroken(note)}")
    page = _page(text, stage, count) if count > MAPS_A_PAGE else 0
    shared = run.settings.scale == "shared"
    labels = "\n".join(names.map_names(text, run, stage)[page * MAPS_A_PAGE : (page + 1) * MAPS_A_PAGE])
    drawn = map_pictures.sheet(
        key=run.stage_key(stage), stage=stage, page=page, shared=shared, labels=labels, _run=run
    )
    _image(text, drawn, title, (count, height, width))
    legend(text, drawn, shared=shared)
    return drawn.png


def _page(text: Translator, stage: str, count: int) -> int:
    """Show the choice of the maps that are on the sheet."""
    page = st.segmented_control(
        text("controls.page"),
        range(-(-count // MAPS_A_PAGE)),
        format_func=lambda page: f"{page * MAPS_A_PAGE}–{min((page + 1) * MAPS_A_PAGE, count) - 1}",
        key=f"_page_{stage}",
        default=0,
        required=True,
        label_visibility="collapsed",
    )
    return int(page or 0)


def _shape(run: Run, stage: str) -> tuple[int, ...]:
    """Return (height, width, count) of a stage's maps."""
    for cost in run.cost.stages:
        if cost.name == stage:
            return cost.output_shape
    return run.cost.output_shape


def _title(text: Translator, run: Run, stage: str) -> str:
    """Return a stage's name in the reader's language."""
    if stage == "activation":
        return text("maps.activation", activation=text(f"activations.{run.settings.activation}"))
    return text(f"maps.{names.stage_key(run.settings.op, stage)}")


def _open_channel(text: Translator, run: Run) -> None:
    """Show one output channel at full size, and below it what was summed to make it."""
    channel = layer_controls.channel(text, run.cost.output_shape[2])
    shared = run.settings.scale == "shared"
    drawn = map_pictures.one_map(
        key=run.key, stage=run.stage_names[-1], channel=channel, shared=shared, _run=run
    )
    height, width = run.cost.output_shape[:2]
    st.markdown(f"**{text('maps.open_heading', channel=channel)}**")
    low, high = _value(drawn.low), _value(drawn.high)
    st.image(
        drawn.png,
        width="stretch",
        output_format="PNG",
        alt=text("maps.open_alt", channel=channel, height=height, width=width, low=low, high=high),
    )
    legend(text, drawn, shared=shared)
    if isinstance(run.layer, Conv2D):
        _slices(text, run, channel)


def _slices(text: Translator, run: Run, channel: int) -> None:
    """Show the products of one filter, a map for each input channel, before they are summed."""
    assert isinstance(run.layer, Conv2D)
    inputs = run.picture.pixels.shape[2]
    count = inputs // run.layer.groups
    first = channel // (run.layer.filters // run.layer.groups) * count
    title = text("maps.slices", channel=channel, count=count)
    st.markdown(f"**{title}** · {text('maps.slices_note', channel=channel)}")
    drawn = map_pictures.sheet(
        key=run.stage_key("standard"),
        stage="slices",
        page=0,
        shared=run.settings.scale == "shared",
        labels="\n".join(names.input_channels(text)[first : first + count]),
        channel=channel,
        _run=run,
    )
    height, width = run.cost.output_shape[:2]
    _image(text, drawn, title, (count, height, width))
    legend(text, drawn, shared=run.settings.scale == "shared")


def _image(text: Translator, drawn: Drawn, title: str, shape: tuple[int, int, int]) -> None:
    """Show a sheet with its text equivalent."""
    count, height, width = shape
    st.image(
        drawn.png,
        output_format="PNG",
        alt=text(
            "maps.alt",
            stage=title,
            count=count,
            height=height,
            width=width,
            low=_value(drawn.low),
            high=_value(drawn.high),
        ),
    )


def legend(text: Translator, drawn: Drawn, *, shared: bool) -> None:
    """Show what the colours mean, the range of the values, and what was clipped."""
    low, high = _value(drawn.scale.lowest), _value(drawn.scale.limit)
    notes = [text("maps.range", low=_value(drawn.low), high=_value(drawn.high))]
    notes.append(text("maps.legend_shared" if shared else "maps.legend_each"))
    if drawn.clipped:
        notes.append(text("maps.clipped", share=f"{drawn.clipped:.2%}"))
    if drawn.missing:
        notes.append(text("maps.missing"))
    ends = (
        (f"<span>{low}</span>", f"<span>{high}</span>") if shared else ("<span>−</span>", "<span>+</span>")
    )
    st.html(
        f'<div class="legend">{ends[0]}<span class="bar" role="img" '
        f'aria-label="{text("maps.legend_alt", low=low, high=high)}" '
        f'style="background:{css_gradient(signed=drawn.scale.signed)}"></span>{ends[1]}'
        f"<span>{' · '.join(notes)}</span></div>"
    )


def _value(number: float) -> str:
    """Return a value with three digits and a real minus sign."""
    return f"{number:.3g}".replace("-", "−")
