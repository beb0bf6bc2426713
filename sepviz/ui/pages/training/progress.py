"""How far a training is, noted by the queue and read by the page, and what all visitors have finished."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from sepviz.training.course import EpochEnd, Point, Reached, Step, course
from sepviz.training.experiments import DEFAULT
from sepviz.training.recipe import Recipe
from sepviz.training.record import recorded_run
from sepviz.ui.server.kept import Kept
from sepviz.ui.server.long_work import TRAININGS, Job


@dataclass(slots=True)
class Side:
    """What is kept of one network: all points, but only the first and the last kernel."""

    points: list[Point] = field(default_factory=list)
    first: Reached | None = None
    last: Reached | None = None

    def note(self, reached: Reached) -> None:
        """Take in the state behind an epoch."""
        self.first = self.first or reached
        self.last = reached
        self.points.append(reached.point)


class Progress:
    """One recipe and how far it is; ``recorded`` where nobody trained it here."""

    def __init__(self, recipe: Recipe, *, recorded: bool = False) -> None:
        self.recipe, self.recorded = recipe, recorded
        self.sides = [Side() for _ in recipe.plans]
        self.step: Step | None = None
        self.job = Job(course(recipe), self.note)

    @classmethod
    def of_record(cls) -> Self:
        """Return the recorded run as if it had just ended."""
        progress = cls(DEFAULT, recorded=True)
        for reached in recorded_run():
            progress.sides[reached.network].note(reached)
        progress.job.state = "done"
        return progress

    def note(self, item: object) -> None:
        """Take in what the training yields; called by the queue's thread."""
        if isinstance(item, Step):
            self.step = item
        elif isinstance(item, Reached):
            self.sides[item.network].note(item)
        elif isinstance(item, EpochEnd) and item.last:
            self.step = None  # it holds all weights twice
            FINISHED.put(self.recipe, self)

    @property
    def active(self) -> bool:
        """Whether it waits or computes."""
        return self.job.active

    @property
    def done(self) -> bool:
        """Whether it is over."""
        return self.job.state == "done"

    @property
    def started(self) -> bool:
        """Whether there is anything to see."""
        return any(side.points for side in self.sides)

    def points(self, network: int) -> Sequence[Point]:
        """Return the points of a network so far."""
        return tuple(self.sides[network].points)


FINISHED: Kept[Progress] = Kept(100)
"""Trainings that any visitor has finished; about 100 kB each."""


def epoch_is_over(item: object) -> bool:
    """Return whether all networks were measured."""
    return isinstance(item, EpochEnd)


def batch_is_over(item: object) -> bool:
    """Return whether a batch was learned from."""
    return isinstance(item, Step)


def start(progress: Progress, *, until: str) -> None:
    """Let a training go on: to the ``"end"``, for an ``"epoch"`` or for a ``"batch"``."""
    stops = {"epoch": epoch_is_over, "batch": batch_is_over}
    TRAININGS.go(progress.job, stops.get(until))
