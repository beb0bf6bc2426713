"""Sentences by key: one TOML file a language, read once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path

LANGUAGES = {"en": "English", "zh": "中文"}
"""Language ids in the order of the switch, each under its own name."""

_PRODUCT = re.compile(r"(?<=[\d)]) x (?=[\d(Σ])")
_SIGN = re.compile(r"(?<=[\d)]) ([x×]) (?=[\d(Σ])")
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

        ``{count:map|maps}`` becomes ``1 map`` or ``2 maps``. A missing word shows its key and takes no
        page down; a test names it.
        """
        texts = {name: _Field(self.formula(number(value))) for name, value in fields.items()}
        return self.sentences.get(key, key).format(**texts)

    def formula(self, formula: str) -> str:
        """Return a formula with the language's own sign of multiplication.

        Examples
        --------
        >>> translator("zh").formula("2 x (3 x 5) = 30")
        '2 × (3 × 5) = 30'
        """
        return _PRODUCT.sub(self.sentences["app.times"], formula) if " x " in formula else formula

    def joined(self, *sentences: str) -> str:
        """Return sentences one after the other, without those that are empty.

        Chinese puts no blank between them: a full stop of full width brings its own.

        Examples
        --------
        >>> translator("en").joined("One.", "", "Two."), translator("zh").joined("一。", "二。")
        ('One. Two.', '一。二。')
        """
        return reduce(
            lambda first, second: self("app.joined", first=first, second=second), filter(None, sentences)
        )

    def has(self, key: str) -> bool:
        """Return whether there is a sentence under this key."""
        return key in self.sentences

    def under(self, prefix: str) -> dict[str, str]:
        """Return all sentences below a dotted prefix, without it: the words of a component."""
        return dict(_under(self, f"{prefix}."))


class _Field(str):
    """The text of a field, which agrees with its noun: one for 1, the other for all other numbers."""

    def __format__(self, nouns: str) -> str:
        """Return the text, followed by the noun that fits where two are given."""
        if not nouns:
            return str(self)
        one, many = nouns.split("|")
        return f"{self} {one if self == '1' else many}"


def unbroken(written: str) -> str:
    """Keep sizes and products such as 8 x 8 x 256 on one line."""
    return _SIGN.sub("\u00a0\\1\u00a0", written)


def number(value: object) -> str:
    """Return an integer with commas between thousands (in both languages), anything else as it is.

    Examples
    --------
    >>> number(1228800), number("5 x 5")
    ('1,228,800', '5 x 5')
    """
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@cache
def _under(text: Translator, start: str) -> dict[str, str]:
    """Return the sentences whose keys start so; pages ask at every run, and there are 1,900."""
    return {key[len(start) :]: value for key, value in text.sentences.items() if key.startswith(start)}


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
