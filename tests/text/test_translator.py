"""English and Chinese say the same things with the same fields."""

import re
import string

import pytest

from sepviz.text import LANGUAGES, language_of, number, translator, unbroken


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


def test_a_noun_agrees_with_its_number_and_only_one_is_singular():
    english = translator("en")
    kernels = [english("pipeline.standard", filters=n, kh=3, kw=5, channels=2) for n in (1, 2, 1000)]
    assert kernels == ["1 kernel of 3 x 5 x 2", "2 kernels of 3 x 5 x 2", "1,000 kernels of 3 x 5 x 2"]
    padding = english("code.padding", top=1, bottom=2, left=2, right=1)
    assert "1 row of zeros above, 2 below, 2 columns left, 1 right" in padding


def test_no_english_sentence_has_a_plural_that_one_could_stand_before():
    nouns = r"\{\w+\} (kernels|rows|columns|channels|maps|weights|terms|lines|products|runs)\b"
    others = ("walk.", "worksheet.", "microscope.", "lab.lesson")
    found = [key for key, words in translator("en").sentences.items() if re.search(nouns, words)]
    assert [key for key in found if not key.startswith(others)] == []


def test_chinese_multiplies_with_its_own_sign_also_in_formulas_that_are_filled_in():
    chinese = translator("zh")
    assert chinese("bill.total_line", formula="2 x (3 x 5) = 30") == "合计：2 × (3 × 5) = 30"
    assert chinese.formula("Sobel x 3 x 5, x 2") == "Sobel x 3 × 5, x 2"
    assert [key for key, words in chinese.sentences.items() if re.search(r"[\d})] x [\d{(√]", words)] == []


def test_a_product_stays_on_one_line_with_either_sign_and_words_do_not():
    assert unbroken("8 x 8 x (5 x 5)") == "8\u00a0x\u00a08\u00a0x\u00a0(5\u00a0x\u00a05)"
    assert unbroken("Sobel x 3 × 5 x") == "Sobel x 3\u00a0×\u00a05 x"


def test_chinese_says_a_ratio_as_a_fraction_and_no_less_to_one_in_so_many():
    assert "分之一" not in translator("zh")(
        "comparison.fewer", who="a", ratio="4.24", share="23.6%", reference="b"
    )
    assert not any(
        re.search(r"\{\w+\} ?分之一|少到", words) for words in translator("zh").sentences.values()
    )


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
