"""Every number in a lesson is computed, every lesson fits a screen, both languages say the same."""

import re
import string

import numpy as np
import pytest

from sepviz.kernels import KERNELS
from sepviz.lessons import example
from sepviz.lessons.numbers import numbers
from sepviz.ops import conv2d
from sepviz.text import LANGUAGES, translator
from sepviz.text.lessons import CHAPTERS, lesson, source
from sepviz.ui.chapters.pairs import PAIRS, QUESTION

MOST_WORDS = 80
MOST_CHARACTERS = 120

EVERY = [(language, chapter) for language in LANGUAGES for chapter in CHAPTERS]


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def words(text):
    """Count words; a shape such as 8 x 8 x 256 is one."""
    joined = re.sub(r"(?<=[\d)]) x (?=[\d(])", "x", text.replace("`", ""))
    return sum(any(c.isalnum() for c in word) for word in joined.split())


@pytest.mark.parametrize(("language", "chapter"), EVERY)
def test_a_lesson_holds_no_number_but_computed_ones(language, chapter):
    bare = re.sub(r"\{\w+\}", "", source(language, chapter))
    names = re.sub(r"\b1 x 1\b|Conv2d|2 x MACs|1/", "", bare)
    weight = ["1"] if chapter == 1 else []  # the one of the corner kernel
    assert [digits for digits in re.findall(r"\d+", names) if digits not in weight] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_around_a_lesson_holds_no_number_but_names(language):
    names = re.compile(
        r"1 [x×] 1|2 [x×] MACs|PageUp|1 to 4|1 到 4|arXiv:1704.04861|2017|1 / |tables 4 and 6|表 4 和表 6"
    )
    said = translator(language).under("walk") | translator(language).under("worksheet")
    bare = {key: names.sub("", re.sub(r"\{\w+\}", "", text)) for key, text in said.items()}
    assert {key for key, text in bare.items() if re.search(r"\d", text)} <= {
        "relu_alt",
        "question_2",
        "question_10",
        "question_12",
        "question_13",
        "question_14",
        "question_15",
        "why_10",
        "rules",
    }


@pytest.mark.parametrize(("language", "chapter"), EVERY)
def test_every_field_of_a_lesson_is_computed(language, chapter):
    assert fields(source(language, chapter)) <= set(numbers())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_both_languages_offer_the_same_choices_with_the_same_one_right(chapter):
    english, chinese = (lesson(language, chapter, numbers()) for language in LANGUAGES)
    assert [(c.id, c.right) for c in english.choices] == [(c.id, c.right) for c in chinese.choices]
    digits = [
        [re.sub(r"\D", "", c.label.removeprefix("1/")) for c in one.choices] for one in (english, chinese)
    ]
    assert digits[0] == digits[1]


@pytest.mark.parametrize(("language", "chapter"), EVERY)
def test_one_choice_is_right_and_all_are_different(language, chapter):
    written = lesson(language, chapter, numbers())
    assert [choice.right for choice in written.choices].count(True) == 1
    assert len({choice.label for choice in written.choices}) == len(written.choices) >= 3
    assert len({choice.answer for choice in written.choices}) == len(written.choices)


def test_right_choices_are_spread_over_all_letters():
    letters = [lesson("en", chapter, numbers()).right.letter for chapter in CHAPTERS]
    assert {letter: letters.count(letter) for letter in "ABCD"} == {"A": 2, "B": 3, "C": 3, "D": 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_named_before_it_is_explained(language):
    for chapter in range(1, 7):
        assert not re.search("MAC|FLOP|groups", source(language, chapter))
    assert "groups" not in source(language, 7)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_screen_has_at_most_eighty_words_with_its_longest_answer(chapter):
    written = lesson("en", chapter, numbers())
    fixed = (
        f"{written.title} {written.idea} {written.question} {' '.join(c.label for c in written.choices)}"
    )
    assert words(fixed) + max(words(choice.answer) for choice in written.choices) <= MOST_WORDS


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chinese_screen_is_as_short(chapter):
    written = lesson("zh", chapter, numbers())
    parts = [
        written.title,
        written.idea,
        written.question,
        max((c.answer for c in written.choices), key=len),
    ]
    assert len(re.findall("[一-鿿]", "".join(parts))) <= MOST_CHARACTERS
    assert all(re.search("[一-鿿]", part) for part in parts)


@pytest.mark.parametrize(
    ("name", "value"),
    {
        "products": 75,
        "standard_multiplications": 1_228_800,
        "depthwise_multiplications": 4_800,
        "pointwise_multiplications": 49_152,
        "separable_multiplications": 53_952,
        "standard_parameters": 19_200,
        "depthwise_parameters": 75,
        "pointwise_parameters": 768,
        "separable_parameters": 843,
        "ratio": "22.78",
        "multiplied_formula": "9,600 + 98,304 = 107,904",
        "standard_formula": "8 x 8 x 256 x (5 x 5 x 3) = 1,228,800",
        "sobel_full": 9,
        "sobel_split": 6,
        "laplacian_rank": 2,
        "small_standard": 27,
        "small_separable": 30,
        "mobilenet_accuracy": "70.6%",
        "twin_accuracy": "71.7%",
    }.items(),
)
def test_the_numbers_of_the_worked_example_are_those_of_its_sources(name, value):
    assert numbers()[name] == value


@pytest.mark.parametrize(
    ("chapter", "label"),
    {
        2: "10",
        3: "2",
        4: "8 x 8 x 256",
        5: "8 x 8 x 3",
        6: "768",
        7: "22.78",
        8: "3",
    }.items(),
)
def test_the_right_choice_is_right(chapter, label):
    assert lesson("en", chapter, numbers()).right.label == label


def test_the_corner_kernel_picks_the_upper_left_part():
    red = example.image()[:, :, :1]
    out = conv2d(red, example.corner_kernel()[:, :, None, None])
    np.testing.assert_array_equal(out, red[:8, :8])
    assert lesson("en", 1, numbers()).right.id == "upper_left"


def test_the_two_pairs_of_the_question_add_up_to_its_kernel():
    assert len(PAIRS) == numbers()["laplacian_rank"]
    np.testing.assert_array_equal(sum(np.outer(*pair) for pair in PAIRS), KERNELS[QUESTION].weights)


def test_the_standard_formula_of_chapter_7_counts_what_the_layer_does():
    layer, x = example.STANDARD, example.image()
    assert layer.apply(x, example.standard_weights()).shape == (8, 8, 256)
    assert 8 * 8 * 256 * numbers()["products"] == numbers()["standard_multiplications"]


def test_a_lesson_without_its_numbers_is_refused():
    with pytest.raises(KeyError):
        lesson("en", 4, {})
