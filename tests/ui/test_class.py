"""The class answers together: its teacher and its students, without a browser."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.lessons.classroom import MOST_ANSWERS, MOST_CLASSES, Stage
from sepviz.lessons.numbers import numbers
from sepviz.text import LANGUAGES, translator, unbroken
from sepviz.text.lessons import lesson
from sepviz.ui.pages.walkthrough.classroom import attendance
from sepviz.ui.server import store as stores
from sepviz.ui.server.store import Limits, StoreDownError
from sepviz.ui.server.store_in_process import StoreInProcess
from tests.ui.test_walkthrough import choose, turn, visit
from tests.ui.visits import checked, keys, link, press

CHAPTER = 5
WRITTEN = lesson("en", CHAPTER, numbers())
RIGHT, WRONG = WRITTEN.right, next(choice for choice in WRITTEN.choices if not choice.right)


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> StoreInProcess:
    """A store of this test's own."""
    own = StoreInProcess(Limits())
    for module in (stores, attendance):
        monkeypatch.setattr(module, "store", lambda: own)
    for name in ("teacher", "graph"):
        monkeypatch.setattr(f"sepviz.ui.pages.walkthrough.classroom.{name}.store", lambda: own)
    return own


def words(key: str, language: str = "en", **fields: object) -> str:
    return translator(language)(f"class.{key}", **fields)


def teach(**settings: object) -> AppTest:
    """Open a class as its teacher, in front of it."""
    app = visit(chapter=CHAPTER, **settings)
    app.session_state["_tools"] = True
    press(checked(app.run()), "_class_open")
    return present(app)


def present(app: AppTest) -> AppTest:
    app.session_state["_settings"] = app.session_state["_settings"].changed(present=True)
    return checked(app.run())


def join(code: str, browser: int = 1, **settings: object) -> AppTest:
    """Come as a student whose browser has named itself."""
    app = visit(**{"chapter": CHAPTER, "class": code, **settings})
    app.session_state["_class_browser"] = f"{browser:032x}"
    return checked(app.run())


def go_on(app: AppTest) -> AppTest:
    """Press what the key presses, after the next look at the class."""
    checked(app.run())
    return press(app, next(ways(app)))


def ways(app: AppTest) -> Iterator[str]:
    """Yield the keys of the buttons that take the vote on."""
    return (button.key for button in app.button if button.key and button.key.startswith("_vote_"))


def page_text(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.warning, *app.info, *app.success]
    return "\n".join([*(part.value for part in parts), *(html.proto.body for html in app.get("html"))])


def test_a_class_is_opened_with_a_code_in_the_link_and_a_secret_for_its_teacher(shared):
    app = teach()
    code, secret = link(app)["class"], link(app)["teach"]
    assert re.fullmatch("[B-Z]{6}", code)
    assert shared.read(code)["secret"] == secret
    shown = app.code[0].value
    assert f"class={code}" in shown
    assert secret not in shown
    assert "teach" not in shown


def test_a_round_from_the_first_vote_to_the_question_why(shared):
    teacher = teach()
    code = link(teacher)["class"]
    students = [join(code, n) for n in range(4)]
    for student, choice in zip(students, [RIGHT, RIGHT, WRONG, WRONG], strict=True):
        choose(student, choice.id)
        assert words("counted") in page_text(student)
    assert words("answered", answered=4) in page_text(checked(teacher.run()))

    assert words("propose_discuss") in page_text(go_on(teacher))
    assert words("closed") in page_text(checked(students[0].run()))
    go_on(teacher)
    for student in students:
        checked(student.run())
        assert student.radio[0].value is None
        assert words("choose_again") in page_text(student)
    for student, choice in zip(students, [RIGHT, RIGHT, RIGHT, WRONG], strict=True):
        choose(student, choice.id)
    assert words("answered_of", answered=4, all=4) in page_text(checked(teacher.run()))

    shown = page_text(go_on(teacher))
    assert words("round_1", answers=4) in shown
    assert words("round_2", answers=4) in shown
    assert "2 · 50%" in shown
    assert "3 · 75%" in shown
    assert unbroken(WRONG.answer) in shown
    asked = page_text(go_on(teacher))
    assert words("why_tempting", right=RIGHT.letter, wrong=WRONG.letter) in asked
    assert not list(ways(teacher))
    press(teacher, "_reveal")
    assert unbroken(RIGHT.answer) in page_text(teacher)
    assert 'class="votes"' not in page_text(teacher)


def test_a_student_sees_neither_answer_nor_outcome_before_the_graph():
    teacher = teach()
    student = choose(join(link(teacher)["class"]), RIGHT.id)
    for stage in (Stage.SOLO, Stage.PROPOSAL):
        assert student.button(key="_reveal").disabled
        assert 'class="votes"' not in page_text(student)
        assert not list(ways(student))
        if stage == Stage.SOLO:
            go_on(teacher)
            checked(student.run())
    assert words("propose_go_on") in page_text(teacher)
    go_on(teacher)
    checked(student.run())
    assert "1 · 100%" in page_text(student)
    press(student, "_reveal")
    assert student.success[0].value == unbroken(RIGHT.answer)


def test_a_student_who_guesses_a_secret_stays_a_student():
    code = link(teach())["class"]
    student = join(code, teach="0" * 32)
    assert student.session_state["_settings"].teach == "0" * 32
    assert not list(ways(student))


