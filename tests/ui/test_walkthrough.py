"""The walkthrough without a browser: ten chapters, predictions, links, both languages."""

import json
import re
from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from sepviz.lessons import example
from sepviz.lessons.numbers import numbers
from sepviz.text import LANGUAGES, translator
from sepviz.text.lessons import CHAPTERS, lesson
from sepviz.ui.chapters import scopes
from sepviz.ui.pages.walkthrough import navigation, predictions
from sepviz.ui.pages.walkthrough.pictures import PICTURES, SETTINGS
from sepviz.ui.session.parameters import PARAMETERS, PLAYGROUND
from tests.ui.visits import checked, keys, link, opened, press

visit = partial(opened, "walkthrough")

EVERY = [(language, chapter) for language in LANGUAGES for chapter in CHAPTERS]


def choose(app: AppTest, choice_id: str) -> AppTest:
    return checked(app.radio[0].set_value(choice_id).run())


def turn(app: AppTest, chapter: int) -> AppTest:
    """Open a chapter as a press on the bar does."""
    app.session_state["_settings"] = app.session_state["_settings"].changed(chapter=chapter)
    return checked(app.run())


def answer(app: AppTest) -> str:
    """Return what is said to the choice that was made, its products with usual blanks."""
    said: list[Any] = [*app.success, *app.warning, *app.info]
    (one,) = said
    return one.value.replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "chapter"), EVERY)
