"""What changes while a training runs: how far it is, the curves, and where each network stands."""

from collections.abc import Sequence
from html import escape
from math import isfinite

import streamlit as st

from sepviz.figures.training_curves import COLOURS, Curve, legend, training_curves
from sepviz.text import Translator, translator
from sepviz.training.course import Point
from sepviz.training.diagnosis import diagnosis
from sepviz.training.recipe import INPUT_SHAPE
from sepviz.training.record import COMMAND
from sepviz.ui.pages.training import words
from sepviz.ui.pages.training.board import current
from sepviz.ui.pages.training.progress import Progress
from sepviz.ui.server.long_work import TRAININGS
from sepviz.ui.session import state
from sepviz.ui.shell.faults import fragment

POLL = 0.7
"""Seconds from one look at the training to the next."""
_HIGHEST_LOSS = 3.0


def show(text: Translator, progress: Progress, axis: str, *, slow: bool) -> None:
    """Show the part; while batches are learned, it alone is computed anew now and then."""
    fragment(_part, run_every=POLL if progress.active or slow else None)(
        text.language, progress, axis, active=progress.active and not slow
    )


def _part(language: str, progress: Progress, axis: str, *, active: bool) -> None:
    """Show how things are now; when the training has ended meanwhile, the whole page is computed anew."""
    progress = current(progress.recipe)
    if active and not progress.active:
        st.rerun()
    text = translator(language)
    by = text("training.recorded_by", command=COMMAND) if progress.recorded else None
    st.markdown(status(text, progress), help=by)
    names = [
        text("app.pair", name=side, value=words.plan_name(text, plan))
        for side, plan in zip("AB", progress.recipe.plans, strict=True)
    ]
    lines = legend(names, text("training.solid"), text("training.dashed"))
    st.html(lines + _plots(text, progress, axis) + _cards(text, progress))


def status(text: Translator, progress: Progress) -> str:
    """Say in a sentence how far the training is, or what came out of it."""
    if not progress.started and not progress.active:
        return text("training.not_yet")
    if progress.active:
        place = TRAININGS.place(progress.job)
        return text("training.in_queue", count=place) if place else _under_way(text, progress)
    if progress.job.state == "failed":
        return text("training.failed")
    if not progress.done:
        return text.joined(_under_way(text, progress), text("training.resting"))
    source = text("training.recorded") if progress.recorded else text("training.finished")
    return text.joined(lesson(text, progress), source)


def lesson(text: Translator, progress: Progress) -> str:
    """Compare what both networks reached with what they cost."""
    ends = [progress.points(network)[-1] for network in (0, 1)]
    if any(diagnosis(progress.points(network)) == "diverged" for network in (0, 1)):
        return text("training.diverged")
    costs = [plan.classifier.count(INPUT_SHAPE) for plan in progress.recipe.plans]
    first, second = (cost.parameters for cost in costs)
    key = "equal" if first == second else "fewer" if second < first else "more"
    return text(
        f"training.lesson_{key}",
        first=words.per_cent(ends[0].test_accuracy),
        second=words.per_cent(ends[1].test_accuracy),
        ratio=f"{max(first, second) / min(first, second):.1f}",
    )


def _under_way(text: Translator, progress: Progress) -> str:
    """Say at which epoch and batch the training is, and how long the rest will take."""
    step, recipe = progress.step, progress.recipe
    if step is None:
        return text("training.beginning")
    done = (step.epoch - 1) * recipe.batches + step.batch
    ends = [progress.points(network)[-1] for network in (0, 1) if progress.points(network)]
    epochs = max((end.epoch for end in ends), default=0)
    said = text(
        "training.under_way",
        epoch=step.epoch,
        epochs=recipe.epochs,
        batch=step.batch,
        batches=recipe.batches,
        share=f"{100 * done / recipe.steps:.0f}%",
    )
    if epochs and progress.active:
        left = sum(end.seconds for end in ends) / epochs * (recipe.epochs - done / recipe.batches)
        said = text.joined(said, text("training.left", seconds=f"{left:.0f}"))
    return said


