"""Two plans for a class, of 45 and of 90 minutes, and what the wrong answers of each chapter mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a lesson: free play, a chapter of the walkthrough, or the worksheet at the end.

    A chapter that is ``discussed`` gets two votes with a discussion between them; any other one is shown.
    """

    kind: str
    minutes: int
    chapter: int = 0
    discussed: bool = False


def _chapter(number: int, minutes: int, *, discussed: bool = False) -> Step:
    return Step("chapter", minutes, number, discussed)


PLANS: Mapping[int, tuple[Step, ...]] = MappingProxyType(
    {
        45: (
            Step("play", 5),
            _chapter(1, 3),
            _chapter(4, 8, discussed=True),
            _chapter(5, 8, discussed=True),
            _chapter(6, 3),
            _chapter(7, 8, discussed=True),
            _chapter(9, 7, discussed=True),
            Step("close", 3),
        ),
        90: (
            Step("play", 5),
            _chapter(1, 9, discussed=True),
            _chapter(2, 6),
            _chapter(3, 9, discussed=True),
            _chapter(4, 9, discussed=True),
            _chapter(5, 9, discussed=True),
            _chapter(6, 5),
            _chapter(7, 9, discussed=True),
            _chapter(8, 6),
            _chapter(9, 9, discussed=True),
            _chapter(10, 6),
            Step("close", 8),
        ),
    }
)
"""The steps by the minutes that they take together."""


def timetable(plan: int) -> Iterator[tuple[int, int, Step]]:
    """Yield the minutes at which each step of a plan begins and ends, and the step.

    Examples
    --------
    >>> [(begin, end) for begin, end, _ in timetable(45)][:2]
    [(0, 5), (5, 8)]
    """
    begin = 0
    for step in PLANS[plan]:
        yield begin, begin + step.minutes, step
        begin += step.minutes
