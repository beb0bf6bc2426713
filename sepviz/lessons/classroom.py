"""A class that answers together: its code, its votes, and what their outcome proposes.

The order is that of peer instruction: each on their own, no graph, discuss, again, then the graph
(Crouch and Mazur 2001, doi:10.1119/1.1374249).
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from sepviz.text.lessons import CHAPTERS

LETTERS = "BCDFGHJKMNPQRSTVWXZ"
"""Of a code: no vowels, so no words; no I, L and O, which look like others."""
CODE_LENGTH = 6
HOURS = 3
MOST_CLASSES = 500
MOST_ANSWERS = 300
"""Of one class in one round."""
_DISCUSS_FROM, _DISCUSS_TO = 40, 80  # percent right


class Stage(StrEnum):
    """How far the vote on a chapter's question is."""

    SOLO = "solo"
    PROPOSAL = "proposal"
    AGAIN = "again"
    GRAPH = "graph"
    TEMPTING = "tempting"

    @property
    def round(self) -> int | None:
        """The round that is open, if one is."""
        return {Stage.SOLO: 1, Stage.AGAIN: 2}.get(self)

    @property
    def shown(self) -> bool:
        """Whether anybody may see the outcome."""
        return self in (Stage.GRAPH, Stage.TEMPTING)

    @property
    def seconds(self) -> int | None:
        """How long it should take at most: a minute to think, two with the neighbour."""
        return {Stage.SOLO: 60, Stage.PROPOSAL: 120, Stage.AGAIN: 60}.get(self)


class Verdict(StrEnum):
    """What the first round's outcome proposes."""

    EXPLAIN = "explain"
    DISCUSS = "discuss"
    GO_ON = "go_on"


def verdict(*, right: int, answers: int) -> Verdict:
    """Return what helps most now: a discussion where 40 to 80% are right.

    Examples
    --------
    >>> [verdict(right=right, answers=10).value for right in (3, 4, 8, 9)]
    ['explain', 'discuss', 'discuss', 'go_on']
    """
    if 100 * right < _DISCUSS_FROM * answers:
        return Verdict.EXPLAIN
    return Verdict.DISCUSS if 100 * right <= _DISCUSS_TO * answers else Verdict.GO_ON


def next_stages(stage: Stage, proposed: Verdict) -> tuple[Stage, ...]:
    """Return the stages that may follow, the one that is proposed first.

    Examples
    --------
    >>> [stage.value for stage in next_stages(Stage.PROPOSAL, Verdict.DISCUSS)]
    ['again', 'graph']
    """
    match stage:
        case Stage.SOLO:
            return (Stage.PROPOSAL,)
        case Stage.PROPOSAL:
            both = (Stage.AGAIN, Stage.GRAPH)
            return both[::-1] if proposed == Verdict.GO_ON else both
        case Stage.AGAIN:
            return (Stage.GRAPH,)
        case Stage.GRAPH:
            return (Stage.TEMPTING,)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote on one chapter's question: its stage, and since when (seconds since 1970)."""

    stage: Stage = Stage.SOLO
    since: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the vote that a store kept."""
        stage, since = text.split()
        return cls(Stage(stage), int(since))

    def write(self) -> str:
        """Return the vote as a store keeps it."""
        return f"{self.stage} {self.since}"

    def left(self, now: float) -> int | None:
        """Return the seconds that are left, or None where nobody has to hurry.

        Examples
        --------
        >>> Vote(Stage.SOLO, 1000).left(1018.5), Vote(Stage.GRAPH, 1000).left(1018.5)
        (42, None)
        """
        seconds = self.stage.seconds
        return None if seconds is None else max(0, min(seconds, int(self.since + seconds - now + 0.5)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Classroom:
    """A class that is open: where it is, and its votes by chapter.

    ``secret`` is what the teacher's link holds; a student's does not.
    """

    code: str
    secret: str
    chapter: int
    votes: Mapping[int, Vote] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def read(cls, code: str, kept: Mapping[str, str]) -> Self:
        """Return the class that a store kept under a code."""
        votes = {chapter: Vote.read(kept[str(chapter)]) for chapter in CHAPTERS if str(chapter) in kept}
        return cls(
            code=code, secret=kept["secret"], chapter=int(kept["chapter"]), votes=MappingProxyType(votes)
        )

    def vote(self, chapter: int) -> Vote:
        """Return a chapter's vote; it is open before the teacher comes to it."""
        return self.votes.get(chapter, Vote())

    def is_taught_with(self, secret: str) -> bool:
        """Return whether the secret is this class's."""
        return secrets.compare_digest(self.secret.encode(), secret.encode())


def new_code() -> str:
    """Return a code that nobody can guess from another one.

    Examples
    --------
    >>> read_code(new_code()) != ""
    True
    """
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """Return what only the teacher's link holds."""
    return secrets.token_hex(16)


def read_code(text: str) -> str:
    """Return the code that somebody typed, or nothing where it cannot be meant as one.

    Examples
    --------
    >>> read_code(" kqw ztr"), read_code("<b>")
    ('KQWZTR', '')
    """
    code = re.sub(r"[\s-]", "", text).upper()
    return code if re.fullmatch(r"[A-Z0-9]{1,12}", code) else ""
