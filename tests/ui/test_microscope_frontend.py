"""The microscope's JavaScript, HTML and words hold together without a build step."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.ui.components.bundle import FRONTEND, html, javascript

MODULES = sorted(FRONTEND.glob("*.js"))
TEXTS = Path(__file__).parents[2] / "sepviz" / "text"


ENTRIES = {
    "streamlit.js": "microscope({ data, parentElement, setStateValue }) {",
    "layer_streamlit.js": "layerPicture({ data, parentElement, setTriggerValue }) {",
    "layer_carrier.js": "layerCarrier({ data }) {",
    "microscope_streamlit.js": "lightMicroscope({ data, parentElement, setStateValue }) {",
    "microscope_carrier.js": "microscopeCarrier() {",
}
PAGES = ("lesson.js", "microscope_page.js")  # without a server, and so without an export


def first_line(module):
    """Return what a module begins with, by which it is found in a bundle."""
    return module.read_text("utf-8").splitlines()[0]


def words_in_use():
    """Return the names of all words that the front end asks for."""
    source = javascript()
    names = set(re.findall(r"labels\.(\w+)", source)) | set(
        re.findall(r'(?:addStage|sentence)\("(\w+)"', source)
    )
    return names | set(re.findall(r'data-(?:text|name)="(\w+)"', html())) | {"fastest"}


@pytest.mark.parametrize("entry", ENTRIES)
def test_bundle_holds_each_module_at_most_once_one_export_and_no_import(entry):
    source = javascript(entry)
    assert not re.search(r"^import ", source, re.MULTILINE)
    assert re.findall(r"^export .*", source, re.MULTILINE) == [f"export default function {ENTRIES[entry]}"]
    for module in MODULES:
        assert source.count(first_line(module)) <= 1


@pytest.mark.parametrize("page", PAGES)
def test_the_script_of_a_page_without_a_server_stands_alone(page):
    assert not re.search(r"^(import|export) ", javascript(page), re.MULTILINE)


def test_every_module_is_part_of_a_component():
    together = "".join(javascript(entry) for entry in (*ENTRIES, *PAGES))
    assert [module.name for module in MODULES if first_line(module) not in together] == []


def test_static_page_can_mount_it_without_streamlit():
    assert "\nexport function mount(root, data, { onPin" in javascript("microscope.js")


@pytest.mark.parametrize("entry", [*ENTRIES, *PAGES])
def test_names_of_all_modules_of_a_bundle_are_different(entry):
    declared = r"^(?:export )?(?:async )?(?:function|const|class|let) (\w+)"
    names = re.findall(declared, javascript(entry), re.MULTILINE)
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_module_is_short_and_never_makes_markup_of_data(module):
    source = module.read_text("utf-8")
    assert len(source.splitlines()) <= 250
    assert max(map(len, source.splitlines())) <= 120
    assert not re.search(r"innerHTML|insertAdjacentHTML|eval\(|https?://|fetch\(", source)


def test_skeleton_holds_no_words():
    text = re.sub(r"<[^>]*>", "", html())
    assert text.strip() == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_is_there_and_none_is_left_over(language):
    table = tomllib.loads((TEXTS / f"{language}.toml").read_text("utf-8"))["microscope"]
    assert words_in_use() == set(table)


def test_both_languages_fill_the_same_holes():
    tables = [
        tomllib.loads((TEXTS / f"{one}.toml").read_text("utf-8"))["microscope"] for one in ("en", "zh")
    ]
    holes = [{name: sorted(re.findall(r"{(\w+)}", text)) for name, text in one.items()} for one in tables]
    assert holes[0] == holes[1]


def script():
    """Show a microscope with a button that moves its pin."""
    import numpy as np
    import streamlit as st

    from sepviz.shapes import geometry
    from sepviz.ui.components.microscope import MicroscopeView, microscope

    def move():
        st.session_state["scope"]["pin"] = [1, 99]

    st.button("Move", on_click=move)
    view = MicroscopeView(
        kind="spatial",
        image=np.zeros((6, 8, 1), np.float32),
        weights={"column": np.ones(3), "row": np.ones(3)},
        geometry=geometry((6, 8), (3, 3)),
        output=np.zeros((4, 6), np.float32),
        pinned=(2, 3),
        labels={},
    )
    st.write(str(microscope(view, key="scope")))


def test_pin_comes_from_the_view_until_it_is_moved():
    page = AppTest.from_function(script).run()
    assert page.markdown[0].value == "(2, 3)"
    page.button[0].click().run()
    assert not page.exception
    assert page.markdown[0].value == "(1, 5)"