def _plots(text: Translator, progress: Progress, axis: str) -> str:
    """Return loss over accuracy with one horizontal axis; in front of a class side by side, with two."""
    beside = state.settings().present
    points = [progress.points(network) for network in (0, 1)]
    end = max(
        [float(_x(point, axis)) for side in points for point in side]
        + [float(progress.recipe.epochs) if axis == "epochs" else 0.0]
    )
    ticks = [text(f"training.tick_{axis}", value=_short(end * part)) for part in (0, 0.25, 0.5, 0.75, 1)]
    alts = [
        text("training.plot_alt", name=text(f"training.network_{side}"), values=_told(text, points[index]))
        for index, side in enumerate("ab")
    ]
    drawn = []
    for name, top, labels in (
        ("loss", _HIGHEST_LOSS, ("3", "0")),
        ("accuracy", 1.0, ("100%", "0%")),
    ):
        curves = [
            Curve(
                x=[_x(point, axis) for point in points[network]],
                y=[getattr(point, f"{prefix}{name}") for point in points[network]],
                colour=COLOURS[network],
                dashed=bool(prefix),
            )
            for network in (0, 1)
            for prefix in ("", "test_")
        ]
        title = text(f"training.plots.{name}")
        drawn.append(
            training_curves(
                curves,
                title=title,
                top=top,
                end=end,
                y_labels=labels,
                x_labels=ticks if name == "accuracy" or beside else (),
                x_title=text(f"training.axes.{axis}") if name == "accuracy" or beside else "",
                description=text("app.pair", name=title, value=text.joined(*alts)),
                playing=progress.recorded,
            )
        )
    return f'<div class="train-pair{" beside" * beside}">{"".join(drawn)}</div>'


def _x(point: Point, axis: str) -> float:
    """Return where a point stands on the horizontal axis."""
    return point.epoch if axis == "epochs" else getattr(point, axis)


def _short(value: float) -> str:
    """Return a number of the axis with few digits."""
    return (
        f"{value / 1e9:.3g} G"
        if value >= 1e9
        else f"{value / 1e6:.3g} M"
        if value >= 1e6
        else f"{value:.3g}"
    )


def _told(text: Translator, points: Sequence[Point]) -> str:
    """Return the two ends of a network's curves in words."""
    if not points:
        return text("training.no_values")
    return text(
        "training.ends",
        epoch=points[-1].epoch,
        loss=words.loss(points[-1].loss),
        test_loss=words.loss(points[-1].test_loss),
        accuracy=words.per_cent(points[-1].accuracy),
        test_accuracy=words.per_cent(points[-1].test_accuracy),
    )


def _cards(text: Translator, progress: Progress) -> str:
    """Return a card a network: what it reached, what it costs, and what its curves say."""
    return f'<div class="train-cards">{"".join(_card(text, progress, n) for n in (0, 1))}</div>'


def _card(text: Translator, progress: Progress, network: int) -> str:
    """Return one card."""
    cost = progress.recipe.plans[network].classifier.count(INPUT_SHAPE)
    points, side = progress.points(network), "ab"[network]
    figures = {
        "test_accuracy": words.per_cent(points[-1].test_accuracy) if points else "–",
        "parameters": f"{cost.parameters:,}",
        "multiplications": f"{cost.multiplications:,}",
        "so_far": _short(points[-1].multiplications) if points else "–",
    }
    items = "".join(
        f'<div><div class="figure">{escape(value)}</div>'
        f'<div class="label">{escape(text(f"training.figures.{name}"))}</div></div>'
        for name, value in figures.items()
    )
    said = ""
    if progress.done:
        reading = diagnosis(points)
        said = (
            f"<details><summary>{escape(text('training.diagnose'))}</summary>"
            f"<p>{escape(text(f'training.diagnoses.{reading}'))}</p></details>"
        )
    elif points and not isfinite(points[-1].loss):
        said = f"<p>{escape(text('training.diagnoses.diverged'))}</p>"
    elif progress.step is not None and (loss := progress.step.losses[network]) is not None:
        said = f"<p>{escape(text('training.batch_loss', loss=words.loss(loss)))}</p>"
    name = escape(text(f"training.network_{side}"))
    return (
        f'<section aria-label="{name}" style="border-color:{COLOURS[network]}"><h2>{name}</h2>'
        f'<div class="headline">{items}</div>{said}</section>'
    )
