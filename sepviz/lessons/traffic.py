"""What a class costs in traffic: the bytes that `tests/browser/test_teach.py` measures."""

FIRST_VISIT = 3_100_000
"""The walkthrough's first chapter in a browser that has nothing yet."""
CHAPTER = 225_000
"""Each further chapter, with its answer."""


def of_class(students: int, chapters: int) -> int:
    """Return the bytes that students receive who see so many chapters.

    Examples
    --------
    >>> of_class(30, 1) == 30 * FIRST_VISIT
    True
    """
    return students * (FIRST_VISIT + (chapters - 1) * CHAPTER)