def test_nobody_has_answered_so_the_vote_cannot_be_closed():
    teacher = teach()
    assert teacher.button(key=next(ways(teacher))).disabled


def test_a_choice_may_be_changed_and_counts_once(shared):
    code = link(teach())["class"]
    student = join(code)
    for choice in (WRONG, RIGHT, WRONG):
        choose(student, choice.id)
    assert shared.counts(code, f"{CHAPTER}-1") == {WRONG.id: 1}
    choose(join(code), RIGHT.id)  # the same browser after a reload
    assert shared.counts(code, f"{CHAPTER}-1") == {RIGHT.id: 1}


def test_an_answer_after_the_vote_was_closed_does_not_count(shared):
    teacher = teach()
    code = link(teacher)["class"]
    choose(join(code, 1), RIGHT.id)
    go_on(teacher)
    choose(join(code, 2), WRONG.id)
    assert shared.counts(code, f"{CHAPTER}-1") == {RIGHT.id: 1}


def test_only_the_browsers_random_name_and_the_choice_are_kept(shared):
    code = link(teach())["class"]
    choose(join(code, 7), RIGHT.id)
    assert shared._classes[code].answers == {f"{CHAPTER}-1": {f"{7:032x}": RIGHT.id}}
    assert set(shared.read(code)) == {"secret", "chapter", str(CHAPTER)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["ZZZZZZ", "nothing", "12"])
def test_a_code_that_does_not_exist_gets_a_sentence_and_the_lesson_goes_on(language, code):
    app = visit(**{"lang": language, "chapter": CHAPTER, "class": code})
    assert words("over", language, code=code.upper()) in [one.value for one in app.warning]
    press(choose(app, RIGHT.id), "_reveal")
    assert app.success
    press(app, "_class_leave")
    assert "class" not in link(app)
    assert not app.warning


@pytest.mark.parametrize("code", ["", "<b>", "a" * 13, "é" * 6])
def test_what_cannot_be_a_code_is_none(code):
    app = visit(**{"chapter": CHAPTER, "class": code})
    assert "class" not in link(app)
    assert not app.warning


def test_a_class_that_ends_tells_its_students():
    teacher = teach()
    student = join(link(teacher)["class"])
    press(teacher, "_class_out")
    assert {"class", "teach"} & set(link(teacher)) == set()
    assert words("over", code=link(student)["class"]) in [
        one.value for one in checked(student.run()).warning
    ]


def test_a_full_class_says_so_to_whoever_comes_too_late(shared):
    code = link(teach())["class"]
    for n in range(MOST_ANSWERS):
        shared.answer(code, f"{CHAPTER}-1", f"{n + 10:032x}", RIGHT.id)
    assert words("full") in page_text(choose(join(code), WRONG.id))
    assert shared.counts(code, f"{CHAPTER}-1") == {RIGHT.id: MOST_ANSWERS}


def test_the_class_after_the_last_is_refused_with_a_sentence(shared):
    for n in range(MOST_CLASSES):
        shared.open(f"C{n}", {"secret": "s", "chapter": "1"})
    app = teach()
    assert words("full_classes") in page_text(app)
    assert "class" not in link(app)


def test_a_student_is_told_where_the_class_is_and_follows_by_a_press():
    teacher = teach()
    student = join(link(teacher)["class"])
    assert "_class_follow" not in keys(student)
    turn(teacher, 7)
    press(checked(student.run()), "_class_follow")
    assert student.header[0].value.startswith("7 ·")
    assert "_class_follow" not in keys(student)


def test_another_class_begins_without_the_answers_of_the_last(shared):
    first, second = link(teach())["class"], link(teach())["class"]
    student = choose(join(first), RIGHT.id)
    student.query_params["class"] = second
    assert checked(student.run()).radio[0].value is None
    assert shared.counts(second, f"{CHAPTER}-1") == {}


def test_a_code_can_be_typed_in_any_case():
    code = link(teach())["class"]
    app = visit(chapter=CHAPTER)
    app.session_state["_tools"] = True
    checked(checked(app.run()).text_input(key="class").set_value(f"{code[:3].lower()} {code[3:]}").run())
    assert link(app)["class"] == code
    assert f"**{code}** · {words('choose')}" in page_text(app)


def test_of_two_tabs_that_take_the_vote_on_at_once_the_second_changes_nothing(shared, monkeypatch):
    teacher = teach()
    code = link(teacher)["class"]
    choose(join(code), RIGHT.id)
    seen, read = shared.read(code), shared.read

    def read_and_be_overtaken(asked: str) -> dict[str, str]:
        monkeypatch.setattr(shared, "read", read)
        shared.change(asked, {str(CHAPTER): "again 7"})
        return seen

    checked(teacher.run())
    button = teacher.button(key=next(ways(teacher)))
    monkeypatch.setattr(shared, "read", read_and_be_overtaken)
    checked(button.click().run())
    assert shared.read(code)[str(CHAPTER)] == "again 7"


def test_a_store_that_is_gone_leaves_the_lesson_as_it_is(shared, monkeypatch):
    code = link(teach())["class"]

    def gone(*_: object) -> None:
        raise StoreDownError

    for name in ("read", "open", "answer"):
        monkeypatch.setattr(shared, name, gone)
    student = join(code)
    assert words("down") in [one.value for one in student.warning]
    press(choose(student, RIGHT.id), "_reveal")
    assert student.success
