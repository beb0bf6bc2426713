"""The layer on screen as columns of maps with the kernels between them, in the reader's language."""

import numpy as np

from sepviz.costs import Cost
from sepviz.costs.formula import formula
from sepviz.text import Translator
from sepviz.ui.components.layer_picture_view import (
    MOST_THUMBNAILS,
    KernelStep,
    LayerPictureView,
    MapColumn,
    Thumbnail,
)
from sepviz.ui.session.run import Run
from sepviz.ui.views import names
from sepviz.ui.views.layer_connections import geometry_of_stage, slices_of_stage
from sepviz.ui.views.map_pictures import Thumbnails, thumbnails


def layer_view(text: Translator, run: Run) -> LayerPictureView:
    """Gather what the picture of a layer shows; thumbnails come from the cache where they can."""
    stages = run.cost.stages
    shapes = [run.picture.pixels.shape, *(stage.output_shape for stage in stages)]
    steps = [_step(text, run, stage, shape) for stage, shape in zip(stages, shapes, strict=False)]
    columns = [_input_column(text, run, steps[0])]
    before = names.input_channels(text)
    for stage, step in zip(stages, steps, strict=True):
        columns.append(_column(text, run, stage, step, before))
        before = names.map_names(text, run, stage.name)
    return LayerPictureView(
        columns=tuple(columns),
        steps=tuple(steps),
        image=run.picture.pixels,
        image_key=run.picture.digest,
        selected=(stages[-1].name, _chosen(run)),
        labels=_labels(text, run, columns),
    )


def shown_channels(count: int, chosen: int = 0) -> tuple[int, ...]:
    """Return the channels that get a thumbnail: the first ones, and the chosen one.

    Examples
    --------
    >>> shown_channels(3), shown_channels(256, 99)[-2:]
    ((0, 1, 2), (10, 99))
    """
    first = list(range(min(count, MOST_THUMBNAILS)))
    if first[-1] < chosen < count:
        first[-1] = chosen
    return tuple(first)


