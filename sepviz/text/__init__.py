"""Words for people, in English and Chinese."""

from sepviz.text.translator import LANGUAGES, Translator, language_of, number, translator, unbroken

__all__ = ["LANGUAGES", "Translator", "language_of", "number", "translator", "unbroken"]
