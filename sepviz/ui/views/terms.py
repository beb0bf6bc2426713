"""Words of the glossary as links to what they mean."""

import re
from functools import cache
from urllib.parse import urlencode

from sepviz.lessons.glossary import TERMS
from sepviz.text import Translator

_LEFT_ALONE = r"\[[^]]*\]\([^)]*\)|`[^`]*`"


def linked(text: Translator, sentence: str) -> str:
    """Return a sentence in Markdown in which the first mention of each word leads to the glossary.

    What is a link or code already stays as it is.
    """
    ids, pattern = _words(text)
    seen = set()

    def link(match: re.Match[str]) -> str:
        term = match["word"] and ids[match["word"].lower()]
        if not term or term in seen:
            return match[0]
        seen.add(term)
        return f"[{match[0]}]({address(text, term)})"

    return pattern.sub(link, sentence)


def address(text: Translator, term: str) -> str:
    """Return the relative address of a word of the glossary, which fits behind any proxy."""
    return f"teach?{urlencode({'teach_part': 'glossary', 'term': term, 'lang': text.language})}"


@cache
def _words(text: Translator) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the id of each word, and what finds them: the longest first, in English with their plural."""
    ids = {text(f"glossary.word.{term}").lower(): term for term in TERMS}
    longest = "|".join(re.escape(word) for word in sorted(ids, key=len, reverse=True))
    latin = text.language == "en"
    pattern = rf"\b(?P<word>{longest})s?\b" if latin else f"(?P<word>{longest})"
    return ids, re.compile(rf"{_LEFT_ALONE}|{pattern}", re.IGNORECASE)
