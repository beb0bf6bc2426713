"""Sentences for what cannot be done, in the reader's language."""

import re

from sepviz.errors import SepvizError
from sepviz.text import Translator


def sentence(error: SepvizError, text: Translator) -> str:
    """Word an error by its code; one without a sentence of its own gets the general one."""
    key = f"errors.{error.code}"
    return text(key if text.has(key) else "errors.invalid", **error.fields)


def as_typed(value: object) -> object:
    """Return a text so that Markdown shows it as it was typed, instead of a picture, say."""
    return _MARKDOWN.sub(r"\\\1", value) if isinstance(value, str) else value


_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
