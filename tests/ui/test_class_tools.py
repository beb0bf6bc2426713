"""What a teacher has on every page: presenter mode, a link with its code, and a new class."""

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.text import LANGUAGES, translator
from sepviz.ui.shell.registry import PAGES
from tests.ui.visits import TERM, checked, link, page_behind, press

NAMES = [entry.name for entry in PAGES]


def visit(name: str, **settings: str) -> AppTest:
    """Open a page with its class tools."""
    app = page_behind(name, **settings)
    app.session_state["_tools"] = True
    return checked(app.run())


def address(app: AppTest) -> str:
    """Return the address that stands below the code for phones."""
    (found,) = [one.value for one in app.code if one.value.startswith(("?", "http"))]
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_code_a_link_and_a_new_class(name, language):
    app = visit(name, lang=language, sample="example12", teacher="true")
    assert "present=" not in address(app)
    assert "teacher" not in address(app)
    assert "lang" not in address(app)
    assert any('class="qr"' in one.proto.body for one in app.get("html"))
    assert app.button(key="_new_class").label == translator(language)("walk.new_class")


@pytest.mark.parametrize("name", [entry.name for entry in PAGES if not entry.presents])
def test_every_page_can_be_presented_and_left(name):
    app = press(visit(name, sample="example12"), "_present")
    assert link(app)["present"] == "true"
    assert "_present" not in {button.key for button in app.button}
    press(app, "_leave")
    assert "present" not in app.query_params


def test_a_new_class_finds_no_answer_of_the_one_before():
    app = visit("walkthrough", chapter="5")
    checked(app.radio[0].set_value("filters").run())
    press(app, "_reveal")
    assert app.warning
    press(app, "_new_class")
    assert app.radio[0].value is None
    assert not app.warning
    assert app.button(key="_reveal").disabled
    # The browser's copy is written anew from what the session knows.
    assert app.session_state["_walk_settled"] is True
    assert app.session_state["_walk_predictions"] == {}
    assert app.session_state["_groups"] == 1  # under which the browser finds no reasons of the group before


def test_a_new_class_forgets_what_was_predicted_of_a_training():
    app = visit("training", training_part="experiments", experiment="equal_width")
    radio = next(one for one in app.radio if str(one.key).startswith("_predicted_"))
    checked(radio.set_value("0").run())
    press(app, "_new_class")
    assert next(one for one in app.radio if str(one.key).startswith("_predicted_")).value is None


def test_a_link_that_is_too_long_for_a_code_can_be_copied():
    layers = "\n".join(["conv 3x3 16 ###"] * 120)
    app = visit("networks", network="own", layers=layers)
    assert len(address(app)) > 2500
    assert not any('class="qr"' in one.proto.body for one in app.get("html"))
    assert translator("en")("walk.qr_long") in [one.value for one in app.caption]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_on_every_page_lead_to_their_entries_and_each_only_once(name, language):
    shown = visit(name, lang=language)
    prose = "\n".join(one.value for one in (*shown.markdown, *shown.caption))
    linked = [(term, lang) for _, term, lang in TERM.findall(prose)]
    assert linked
    assert len(set(linked)) == len(linked)
    for term, lang in linked:
        assert lang == language
        assert translator(language).has(f"glossary.meaning.{term}")
    entry = visit("teach", lang=language, teach_part="glossary", term=linked[0][0])
    assert translator(language)(f"glossary.meaning.{linked[0][0]}") in entry.info[0].value


@pytest.mark.parametrize("name", NAMES)
def test_in_front_of_a_class_no_word_is_a_link(name):
    shown = visit(name, present="true")
    assert "term=" not in "\n".join(one.value for one in (*shown.markdown, *shown.caption))
