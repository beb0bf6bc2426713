"""What all visitors of a class share, however many servers there are: one store, two drivers.

``SEPVIZ_STORE=redis://host:6379/0`` names a Redis or Valkey that all servers ask. Without it each
process keeps its own, which is enough for one.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from sepviz.lessons.classroom import HOURS, MOST_ANSWERS, MOST_CLASSES

NAMED_BY = "SEPVIZ_STORE"

Opened = Literal["opened", "taken", "full"]
Answered = Literal["counted", "full", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a class lasts, how many there may be, and how many answers to one question."""

    seconds: int = HOURS * 3600
    classes: int = MOST_CLASSES
    answers: int = MOST_ANSWERS


class StoreDownError(Exception):
    """The store does not answer."""


class Store(Protocol):
    """Classes by their codes, each for a limited time; each method may raise `StoreDownError`."""

    def open(self, code: str, kept: Mapping[str, str]) -> Opened:
        """Begin a class, unless the code is taken or there are too many."""

    def read(self, code: str) -> dict[str, str]:
        """Return what is kept of a class, nothing where it is over or never was."""

    def change(self, code: str, kept: Mapping[str, str], *, was: Mapping[str, str] | None = None) -> None:
        """Change what is kept of a class, unless it is over or no longer what it ``was``.

        An empty text in ``was`` stands for what is not kept. Of two who change the same, one succeeds.
        """

    def end(self, code: str) -> None:
        """Forget a class and its answers."""

    def answer(self, code: str, question: str, browser: str, choice: str) -> Answered:
        """Count a browser's answer in place of its last one, unless the question has too many."""

    def counts(self, code: str, question: str) -> Counter[str]:
        """Return how many chose what."""


def is_still(facts: Mapping[str, str], was: Mapping[str, str] | None) -> bool:
    """Return whether the facts of a class are those that somebody saw."""
    return all(facts.get(name, "") == text for name, text in (was or {}).items())


@cache
def store() -> Store:
    """Return the store of this process."""
    address = os.environ.get(NAMED_BY)
    if not address:
        from sepviz.ui.server.store_in_process import StoreInProcess

        return StoreInProcess(Limits())
    from sepviz.ui.server.store_in_redis import StoreInRedis

    return StoreInRedis(address, Limits())
