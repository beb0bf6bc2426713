"""The store of one process: dictionaries under a lock, bounded in number and time."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sepviz.ui.server.store import Answered, Limits, Opened, is_still


@dataclass(slots=True)
class _Kept:
    """One class: when it is over, its own facts, and its answers by question and browser."""

    over: float
    facts: dict[str, str]
    answers: dict[str, dict[str, str]] = field(default_factory=dict)


class StoreInProcess:
    """Classes by their codes, in memory.

    Parameters
    ----------
    limits : Limits
        Of time and number.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._classes: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def open(self, code: str, kept: Mapping[str, str]) -> Opened:
        """Begin a class; those that are over make room."""
        with self._lock:
            now = time.monotonic()
            self._classes = {name: one for name, one in self._classes.items() if one.over > now}
            if code in self._classes:
                return "taken"
            if len(self._classes) >= self._limits.classes:
                return "full"
            self._classes[code] = _Kept(now + self._limits.seconds, dict(kept))
            return "opened"

    def read(self, code: str) -> dict[str, str]:
        """Return what is kept of a class."""
        with self._lock:
            found = self._found(code)
            return dict(found.facts) if found else {}

    def change(self, code: str, kept: Mapping[str, str], *, was: Mapping[str, str] | None = None) -> None:
        """Change what is kept of a class that still is what it was."""
        with self._lock:
            found = self._found(code)
            if found and is_still(found.facts, was):
                found.facts |= kept

    def end(self, code: str) -> None:
        """Forget a class."""
        with self._lock:
            self._classes.pop(code, None)

    def answer(self, code: str, question: str, browser: str, choice: str) -> Answered:
        """Count a browser's answer."""
        with self._lock:
            found = self._found(code)
            if found is None:
                return "over"
            answers = found.answers.setdefault(question, {})
            if browser not in answers and len(answers) >= self._limits.answers:
                return "full"
            answers[browser] = choice
            return "counted"

    def counts(self, code: str, question: str) -> Counter[str]:
        """Return how many chose what."""
        with self._lock:
            found = self._found(code)
            return Counter(found.answers.get(question, {}).values() if found else ())

    def _found(self, code: str) -> _Kept | None:
        """Return a class that is not over."""
        found = self._classes.get(code)
        return found if found and found.over > time.monotonic() else None
