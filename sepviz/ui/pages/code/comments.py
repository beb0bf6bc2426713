"""The comments of an exported program in the reader's language: they are words for people."""

import re
from functools import partial

from sepviz.text import Translator, translator

_KEYS = "code.comments"


def in_the_readers_language(program: str, text: Translator) -> str:
    """Return the program with its comments and docstrings translated; the exporters write English.

    Examples
    --------
    >>> in_the_readers_language("x = x[::2]  # strides", translator("zh"))
    'x = x[::2]  # 步幅'
    """
    if text.language == "en":
        return program
    for key, sentence in translator("en").under(_KEYS).items():
        program = _pattern(sentence).sub(partial(_translated, key, text), program)
    return program


def _pattern(sentence: str) -> re.Pattern[str]:
    """Match a sentence where it fills a comment, a docstring or one of its lines."""
    words = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence))
    return re.compile(rf'(?P<_before>^|# |"""){words}(?P<_after>$|""")', re.MULTILINE)


def _translated(key: str, text: Translator, found: re.Match[str]) -> str:
    """Return the sentence in the reader's language, with what stood around it and in its fields."""
    fields = found.groupdict()
    before, after = fields.pop("_before"), fields.pop("_after")
    return f"{before}{text(f'{_KEYS}.{key}', **fields)}{after}"
