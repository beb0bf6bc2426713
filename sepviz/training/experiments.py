"""Comparisons worth a prediction: a few networks, trained alike except for what is compared."""

from dataclasses import replace
from typing import Any

from sepviz.training.recipe import Plan, Recipe

SEEDS = (0, 1, 2, 3, 4)
DEFAULT = Recipe(plans=(Plan(kind="standard"), Plan(kind="separable")))
"""What the page opens on."""

_PLAIN_RATE = 0.005
"""Without normalisation the usual rate leaves half of the ReLUs dead, which is a lesson of its own."""


def _usual(kind: str, **settings: Any) -> Recipe:
    """Return one network, trained as usual."""
    return Recipe(plans=(Plan(kind=kind, **settings),))


def _plain(kind: str) -> Recipe:
    """Return one network without normalisation."""
    return Recipe(plans=(Plan(kind=kind, normalised=False),), rate=_PLAIN_RATE)


EXPERIMENTS: dict[str, tuple[Recipe, ...]] = {
    "equal_width": (_usual("standard"), _usual("separable")),
    "equal_parameters": (_usual("standard"), _usual("separable", width=44)),
    "too_small": tuple(_usual(kind, width=width) for width in (2, 4) for kind in ("standard", "separable")),
    "depth_multiplier": tuple(_usual("separable", width=8, depth_multiplier=many) for many in (1, 2, 4)),
    "few_pictures": tuple(
        replace(_usual(kind), pictures=pictures, epochs=60)
        for pictures in (40, 80, 160)
        for kind in ("standard", "separable")
    ),
    "cost_curve": tuple(
        _usual(kind, width=width) for kind in ("standard", "separable") for width in (2, 4, 8, 16, 32)
    ),
    "normalisation": (_usual("standard"), _plain("standard"), _usual("separable"), _plain("separable")),
}
"""The recipes of each experiment, one network in each."""
PROJECTION = "projection"
"""An experiment of another kind: `sepviz.training.projection`."""
ANSWERS = {
    "few_pictures": {"separable": False, "standard": True, "alike": False},
    "cost_curve": {"standard": False, "alike": False, "separable": True},
    PROJECTION: {"kept": False, "back": False, "lost": True},
}
"""What can be predicted where not just one of the networks is the answer, and what comes out."""
