"""Words of the glossary as links to what they mean."""

import re
from functools import cache
from urllib.parse import urlencode

import streamlit as st

from sepviz.lessons.glossary import TERMS
from sepviz.text import Translator
from sepviz.ui.session import state

MOST = 3
"""Links in one paragraph."""
_LINKED = "_linked_terms"
_LEFT_ALONE = r"\[[^]]*\]\([^)]*\)|`[^`]*`|\*\*[^*]+\*\*"


def begin() -> None:
    """Forget which words were linked: a page is drawn anew."""
    st.session_state[_LINKED] = {}


def linked(text: Translator, sentence: str) -> str:
    """Return a sentence in Markdown in which words lead to the glossary where the page first mentions them.

    What is a link or code already stays as it is, and so does everything in front of a class. What is bold
    does, too: between Chinese characters Markdown takes ``**[`` for two asterisks.
    """
    if state.settings().present:
        return sentence
    ids, pattern = _words(text)
    # By sentence, since a part of the page that runs again alone must find its own links again.
    first: dict[str, str] = st.session_state.setdefault(_LINKED, {})
    here: set[str] = set()
    end = -1

    def link(match: re.Match[str]) -> str:
        nonlocal end
        term = match["word"] and ids[match["word"].lower()]
        touches, end = match.start() == end, match.end()
        if not term or touches or term in here or len(here) == MOST:
            return match[0]
        if first.setdefault(term, sentence) != sentence:
            return match[0]
        here.add(term)
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
    # Chinese has no ends of words; "MAC" and "MACs" are one, but "MobileNetV2" is not "MobileNet".
    chinese = rf"(?P<word>{longest})s?(?!(?<=[a-z])[a-z0-9])"
    pattern = rf"\b(?P<word>{longest})s?\b" if latin else chinese
    return ids, re.compile(rf"{_LEFT_ALONE}|{pattern}", re.IGNORECASE)
