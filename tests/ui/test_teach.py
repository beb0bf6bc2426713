"""The page for the teacher: plans that add up, notes on every wrong answer, links that open, a glossary."""

import re
from functools import partial
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.lessons import traffic
from sepviz.lessons.glossary import TERMS
from sepviz.lessons.numbers import numbers
from sepviz.lessons.plans import PLANS
from sepviz.text import LANGUAGES, translator
from sepviz.text.lessons import CHAPTERS, lesson
from sepviz.ui.pages.teach import moments
from sepviz.ui.session.parameters import PARAMETERS, TEACH_PARTS, read
from sepviz.ui.shell.registry import PAGES
from sepviz.ui.views import terms
from tests.ui.visits import link, opened

visit = partial(opened, "teach")

PATHS = {entry.url_path for entry in PAGES}
LINK = re.compile(r"\]\(([^)]+)\)")


def said(app: AppTest) -> str:
    """Return all Markdown of the page, tables included."""
    tables = [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
    return "\n".join([one.value for one in (*app.markdown, *app.info)] + tables)


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_takes_its_minutes_and_begins_with_free_play(plan):
    steps = PLANS[plan]
    assert sum(step.minutes for step in steps) == plan
    assert (steps[0].kind, steps[0].minutes) == ("play", 5)
    chapters = [step.chapter for step in steps if step.chapter]
    assert chapters == sorted(set(chapters) & set(CHAPTERS))


def test_the_short_plan_discusses_four_or_five_chapters_and_the_long_one_shows_all():
    assert 4 <= sum(step.discussed for step in PLANS[45]) <= 5
    assert [step.chapter for step in PLANS[90] if step.chapter] == list(CHAPTERS)
    least = min(step.minutes for plan in PLANS.values() for step in plan if step.discussed)
    assert least >= 7  # two votes and two minutes of talk between them


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_both_plans_with_links_to_their_chapters(language):
    written = said(visit(lang=language, teach_part="plans"))
    for plan in PLANS:
        for step in PLANS[plan]:
            assert f"walkthrough?chapter={step.chapter}&lang={language}" in written or not step.chapter
    assert "1,228,800" in written
    assert "{" not in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notes_say_what_each_wrong_answer_means(language):
    text = translator(language)
    written = said(visit(lang=language, teach_part="notes"))
    for chapter in CHAPTERS:
        for choice in lesson(language, chapter, numbers()).choices:
            key = f"teach.thoughts.{chapter}_{choice.id}"
            assert text.has(key) != choice.right
            assert choice.right or (text(key) in written and choice.answer in written)
        assert text(f"teach.shows.{chapter}") in written
        assert text(f"teach.asks.{chapter}") in written


def test_twelve_moments_open_as_they_say_in_both_languages():
    assert len(moments.MOMENTS) == 12
    written = said(visit(teach_part="links"))
    for name, (path, settings) in moments.MOMENTS.items():
        assert path in PATHS
        for language in LANGUAGES:
            address = moments.address(name, language)
            assert f"]({address})" in written
            query = dict(parse_qsl(urlsplit(address).query))
            assert query.pop("lang") == language
            # Each value is one that the page takes, not one for which its default would stand in.
            assert {key: PARAMETERS[key].write(read(key, value)) for key, value in query.items()} == query
            assert set(query) == set(settings)


def test_the_traffic_of_a_class_grows_with_its_students():
    written = said(visit(teach_part="site", students="40"))
    assert f"{traffic.of_class(40, len(CHAPTERS)) / 1e6:.0f} MB" in written
    app = visit(teach_part="site")
    app.number_input(key="students").set_value(1).run()
    assert f"{traffic.of_class(1, len(CHAPTERS)) / 1e6:.0f} MB" in said(app)
    assert 'embed=true"' in app.code[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_a_link_names_stands_above_the_others(language):
    text = translator(language)
    app = visit(lang=language, teach_part="glossary", term="depthwise")
    assert text("glossary.meaning.depthwise") in app.info[0].value
    assert all(text(f"glossary.meaning.{term}") in said(app) for term in TERMS)
    assert not visit(lang=language, teach_part="glossary", term="<script>").info


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_glossary_occurs_in_the_walkthrough(language):
    text = translator(language)
    parts = [*text.under("walk").values(), *text.under("ops").values()]
    for chapter in CHAPTERS:
        written = lesson(language, chapter, numbers())
        parts += [written.title, written.idea, written.question]
        parts += [part for choice in written.choices for part in (choice.label, choice.answer)]
    everything = " ".join(parts).lower()
    assert [term for term in TERMS if text(f"glossary.word.{term}").lower() not in everything] == []


@pytest.fixture(autouse=True)
def new_page() -> None:
    """No test finds the words that another one linked."""
    terms.begin()


def test_the_first_mention_of_a_word_is_a_link_and_the_longest_word_wins():
    text = translator("en")
    sentence = "Depthwise separable: depthwise kernels, then more kernels."
    linked = terms.linked(text, sentence)
    ids = [dict(parse_qsl(urlsplit(link).query))["term"] for link in LINK.findall(linked)]
    assert ids == ["separable", "depthwise", "kernel"]
    assert re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", linked) == sentence
    terms.begin()
    assert "term=depthwise" in terms.linked(translator("zh"), "逐通道卷积不相加")


def test_a_page_links_each_word_once_and_a_paragraph_three_and_none_that_touch():
    text = translator("en")
    first, second = "Kernels and windows.", "A kernel, a window, a channel, a filter, a rank, a ReLU."
    assert terms.linked(text, first).count("](") == 2
    linked = terms.linked(text, second)
    ids = [dict(parse_qsl(urlsplit(link).query))["term"] for link in LINK.findall(linked)]
    assert ids == ["channel", "filter", "rank"]
    assert terms.linked(text, first).count("](") == 2  # a part of the page that runs again alone
    assert terms.linked(translator("zh"), "分组卷积").count("](") == 1
    assert terms.linked(translator("zh"), "MobileNetV2") == "MobileNetV2"
    assert terms.linked(translator("zh"), "MACs 和 MobileNet 卷积").count("](") == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_within_a_link_code_or_bold_stays_as_it_is(language):
    text = translator(language)
    word = text("glossary.word.kernel")
    for kept in (f"[a {word} there](#there)", f"`{word}`", f"是**{word}**的"):
        assert terms.linked(text, kept) == kept
    assert terms.linked(text, f"[{word}](#a), {word}").startswith(f"[{word}](#a), [{word}](teach?")


@pytest.mark.parametrize("part", TEACH_PARTS)
def test_each_part_is_in_the_link(part):
    app = visit(teach_part=part)
    assert link(app)["teach_part"] == part
