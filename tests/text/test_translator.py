"""English and Chinese say the same things with the same fields."""

import re
import string

import pytest

from sepviz.text import LANGUAGES, language_of, number, translator


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys():
    english, chinese = (set(translator(language).sentences) for language in LANGUAGES)
    assert english == chinese


@pytest.mark.parametrize("key", sorted(translator("en").sentences))
def test_a_sentence_has_the_same_fields_in_both_languages(key):
    english, chinese = (translator(language).sentences[key] for language in LANGUAGES)
    assert fields(english) == fields(chinese)
    assert english.strip()
    assert chinese.strip()


def test_chinese_sentences_are_chinese():
    names = re.compile(r"[A-Za-z0-9°（）() .,:x×+/*-]*")
    left = [key for key, s in translator("zh").sentences.items() if not re.search("[一-鿿]", s)]
    assert all(names.fullmatch(translator("zh").sentences[key].split("{")[0]) for key in left)
    assert len(left) < len(translator("zh").sentences) / 5


def test_integers_get_commas_in_both_languages_and_switches_do_not():
    assert number(1228800) == "1,228,800"
    assert number(True) == "True"
    for language in LANGUAGES:
        assert "53,952" in translator(language)("headline.multiplications", count=53952)


def test_a_visitor_whose_language_we_do_not_have_reads_english():
    assert [language_of(locale) for locale in ("zh-Hans-CN", "zh_TW", "fr", "", None)] == [
        "zh",
        "zh",
        "en",
        "en",
        "en",
    ]


def test_an_unknown_language_is_a_key_error():
    with pytest.raises(KeyError):
        translator("../en")
