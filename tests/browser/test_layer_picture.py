"""The picture of a layer in Chromium, driven as a person would."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from sepviz.text import LANGUAGES, translator
from sepviz.ui.components.layer_picture_view import LayerPictureView
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import sample_picture
from sepviz.ui.session.run import Run, prepare
from sepviz.ui.session.state import reconciled
from sepviz.ui.views.layer_view import layer_view
from tests.browser.screen import violations

SCREEN = {"width": 1080, "height": 900}
READY = ".layer .say"
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}

# What the page around the picture does in these tests: show a view that the test has written.
SCRIPT = """
import pickle
from pathlib import Path

import streamlit as st

from sepviz.ui.components.layer_picture import layer_picture

st.set_page_config(layout="wide")
names = st.query_params["views"].split(",")
name = names[st.session_state.get("turn", 0) % len(names)]
view = pickle.loads((Path(__file__).parent / f"{name}.pickle").read_bytes())
st.write("Clicked:", str(layer_picture(view, key="layer")))
st.button("Next", on_click=lambda: st.session_state.update(turn=st.session_state.get("turn", 0) + 1))
"""


def run_of(**settings: Any) -> Run:
    """Prepare a run of the playground with these settings."""
    values = reconciled(Settings(**({"weights": "random"} | settings)), settings)
    return prepare(values, sample_picture(str(settings.get("sample", "example12")), 256))


def view_of(language: str = "en", **settings: Any) -> LayerPictureView:
    return layer_view(translator(language), run_of(**settings))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finger_is_asked_to_tap_and_a_mouse_to_point(look, language):
    words = translator(language).under("layer_picture.frontend")
    view = view_of(language)
    expect(look(view).locator(".layer .say")).to_have_text(re.compile(f"{re.escape(words['point'])}$"))
    expect(look(view, **PHONE).locator(".layer .say")).to_have_text(
        re.compile(f"{re.escape(words['tap'])}$")
    )


def map_of(page: Page, column: int, index: int) -> Locator:
    return page.locator(".layer .column").nth(column).locator(".map").nth(index)


def lit(page: Page, name: str = "lit") -> set[tuple[int, int, int]]:
    """Return (step, from, to) of the lines that are lit."""
    data = page.locator(f".layer .line.{name}").evaluate_all(
        "lines => lines.map(({ dataset }) => [dataset.step, dataset.from, dataset.to])"
    )
    return {(int(step), int(source), int(target)) for step, source, target in data}


def lines(page: Page) -> int:
    return page.locator(".layer .line").count()


def clicked(page: Page, text: str) -> None:
    """Check what Python got."""
    expect(page.get_by_text(f"Clicked: {text}")).to_be_visible()


def pointed(page: Page, column: int, index: int) -> Locator:
    """Point at a map and wait until the picture answers."""
    one = map_of(page, column, index)
    one.hover()
    expect(page.locator(".layer.pointing")).to_be_visible()
    return one


KINDS = [
    # settings, all lines, column, index, lines that light up
    ({"op": "standard", "filters": 5}, 15, 1, 3, {(0, 0, 3), (0, 1, 3), (0, 2, 3)}),
    ({"op": "standard", "filters": 2}, 6, 0, 1, {(0, 1, 0), (0, 1, 1)}),
    ({"op": "separable", "filters": 5}, 18, 1, 1, {(0, 1, 1)}),
    ({"op": "separable", "filters": 5}, 18, 2, 4, {(1, 0, 4), (1, 1, 4), (1, 2, 4)}),
    ({"op": "separable", "filters": 2, "depth_multiplier": 2}, 18, 0, 2, {(0, 2, 4), (0, 2, 5)}),
    ({"op": "grouped", "groups": "3", "filters": 6}, 6, 1, 3, {(0, 1, 3)}),
    ({"op": "grouped", "groups": "3", "filters": 6}, 6, 0, 2, {(0, 2, 4), (0, 2, 5)}),
    ({"op": "spatial"}, 6, 1, 2, {(0, 2, 2)}),
    ({"op": "spatial"}, 6, 2, 0, {(1, 0, 0)}),
]


@pytest.mark.parametrize(("settings", "count", "column", "index", "expected"), KINDS)
def test_pointing_at_a_map_lights_exactly_what_it_is_made_from(
    look, settings, count, column, index, expected
):
    page = look(view_of(**settings))
    assert lines(page) == count
    assert lit(page) == set()
    pointed(page, column, index)
    assert lit(page) == expected
    page.mouse.move(1, 1)
    expect(page.locator(".layer.pointing")).to_have_count(0)
    assert lit(page) == set()


def test_what_the_sources_are_made_from_stays_visible(look):
    page = look(view_of(op="separable", filters=4))
    pointed(page, 2, 1)
    assert lit(page, "via") == {(0, 0, 0), (0, 1, 1), (0, 2, 2)}


def test_weights_of_a_pointwise_kernel_are_colour_and_thickness(look):
    run = run_of(op="separable", filters=4)
    page = look(layer_view(translator("en"), run))
    pointed(page, 2, 2)
    styles = page.locator(".layer .line.lit").evaluate_all(
        "lines => lines.map(({ style }) => [style.stroke, Number(style.strokeWidth)])"
    )
    weights = run.weights["pointwise_kernel"][0, 0, :, 2]
    assert [colour == "rgb(63, 134, 201)" for colour, _ in styles] == [
        bool(weight < 0) for weight in weights
    ]
    assert np.argsort([width for _, width in styles]).tolist() == np.argsort(np.abs(weights)).tolist()


def test_counts_with_their_formulas_and_shapes_are_text_of_the_page(look):
    page = look(view_of(op="standard", filters=256, kh=5, kw=5, padding="valid"))
    text = page.locator(".layer").inner_text()
    assert "8 x 8 x 256 x (5 x 5 x 3) = 1,228,800 multiplications" in text
    assert "256 kernels of 5 x 5 x 3" in text
    assert "12 x 12 x 3" in text
    assert "8 x 8 x 256" in text
    pointed(page, 1, 0)
    expect(page.locator(".layer .say")).to_contain_text("75 products, one sum")


@pytest.mark.parametrize(("op", "column"), [("standard", 1), ("separable", 2), ("spatial", 2)])
def test_the_sum_beside_a_map_is_the_value_of_its_pixel(look, op, column):
    run = run_of(op=op, filters=4, kh=3, kw=5, stride=2, padding="same")
    page = look(layer_view(translator("en"), run))
    pointed(page, column, 2)
    say = page.locator(".layer .say")
    expect(say).to_contain_text("At (")
    y, x = (int(number) for number in re.search(r"At \((\d+),\s(\d+)\)", say.inner_text()).groups())
    value = float(run.maps(run.stage_names[-1])[y, x, 2])
    shown = page.locator(".layer .tags .sum").inner_text().replace("−", "-").removeprefix("= ")
    assert float(shown) == pytest.approx(value, abs=0.006)
    said = re.search(r"(\S+)\.$", say.inner_text())[1].replace("−", "-")
    assert float(said) == pytest.approx(value, abs=0.0006)


def test_pointing_at_the_input_shows_the_window_and_its_sum_as_well(look):
    page = look(view_of(op="standard", filters=4))
    pointed(page, 0, 1)
    expect(page.locator(".layer .tags .term")).to_have_count(3)
    expect(page.locator(".layer .tags .sum")).to_have_count(1)
    expect(page.locator(".layer .box:visible")).to_have_count(4)


def test_a_click_reports_stage_channel_and_pixel(look):
    page = look(view_of(op="separable", filters=5))
    pointed(page, 2, 3).click()
    clicked(page, "Selection(stage='pointwise', channel=3, pixel=(")
    # The page of this test does not follow the click, and so its own choice stays marked.
    expect(map_of(page, 2, 0)).to_have_attribute("aria-pressed", "true")
    expect(map_of(page, 2, 3)).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Next").click()
    clicked(page, "None")


def test_the_button_for_the_other_maps_asks_for_the_sheet(look):
    page = look(view_of(op="standard", filters=256))
    expect(page.locator(".layer .column").nth(1).locator(".map")).to_have_count(12)
    page.get_by_role("button", name="244 more maps").click()
    clicked(page, "Selection(stage='standard', channel=None, pixel=None)")


def test_keys_reach_every_map_from_one_tab_stop(look):
    page = look(view_of(op="separable", filters=4))
    stops = page.locator(".layer .map[tabindex='0'], .layer .more[tabindex='0']")
    expect(stops).to_have_count(1)
    page.locator(".layer .play").focus()
    page.keyboard.press("Tab")
    expect(map_of(page, 0, 0)).to_be_focused()
    seen = {page.evaluate("document.activeElement.shadowRoot?.activeElement.ariaLabel")}
    for key in ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowRight", "Home"]:
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.shadowRoot?.activeElement.ariaLabel"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        seen.add(page.evaluate("document.activeElement.shadowRoot?.activeElement.ariaLabel"))
    assert len(seen) == 3 + 3 + 4
    expect(stops).to_have_count(1)
    expect(map_of(page, 2, 3)).to_be_focused()
    assert lit(page) == {(1, 0, 3), (1, 1, 3), (1, 2, 3)}
    expect(page.locator(".layer .live")).to_contain_text("Output 3")
    page.keyboard.press("Enter")
    clicked(page, "Selection(stage='pointwise', channel=3, pixel=None)")


def test_a_finger_first_sees_and_then_selects(look):
    page = look(view_of(op="separable", filters=8, sample="photo"), **PHONE)
    map_of(page, 2, 5).tap()
    expect(page.locator(".layer.pointing")).to_be_visible()
    assert lit(page) == {(1, 0, 5), (1, 1, 5), (1, 2, 5)}
    clicked(page, "None")
    map_of(page, 2, 5).tap()
    clicked(page, "Selection(stage='pointwise', channel=5, pixel=(")


def test_a_finger_that_goes_on_to_another_map_sees_that_one(look):
    page = look(view_of(op="separable", filters=8, sample="photo"), **PHONE)
    map_of(page, 2, 5).tap()
    map_of(page, 1, 2).tap()
    expect(page.locator(".layer .line.lit")).to_have_count(1)
    assert lit(page) == {(0, 2, 2)}
    map_of(page, 2, 3).tap()
    expect(page.locator(".layer .line.lit")).to_have_count(3)
    assert lit(page) == {(1, 0, 3), (1, 1, 3), (1, 2, 3)}
    clicked(page, "None")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("filters", [8, 256])
def test_on_a_phone_columns_become_rows_that_fit(look, filters, language):
    page = look(view_of(language, op="separable", filters=filters, sample="photo"), **PHONE)
    tops = [map_of(page, column, 0).bounding_box()["y"] for column in range(3)]
    assert tops == sorted(tops)
    assert abs(map_of(page, 2, 0).bounding_box()["y"] - map_of(page, 2, 7).bounding_box()["y"]) < 1
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.locator(".layer").bounding_box()["height"] <= 484


@pytest.mark.parametrize("op", ["standard", "spatial", "separable", "grouped"])
def test_on_a_laptop_every_kind_takes_the_same_room(look, op):
    page = look(view_of(op=op, filters=12, sample="photo"))
    box = page.locator(".layer").bounding_box()
    assert box["width"] <= 1000
    assert 440 <= box["height"] <= 484


@pytest.mark.parametrize("context", [SCREEN, PHONE], ids=["laptop", "phone"])
def test_targets_are_at_least_24_pixels_and_type_at_least_12(look, context):
    page = look(view_of(op="separable", filters=256, depth_multiplier=8, sample="photo"), **context)
    for button in page.locator(".layer button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    sizes = page.locator(".layer :is(b, span, p, button)").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12


def test_playing_sweeps_all_channels_of_a_standard_kernel_at_once(look):
    page = look(view_of(op="standard", filters=4))
    page.locator(".layer .play").click()
    expect(page.locator(".layer.sweeping")).to_be_visible()
    expect(page.locator(".layer .line.lit")).to_have_count(12)
    page.get_by_role("button", name="Pause").click()
    assert page.locator(".layer .box:visible").count() == 3 + 4


def test_playing_sweeps_depthwise_kernels_one_channel_apart_from_the_other(look):
    page = look(view_of(op="separable", filters=4))
    page.locator(".layer .play").click()
    expect(page.locator(".layer .line.lit")).to_have_count(1)
    first = lit(page)
    page.get_by_role("button", name="Pause").click()
    assert len(first) == 1
    assert page.locator(".layer .box:visible").count() == 2
    assert page.locator(".layer .unfilled").count() >= 4
    pointed(page, 0, 0)
    expect(page.locator(".layer .unfilled")).to_have_count(0)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_nothing_moves_by_itself(look):
    page = look(view_of(op="separable", filters=4), reduced_motion="reduce")
    expect(page.locator(".layer.sweeping")).to_have_count(0)
    page.locator(".layer .play").click()
    expect(page.locator(".layer.sweeping")).to_be_visible()


def test_new_numbers_keep_the_elements_and_the_focus(look):
    page = look(view_of(op="standard", filters=4), view_of(op="standard", filters=4, seed=7))
    before = map_of(page, 1, 2).get_attribute("aria-label")
    map_of(page, 1, 2).focus()
    handle = map_of(page, 1, 2).element_handle()
    page.get_by_role("button", name="Next").evaluate("button => button.click()")
    expect(map_of(page, 1, 2)).not_to_have_attribute("aria-label", before)
    assert handle.evaluate("button => button.isConnected && button.getRootNode().activeElement === button")


def test_another_layer_takes_the_place_of_the_one_before(look):
    page = look(view_of(op="standard", filters=4), view_of(op="separable", filters=3))
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".layer .column")).to_have_count(3)
    expect(page.locator(".layer .line")).to_have_count(12)
    pointed(page, 1, 0)
    assert lit(page) == {(0, 0, 0)}


def test_pointing_and_playing_never_ask_the_server(look):
    page = look(view_of(op="separable", filters=4))
    page.evaluate(
        """() => {
            const send = WebSocket.prototype.send;
            window.sent = 0;
            WebSocket.prototype.send = function (...all) {
                window.sent += 1;
                return send.apply(this, all);
            };
        }"""
    )
    for column in range(3):
        pointed(page, column, 1)
    page.locator(".layer .play").click()
    expect(page.locator(".layer.sweeping")).to_be_visible()
    assert page.evaluate("window.sent") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_either_theme(look, scheme):
    page = look(view_of(op="separable", filters=256, sample="photo"), color_scheme=scheme)
    assert violations(page, ".stMainBlockContainer") == []
    back = page.locator(".layer").evaluate("one => getComputedStyle(one).backgroundColor")
    bright = sum(int(part) for part in re.findall(r"\d+", back)[:3]) > 380
    assert bright == (scheme == "light")
