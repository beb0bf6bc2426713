"""Train what the page shows before anybody trains: ``python -m sepviz.training.record`` writes the file.

On the same processor the file comes out again to the digit, but for the seconds. Another one may add in
another order: the start is the same, and training enlarges the rounding until accuracies differ by a few
points, means over the seeds by less than one.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sepviz.arrays import Array
from sepviz.training.course import Point, Reached, course
from sepviz.training.experiments import DEFAULT, EXPERIMENTS, SEEDS
from sepviz.training.projection import Projected, projection
from sepviz.training.recipe import Recipe

COMMAND = "python -m sepviz.training.record"
_FILE = Path(__file__).parent / "recorded.toml"
_NAMES = [field.name for field in fields(Point)]
_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Accuracies of one network of an experiment, one for each of `SEEDS`."""

    recipe: Recipe
    accuracy: tuple[float, ...]
    test_accuracy: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean test accuracy."""
        return float(np.mean(self.test_accuracy))

    @property
    def train_mean(self) -> float:
        """Mean accuracy on the training pictures."""
        return float(np.mean(self.accuracy))

    @property
    def gap(self) -> float:
        """How far the test pictures are behind the training pictures."""
        return self.train_mean - self.mean

    @property
    def spread(self) -> float:
        """Standard deviation of the test accuracy over the seeds."""
        return float(np.std(self.test_accuracy, ddof=1))


@cache
def recorded_run() -> tuple[Reached, ...]:
    """Return the run of `DEFAULT` that is in the file.

    Examples
    --------
    >>> recorded_run()[-1].point.epoch
    20
    """
    run = _recorded()["run"]
    reached = []
    for row in run["points"]:
        network, *values = row
        point = Point(**dict(zip(_NAMES, values, strict=True)))
        last = point.epoch == DEFAULT.epochs
        kernel = run["kernels_after" if last else "kernels_before"][network]
        confusion = np.array(run["confusions"][network]) if last else np.zeros((8, 8), np.int64)
        reached.append(
            Reached(
                network=network,
                point=point,
                kernel=np.array(kernel, np.float32),
                confusion=confusion,
                maps=tuple(np.array(maps, np.float32) for maps in run["maps"][network]) if last else (),
            )
        )
    return tuple(reached)


@cache
def recorded_results(experiment: str) -> tuple[Result, ...]:
    """Return what came out of an experiment, one result for each of its networks.

    Examples
    --------
    >>> [len(result.test_accuracy) for result in recorded_results("equal_width")]
    [5, 5]
    """
    found = _recorded()["results"]
    return tuple(
        Result(recipe=recipe, accuracy=tuple(train), test_accuracy=tuple(test))
        for recipe in EXPERIMENTS[experiment]
        for train, test in (found[repr(recipe)],)
    )


@cache
def recorded_projections() -> tuple[tuple[Projected, ...], ...]:
    """Return what came out of `projection`, a row for each seed.

    Examples
    --------
    >>> [row[0].layers for row in recorded_projections()]
    [1, 1, 1, 1, 1]
    """
    rows = _recorded()["projections"]["rows"]
    names = [field.name for field in fields(Projected)]
    return tuple(tuple(Projected(**dict(zip(names, one, strict=True))) for one in row) for row in rows)


@cache
def _recorded() -> dict[str, Any]:
    """Read the file."""
    return tomllib.loads(_FILE.read_text("utf-8"))


def _run() -> dict[str, list[Any]]:
    """Train `DEFAULT` and return it as lists of numbers."""
    reached = [item for item in course(DEFAULT) if isinstance(item, Reached)]
    first, last = reached[: len(DEFAULT.plans)], reached[-len(DEFAULT.plans) :]
    return {
        "points": [[item.network, *map(_short, asdict(item.point).values())] for item in reached],
        "kernels_before": [_listed(item.kernel) for item in first],
        "kernels_after": [_listed(item.kernel) for item in last],
        "maps": [[_listed(maps, digits=2) for maps in item.maps] for item in last],
        "confusions": [item.confusion.tolist() for item in last],
    }


def _results() -> dict[str, list[Any]]:
    """Train each network of each experiment once a seed."""
    found = {}
    for recipe in dict.fromkeys(recipe for recipes in EXPERIMENTS.values() for recipe in recipes):
        points = [_trained(replace(recipe, seed=seed)) for seed in SEEDS]
        found[repr(recipe)] = [[p.accuracy for p in points], [p.test_accuracy for p in points]]
        print(recipe.plans[0], found[repr(recipe)][1], flush=True)
    return found


def _projections() -> dict[str, list[Any]]:
    """Project a trained network once a seed."""
    return {"rows": [[list(asdict(one).values()) for one in projection(seed) if one] for seed in SEEDS]}


def _trained(recipe: Recipe) -> Point:
    """Train one network and return where it ends."""
    *_, last = (item for item in course(recipe) if isinstance(item, Reached))
    return last.point


def _listed(values: Array, digits: int = _DIGITS) -> list[Any]:
    """Return an array as nested lists of short numbers."""
    rounded: list[Any] = np.round(values.astype(float), digits).tolist()
    return rounded


def _short(value: float) -> float:
    """Return a number with so many digits that the file stays small."""
    return value if isinstance(value, int) else round(value, _DIGITS)


def _toml(sections: Iterable[tuple[str, dict[str, list[Any]]]]) -> str:
    """Write sections of lists; JSON writes strings and lists of numbers as TOML does."""
    lines = [f"# Written by `{COMMAND}`; do not edit."]
    for name, entries in sections:
        lines.append(f"\n[{name}]")
        lines += [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in entries.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sections = [("run", _run()), ("results", _results()), ("projections", _projections())]
    _FILE.write_text(_toml(sections), "utf-8")