def shown_between(count: int, inputs: int) -> tuple[int, ...]:
    """Return the channels of an intermediate stage that get a thumbnail: as many from each input.

    Examples
    --------
    >>> shown_between(3, 3), shown_between(24, 3)
    ((0, 1, 2), (0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19))
    """
    each = MOST_THUMBNAILS // inputs
    if count <= MOST_THUMBNAILS or not each:
        return shown_channels(count)
    return tuple(channel for channel in range(count) if channel % (count // inputs) < each)


def _chosen(run: Run) -> int:
    """Return the output channel that the page looks at."""
    channel: int = run.settings.channel
    return min(channel, run.cost.output_shape[2] - 1)


def _labels(text: Translator, run: Run, columns: list[MapColumn]) -> dict[str, str]:
    """Return the words of the front end, and what is said while nothing is pointed at."""
    op = run.settings.op
    counts = {"inputs": columns[0].count, "maps": columns[1].count, "outputs": columns[-1].count}
    words = text.under("layer_picture.frontend")
    before = run.stage_names[-1] in ("bias", "activation")
    return words | {
        "name": text("layer_picture.name", kind=text(f"ops.{op}")),
        "rest": text(f"layer_picture.rest_{op}", **counts),
        "numbers": words["numbers_before"] if before else words["numbers"],
    }


def _step(text: Translator, run: Run, stage: Cost, before: tuple[int, ...]) -> KernelStep:
    """Return the kernels of a stage with what they cost; of the last stage those of the shown maps."""
    count = stage.output_shape[2]
    is_last = stage is run.cost.stages[-1]
    targets = shown_channels(count, _chosen(run)) if is_last else tuple(range(count))
    slices = [slices_of_stage(run.layer, run.weights, stage.name, one, before[2]) for one in targets]
    factors = {"kh": 1, "kw": 1, "filters": 0} | dict(stage.factors)
    return KernelStep(
        kernels=text(f"pipeline.{stage.name}", **factors, kernels=count),
        formula=text.formula(formula(stage)),
        unit=text("layer_picture.unit"),
        targets=targets,
        sources=tuple(sources for sources, _ in slices),
        weights=np.stack([kernel for _, kernel in slices]),
        geometry=geometry_of_stage(run.layer, stage.name, (before[0], before[1])),
    )


def _input_column(text: Translator, run: Run, step: KernelStep) -> MapColumn:
    """Return the picture's channels, each with what it goes into."""
    shape, name = run.picture.pixels.shape, text("layer_picture.input")
    channels = shown_channels(shape[2])
    drawn = thumbnails(key=run.picture.digest, stage="input", channels=channels, shared=True, _run=run)
    total = run.cost.stages[0].output_shape[2]
    sharing = sum(len(sources) for sources in step.sources) * total // len(step.targets) // shape[2]
    shown = []
    for channel, extent in zip(channels, drawn.ranges, strict=True):
        label = names.input_channels(text)[channel]
        sentence = text(f"layer_picture.into_{_kind(run, run.cost.stages[0])}", label=label, count=sharing)
        alt = _alt(text, name, label, shape, extent)
        shown.append(Thumbnail(channel=channel, label=label, alt=alt, sentence=sentence))
    return _map_column(text, "input", name, shape, shown=shown, drawn=drawn)


def _column(text: Translator, run: Run, stage: Cost, step: KernelStep, before: list[str]) -> MapColumn:
    """Return the maps of a stage with their arithmetic, the last ones after bias and activation.

    ``before`` are the names of the maps that they are made from.
    """
    is_last = stage is run.cost.stages[-1]
    name = text("layer_picture.output" if is_last else f"layer_picture.{stage.name}")
    inputs = run.picture.pixels.shape[2]
    channels = step.targets if is_last else shown_between(stage.output_shape[2], inputs)
    made = run.stage_names[-1] if is_last else stage.name
    shared = run.settings.scale == "shared"
    drawn = thumbnails(key=run.stage_key(made), stage=made, channels=channels, shared=shared, _run=run)
    labels, shown = names.map_names(text, run, stage.name), []
    for channel, extent in zip(channels, drawn.ranges, strict=True):
        label, row = labels[channel], step.targets.index(channel)
        sentence = _made_from(
            text, run, stage, step, row=row, label=label, source=before[step.sources[row][0]]
        )
        alt = _alt(text, name, label, stage.output_shape, extent)
        shown.append(Thumbnail(channel=channel, label=label, alt=alt, sentence=sentence))
    return _map_column(text, stage.name, name, stage.output_shape, shown=shown, drawn=drawn)


def _made_from(
    text: Translator, run: Run, stage: Cost, step: KernelStep, *, row: int, label: str, source: str
) -> str:
    """Say a map's arithmetic: how many products make one of its values, and from which maps."""
    slices, kh, kw = step.weights[row].shape
    return text(
        f"layer_picture.made_{_kind(run, stage)}",
        label=label,
        source=source,
        sources=slices,
        kh=kh,
        kw=kw,
        taps=step.weights[row].size,
    )


def _map_column(
    text: Translator,
    stage: str,
    name: str,
    shape: tuple[int, ...],
    *,
    shown: list[Thumbnail],
    drawn: Thumbnails,
) -> MapColumn:
    """Put a column together."""
    height, width, count = shape
    hidden = count - len(shown)
    return MapColumn(
        stage=stage,
        name=name,
        shape=text.formula(f"{height} x {width} x {count}"),
        size=(height, width),
        count=count,
        thumbnails=tuple(shown),
        sprite=drawn.sprite,
        more=text("layer_picture.more", count=hidden),
        more_alt=text("layer_picture.more_alt", count=hidden, name=name),
    )


def _kind(run: Run, stage: Cost) -> str:
    """Return which sentence a stage has: a standard convolution in groups has its own."""
    return "grouped" if getattr(run.layer, "groups", 1) > 1 else stage.name


def _alt(
    text: Translator, name: str, label: str, shape: tuple[int, ...], extent: tuple[float, float]
) -> str:
    """Return the text equivalent of a thumbnail: name, size and range of values."""
    low, high = (f"{value:.3g}".replace("-", "−") for value in extent)
    return text(
        "layer_picture.alt", name=name, label=label, height=shape[0], width=shape[1], low=low, high=high
    )