def test_every_choice_of_every_chapter_gets_its_own_answer(language, chapter):
    written = lesson(language, chapter, numbers())
    app = visit(lang=language, chapter=chapter)
    assert app.header[0].value == f"{chapter} · {written.title}"
    assert app.button(key="_reveal").disabled
    press(choose(app, written.choices[0].id), "_reveal")
    for choice in written.choices:
        choose(app, choice.id)
        right = "" if choice.right else f" Right is {written.right.letter}: {written.right.label}."
        if language == "zh":
            right = right.replace(" Right is ", "正确答案是 ").replace(": ", "：", 1).removesuffix(".")
            right += "。" if right else ""
        assert answer(app) == choice.answer + right
        assert bool(app.success) == choice.right


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_an_answer_ends_inside_a_product(language):
    app = press(choose(visit(lang=language, chapter=5), "filters"), "_reveal")
    assert "8 @ 8 @ 3".replace(" @ ", f"\u00a0{translator(language)('app.times').strip()}\u00a0") in (
        app.warning[0].value
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_presenter_reveals_without_choosing(chapter):
    right = lesson("en", chapter, numbers()).right
    app = press(visit(chapter=chapter, present="true"), "_reveal")
    assert answer(app) == f"**{right.letter}: {right.label}** · {right.answer}"
    assert app.title[0].value.startswith(f"{chapter} ·")


def test_nothing_is_revealed_before_it_is_asked_for():
    app = choose(visit(chapter=4), "twice")
    assert [*app.success, *app.warning, *app.info] == []


def test_a_wrong_answer_can_be_tried_again():
    app = press(choose(visit(chapter=5), "filters"), "_reveal")
    assert app.warning
    press(app, "_retry")
    assert app.radio[0].value is None
    assert "_reveal" in keys(app)
    press(choose(app, "channels"), "_reveal")
    assert app.success


def test_answers_survive_other_chapters_and_the_other_language():
    app = press(choose(visit(chapter=2), "flops"), "_reveal")
    turn(turn(app, 3), 2)
    assert app.radio[0].value == "flops"
    checked(app.segmented_control(key="lang").set_value("zh").run())
    assert app.radio[0].value == "flops"
    assert answer(app) == f"{lesson('zh', 2, numbers()).choice('flops').answer}正确答案是 C：10。"


@pytest.mark.parametrize(
    ("at", "news"),
    [
        ({"press": 4, "chapter": 7, "backs": 0, "left": 0}, (4, 7, 0, False)),
        ({"press": 5, "chapter": 7, "backs": 0, "left": 4}, (5, 7, 0, True)),
        ({"press": 5, "chapter": 7, "backs": 0, "left": 3}, (5, 7, 0, False)),
        ({"press": 3, "chapter": 7, "backs": 0, "left": 0}, None),
        ({"press": 9, "chapter": None, "backs": 2, "left": 0}, (9, None, 2, False)),
        ({"press": 9, "chapter": 12, "backs": 0, "left": 0}, (9, None, 0, False)),
        ({"press": "9", "chapter": 2, "backs": 0, "left": 0}, None),
        ({"press": 9, "chapter": 2}, None),
        ([9, 2, 0], None),
        (None, None),
    ],
)
def test_a_press_counts_once_and_nonsense_never(at, news):
    assert navigation.newest_move(at, 3) == news


def test_a_link_that_was_overtaken_by_a_press_is_ignored():
    app = visit(chapter=2)
    older = link(app)
    assert link(turn(app, 3))["chapter"] == "3"
    app.query_params = older
    assert checked(app.run()).session_state["_settings"].chapter == 3


def test_an_older_link_counts_when_the_visitor_goes_back():
    app = visit(chapter=2)
    older = link(app)
    turn(app, 3).query_params = older
    app.session_state["_history_used"] = True
    assert link(checked(app.run()))["chapter"] == "2"
    assert app.header[0].value.startswith("2 ·")


@pytest.mark.parametrize(
    ("asked", "opened"),
    {"99": 10, "0": 1, "-4": 1, "10": 10, "4.6": 5, "five": 1, "": 1, "٥": 1, "9" * 5000: 1}.items(),
)
def test_a_stale_link_opens_the_nearest_sensible_chapter(asked, opened):
    assert PARAMETERS["chapter"].read(asked) == opened or len(asked) > 2000
    app = visit(chapter=asked)
    assert app.header[0].value.startswith(f"{opened} ·")
    assert link(app)["chapter"] == str(opened)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_link_holds_the_chapter_with_its_settings_and_nothing_else(chapter):
    names = {"lang", "chapter", "present", "seed", *SETTINGS[chapter]}
    assert set(link(visit(chapter=chapter))) == names - {"pin"}


def test_a_link_carries_the_settings_of_a_picture():
    settings = {"chapter": "8", "multiplier": "3", "seed": "41", "lang": "zh", "present": "false"}
    app = visit(**settings)
    assert app.slider(key="multiplier").value == 3
    assert link(app) == settings


def test_chapter_8_starts_with_the_multiplier_of_its_text():
    assert visit(chapter=8).slider(key="multiplier").value == numbers()["multiplier"]


@pytest.mark.parametrize(
    "settings",
    [
        {"chapter": 3, "pair_kernel": "motion_blur"},
        {"chapter": 4, "channel": 255},
        {"chapter": 5, "colour": "yellow"},
        {"chapter": 6, "channel": 256, "pin": "999,0"},
        {"chapter": 7, "outputs": 0},
        {"chapter": 8, "multiplier": 8},
    ],
)
def test_a_setting_that_a_chapter_does_not_have_does_no_harm(settings):
    app = visit(**settings)
    app = press(
        choose(app, lesson("en", settings["chapter"], numbers()).right.id),
        "_reveal",
    )
    assert app.success


def test_every_chapter_has_a_picture_and_its_settings_are_parameters():
    assert set(PICTURES) == set(SETTINGS) == set(CHAPTERS)
    assert {name for names in SETTINGS.values() for name in names} <= set(PARAMETERS)
    assert not {"chapter", "present", "outputs", "colour"} & set(PLAYGROUND)


@pytest.mark.parametrize("multiplier", [2, 3, 4])
def test_the_text_of_chapter_8_says_what_its_slider_says(multiplier):
    app = visit(chapter=8, multiplier=multiplier)
    said = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", app.markdown[1].value)  # words of the glossary are links
    assert f"multiplier {multiplier}" in said
    assert f"{3 * multiplier} maps" in said
    assert app.session_state["_settings"].depth_multiplier == 1


def test_what_chapter_3_takes_apart_is_not_the_playgrounds_kernel():
    app = visit(chapter=3)
    checked(app.selectbox(key="pair_kernel").set_value("emboss").run())
    assert app.session_state["_settings"].kernel == "sobel_x"


@pytest.mark.parametrize(("teacher", "offered"), [("false", False), ("true", True)])
def test_the_key_is_offered_behind_the_teachers_link_only(teacher, offered):
    app = visit(chapter=CHAPTERS[-1], teacher=teacher)
    app.session_state["_summary"] = True
    checked(app.run())
    labels = [one.proto.label for one in app.get("download_button")]
    assert (translator("en")("walk.get_answers") in labels) == offered
    assert translator("en")("walk.get_questions") in labels


def test_the_bill_says_when_it_does_not_pay():
    app = press(choose(visit(chapter=7), "ratio"), "_reveal")
    assert "1,228,800 against 53,952" in " ".join(m.value for m in app.markdown)
    checked(app.slider(key="outputs").set_value(1).run())
    said = translator("en")("walk.bill_more", standard=4800, separable=4992)
    assert said in [m.value for m in app.markdown]


def test_right_answers_are_counted_only_for_those_who_ask():
    app = press(choose(visit(chapter=10), "points"), "_reveal")
    score = translator("en")("walk.right_of", right=1, all=len(CHAPTERS))
    assert "_count_right" not in app.session_state
    app.session_state["_summary"] = True
    checked(app.run())
    assert score not in [m.value for m in app.markdown]
    checked(app.toggle(key="_count_right").set_value(True).run())
    assert score in [m.value for m in app.markdown]


def test_presenter_mode_is_left_by_its_button():
    app = press(visit(chapter=3, present="true"), "_leave")
    assert link(app)["present"] == "false"
    assert "_leave" not in keys(app)


@pytest.mark.parametrize(
    "kept",
    [
        None,
        7,
        "",
        "{",
        "[]",
        "[" * 3000,
        "null",
        '{"1": 3, "12": {"choice": "upper_left"}}',
        '{"1": {"choice": ["upper_left"], "revealed": 1}}',
        "x" * 100_000,
    ],
)
def test_a_browser_that_kept_nonsense_is_not_believed(kept):
    assert predictions._parsed(kept) == {}


def test_what_the_browser_kept_is_read_back():
    made = {3: predictions.Prediction("rows", True), 9: predictions.Prediction(None, False)}
    text = json.dumps({"3": {"choice": "rows", "revealed": True}, "9": {"choice": None, "revealed": False}})
    assert predictions._parsed(text) == made


def test_a_choice_that_no_longer_exists_is_no_choice():
    def remembered() -> None:
        from sepviz.ui.pages.walkthrough import page, predictions
        from sepviz.ui.shell import frame

        predictions.restore('{"4": {"choice": "gone", "revealed": true}}')
        page.show(frame.begin())

    app = AppTest.from_function(remembered, default_timeout=60)
    app.query_params["chapter"] = "4"
    checked(app.run())
    assert app.radio[0].value is None
    assert app.info


def test_chapter_10_hides_the_second_curve_until_the_answer_is_asked_for():
    def plot(app: AppTest) -> str:
        return next(element.proto.body for element in app.get("html") if "train-plot" in element.proto.body)

    app = visit(chapter=10)
    assert numbers()["learned_separable"] not in plot(app)
    press(choose(app, "points"), "_reveal")
    assert numbers()["learned_separable"] in plot(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapter_9_and_the_last_end_with_the_way_to_one_s_own_photo(language: str):
    said = translator(language)("walk.own_photo")
    for chapter in CHAPTERS:
        labels = [part.proto.label for part in visit(chapter=chapter, lang=language).get("page_link")]
        assert (said in labels) == (chapter in (9, CHAPTERS[-1]))


def test_chapter_6_looks_at_a_single_pixel_of_the_depthwise_maps_and_not_of_the_photo():
    view = scopes.pointwise(translator("en"), 7)
    depthwise = example.depthwise().apply(example.image(), example.separable_weights())
    assert view.geometry.kernel_size == (1, 1)
    assert np.array_equal(view.image, depthwise)
