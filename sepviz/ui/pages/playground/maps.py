"""The channel sheets: input, every stage, the slices of one filter, and one map at full size."""

import streamlit as st

from sepviz.figures.colour import css_gradient
from sepviz.layers import Conv2D
from sepviz.text import Translator
from sepviz.ui.session import shown
from sepviz.ui.session.run import Run
from sepviz.ui.views import downloads, map_pictures, names
from sepviz.ui.views.map_pictures import MAPS_A_PAGE, Drawn
from sepviz.ui.widgets import layer_controls


def show(text: Translator, run: Run) -> None:
    """Show every channel of every step, top to bottom in the order of the computation."""
    if run.stands_in:
        st.markdown(shown.in_place(text, run))
    _input(text, run)
    for stage in run.stage_names:
        if stage == "bias" and not run.weights["bias"].any():
            st.caption(text("maps.bias_zero"))
        else:
            with st.container(key=f"maps_{stage}", gap="small"):
                png = _stage(text, run, stage)
    _open_channel(text, run, png)


def _input(text: Translator, run: Run) -> None:
    """Show the picture in colour beside its channels."""
    height, width, count = run.picture.pixels.shape
    st.markdown(
        f"**{text('maps.input')}** · {text('maps.input_note', count=count, height=height, width=width)}"
    )
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    left.image(
        map_pictures.picture_png(digest=run.picture.digest, _values=run.picture.pixels),
        width="stretch",
        output_format="PNG",
        alt=text("picture.alt", height=height, width=width),
    )
    with right:
        labels = "\n".join(names.input_channels(text))
        drawn = map_pictures.sheet(
            key=run.picture.digest, stage="input", page=0, shared=True, labels=labels, _run=run
        )
        _image(text, drawn, text("maps.input"), (count, height, width))


def _stage(text: Translator, run: Run, stage: str) -> bytes:
    """Show one page of a stage's maps with its legend, and return the sheet."""
    height, width, count = _shape(run, stage)
    title = _title(text, run, stage)
    note = text("maps.note" if count > 1 else "maps.note_one", count=count, height=height, width=width)
    st.markdown(f"**{title}** · {note}")
    page = 0
    if count > MAPS_A_PAGE:
        pages = -(-count // MAPS_A_PAGE)
        page = (
            st.segmented_control(
                text("controls.page"),
                range(pages),
                format_func=lambda p: f"{p * MAPS_A_PAGE}–{min((p + 1) * MAPS_A_PAGE, count) - 1}",
                key=f"_page_{stage}",
                default=0,
                required=True,
            )
            or 0
        )
    on_page = range(page * MAPS_A_PAGE, min((page + 1) * MAPS_A_PAGE, count))
    drawn = map_pictures.sheet(
        key=run.stage_key(stage),
        stage=stage,
        page=page,
        shared=run.settings.scale == "shared",
        labels="\n".join(names.map_names(text, run, stage)[on_page.start : on_page.stop]),
        _run=run,
    )
    _image(text, drawn, title, (count, height, width))
    legend(text, drawn, shared=run.settings.scale == "shared")
    return drawn.png


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


def _open_channel(text: Translator, run: Run, png: bytes) -> None:
    """Show one output channel at full size, beside it what was summed to make it, and the downloads."""
    beside, large = st.columns([1.3, 1], gap="medium")
    with beside:
        channel = layer_controls.channel(text, run.cost.output_shape[2])
        if isinstance(run.layer, Conv2D):
            _slices(text, run, channel)
        downloads.maps(text, run, png)
    with large, st.container(key="open_channel", gap="small"):
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
