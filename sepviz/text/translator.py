"""Sentences by key: one TOML file a language, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "zh": "中文"}
"""Language ids in the order of the switch, each under its own name."""

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, eq=False)
class Translator:
    """Look up sentences of one language and fill their fields in.

    Parameters
    ----------
    language : str
        A key of `LANGUAGES`.
    sentences : Mapping[str, str]
        Sentence by dotted key, such as ``"playground.title"``.

    Examples
    --------
    >>> translator("en")("playground.title")
    'Separable convolutions, channel by channel'
    """

    language: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return the sentence with ``{field}`` replaced; integers get commas between thousands.

        A missing word shows its key and takes no page down; a test names it.
        """
        return self.sentences.get(key, key).format(
            **{name: number(value) for name, value in fields.items()}
        )

    def has(self, key: str) -> bool:
        """Return whether there is a sentence under this key."""
        return key in self.sentences

    def under(self, prefix: str) -> dict[str, str]:
        """Return all sentences below a dotted prefix, without it: the words of a component."""
        start = f"{prefix}."
        return {key[len(start) :]: value for key, value in self.sentences.items() if key.startswith(start)}


def number(value: object) -> str:
    """Return an integer with commas between thousands (in both languages), anything else as it is.

    Examples
    --------
    >>> number(1228800), number("5 x 5")
    ('1,228,800', '5 x 5')
    """
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@cache
def translator(language: str) -> Translator:
    """Return the translator of one language; a KeyError for a language that is not in `LANGUAGES`.

    Examples
    --------
    >>> translator("zh").language
    'zh'
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    with (_FOLDER / f"{language}.toml").open("rb") as file:
        return Translator(language, _flat(tomllib.load(file)))


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Turn nested tables into dotted keys."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat


def language_of(locale: str | None) -> str:
    """Return the language for a browser's locale, English where there is none of ours.

    Examples
    --------
    >>> language_of("zh-CN"), language_of("de-DE"), language_of(None)
    ('zh', 'en', 'en')
    """
    start = (locale or "").replace("_", "-").split("-")[0].lower()
    return start if start in LANGUAGES else "en"
