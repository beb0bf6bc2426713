"""The lessons of the walkthrough: one Markdown file a chapter and language, read once.

A file holds the title, the idea, one question, and a choice a line with what is said to those who
take it::

    # A window slides over one channel
    A {kernel} kernel covers ...
    ## What comes out?
    - [x] upper | A: the upper left part
      Right. Nothing is flipped ...
    - [ ] lower | B: the lower right part
      That needs a flipped kernel ...

Numbers are fields such as ``{kernel}``, filled in from the code, so that no text can drift from it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sepviz.text.translator import number, translator

_FOLDER = Path(__file__).parent / "lessons"
_FILE = re.compile(r"# (?P<title>.+)\n+(?P<idea>[^#]+)\n## (?P<question>.+)\n+(?P<choices>- [\s\S]+)")
_CHOICE = re.compile(r"- \[(?P<right>[x ])\] (?P<id>\w+) \| (?P<label>.+)\n(?P<answer>(?:  .+\n?)+)")

CHAPTERS = tuple(range(1, 11))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the predictions that a student can make.

    Parameters
    ----------
    id : str
        Means the same in all languages.
    letter : str
        A to D, in the order of the choices.
    label, answer : str
        What is chosen, and what is said to those who chose it.
    right : bool
        Whether it is the right one.
    """

    id: str
    letter: str
    label: str
    answer: str
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One chapter in one language: a title, an idea, and a question with its choices."""

    title: str
    idea: str
    question: str
    choices: tuple[Choice, ...]

    @property
    def right(self) -> Choice:
        """The right choice."""
        return next(choice for choice in self.choices if choice.right)

    def choice(self, choice_id: str | None) -> Choice | None:
        """Return the choice with this id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@cache
def source(language: str, chapter: int) -> str:
    """Return the text of a chapter as it was written, its fields still empty."""
    (path,) = (_FOLDER / language).glob(f"{chapter}_*.md")
    return path.read_text("utf-8")


def lesson(language: str, chapter: int, numbers: Mapping[str, object]) -> Lesson:
    """Return a chapter with its numbers filled in.

    Parameters
    ----------
    language : str
        A key of `sepviz.text.LANGUAGES`.
    chapter : int
        1 to 10.
    numbers : Mapping[str, object]
        Every field by its name; integers get commas between thousands.

    Returns
    -------
    Lesson
        Finished Markdown.

    Examples
    --------
    >>> from collections import defaultdict
    >>> lesson("en", 1, defaultdict(int)).title
    'A window slides over one channel'
    """
    texts, times = _Numbers(numbers), translator(language).formula
    match = _FILE.fullmatch(source(language, chapter))
    if match is None:
        raise ValueError(f"chapter {chapter} in {language} is not written as a lesson")
    choices = tuple(
        Choice(
            id=found["id"],
            letter=letter,
            label=times(found["label"].format_map(texts)),
            answer=times(" ".join(found["answer"].split()).format_map(texts)),
            right=found["right"] == "x",
        )
        for letter, found in zip("ABCD", _CHOICE.finditer(match["choices"]), strict=False)
    )
    title, idea, question = (
        times(match[name].strip().format_map(texts)) for name in ("title", "idea", "question")
    )
    return Lesson(title=title, idea=" ".join(idea.split("\n")), question=question, choices=choices)


class _Numbers(dict[str, object]):
    """The fields of a text, integers with commas between thousands."""

    def __init__(self, numbers: Mapping[str, object]) -> None:
        self._numbers = numbers

    def __missing__(self, name: str) -> str:
        """Return one number as it is written."""
        return number(self._numbers[name])
