"""Sentences for what cannot be done, in the reader's language."""

from sepviz.errors import SepvizError
from sepviz.text import Translator


def sentence(error: SepvizError, text: Translator) -> str:
    """Word an error by its code; one without a sentence of its own gets the general one."""
    key = f"errors.{error.code}"
    return text(key if text.has(key) else "errors.invalid", **error.fields)
