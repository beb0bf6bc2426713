"""The microscope in Chromium, driven as a person would, with numbers checked against sepviz.ops."""

import base64
import pickle
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, WebSocket, expect

from sepviz.ops import conv2d, separable_conv2d, spatially_separable_conv2d
from sepviz.shapes import geometry
from sepviz.ui.components.bundle import javascript
from sepviz.ui.components.microscope_view import Kind, MicroscopeView
from sepviz.ui.components.microscope_wire import pack
from tests.browser.screen import box, violations

SCREEN = {"width": 1440, "height": 900}
READY = ".microscope .readout"
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
TEXTS = Path(__file__).parents[2] / "sepviz" / "text"

# What the page around the microscope does in these tests: show a view that the test has written.
SCRIPT = """
import pickle
from pathlib import Path

import streamlit as st

from sepviz.ui.components.microscope import microscope

st.set_page_config(layout="wide")
view = pickle.loads((Path(__file__).parent / f"{st.query_params['views']}.pickle").read_bytes())
st.button("Run again")
if st.toggle("Show", value=True):
    st.write("Pinned:", str(microscope(view, key="microscope")))
"""


def words() -> dict[str, str]:
    """Return the English words of the microscope."""
    return tomllib.loads((TEXTS / "en.toml").read_text("utf-8"))["microscope"]


def example(kind: Kind = "standard", **settings: Any) -> MicroscopeView:
    """Build a view whose output comes from sepviz.ops."""
    options: dict[str, Any] = {
        "size": (12, 12),
        "channels": 3,
        "kernel_size": (5, 5),
        "strides": (1, 1),
        "padding": "valid",
        "dilation_rate": (1, 1),
        "depth_multiplier": 1,
        "channel": 1,
        "large": False,
        "pinned": None,
        "hole": None,
    } | settings
    random = np.random.default_rng(7)
    image = random.random((*options["size"], options["channels"]), np.float32)
    if options["hole"]:
        image[options["hole"]] = np.nan
    setting = {name: options[name] for name in ("strides", "padding", "dilation_rate")}
    weights, output = _run(kind, image, options, setting, random)
    return MicroscopeView(
        kind=kind,
        image=image,
        weights=weights,
        geometry=geometry(options["size"], options["kernel_size"], **setting),
        output=np.maximum(output, 0) if kind == "standard" else output,
        activation="relu" if kind == "standard" else None,
        channel=options["channel"],
        depth_multiplier=options["depth_multiplier"],
        groups=3 if kind == "grouped" else 1,
        large=options["large"],
        pinned=options["pinned"],
        labels=words(),
    )


def _run(kind, image, options, setting, random):
    """Return random weights and the open channel of what sepviz.ops makes of them."""
    (kh, kw), channels, multiplier = (
        options["kernel_size"],
        options["channels"],
        options["depth_multiplier"],
    )

    def draw(*shape):
        return random.normal(size=shape, scale=0.5).astype(np.float32)

    if kind == "spatial":
        weights = {"column": draw(kh), "row": draw(kw)}
        output = spatially_separable_conv2d(image, **weights, **setting)
    elif kind == "separable":
        weights = {"depthwise_kernel": draw(kh, kw, channels, multiplier), "bias": draw(4)}
        weights["pointwise_kernel"] = draw(1, 1, channels * multiplier, 4)
        output = separable_conv2d(image, **weights, **setting)
    else:
        groups = 3 if kind == "grouped" else 1
        weights = {"kernel": draw(kh, kw, channels // groups, 6), "bias": draw(6)}
        output = conv2d(image, **weights, groups=groups, **setting)
    return weights, output[..., options["channel"]]


HARD = [
    ("standard", {"kernel_size": (3, 5), "strides": (2, 3), "padding": "same"}),
    ("standard", {"kernel_size": (3, 5), "dilation_rate": (2, 1), "padding": ((1, 0), (2, 3))}),
    ("grouped", {"kernel_size": (5, 3), "channels": 6, "strides": (1, 2), "padding": "same", "channel": 4}),
    ("separable", {"kernel_size": (3, 5), "strides": (2, 1), "padding": "same", "depth_multiplier": 2}),
    ("separable", {"kernel_size": (5, 3), "dilation_rate": (1, 3), "channels": 9, "padding": "same"}),
    ("spatial", {"kernel_size": (3, 5), "strides": (1, 2), "padding": "same", "channel": 2}),
    ("spatial", {"kernel_size": (5, 3), "dilation_rate": (2, 3), "padding": "same"}),
]


def cell(page: Page, which: str, row: int, col: int, count: tuple[int, int]) -> tuple[float, float]:
    """Return the middle of a cell of the input's or the output's map, of ``count`` cells."""
    place = box(page.locator(f"figure.{which} .map"))
    width, height = place["width"] / count[1], place["height"] / count[0]
    return place["x"] + (col + 0.5) * width, place["y"] + (row + 0.5) * height


def weight(page: Page, grid: int, row: int, col: int, count: tuple[int, int]) -> tuple[float, float]:
    """Return the middle of a cell of one of the small grids."""
    place = box(page.locator(".equation canvas").nth(grid))
    edge = 3
    height, width = (place["height"] - 2 * edge) / count[0], (place["width"] - 2 * edge) / count[1]
    return place["x"] + edge + (col + 0.5) * width, place["y"] + edge + (row + 0.5) * height


def readout(page: Page) -> str:
    return page.locator(".readout").inner_text()


def numbers(text: str) -> list[float]:
    """Return the decimal numbers in a text."""
    return [float(part.replace("\u2212", "-")) for part in re.findall("[-\u2212]?\\d+\\.\\d+", text)]


def pinned(page: Page, pixel: object) -> None:
    """Check what Python got."""
    expect(page.get_by_text(f"Pinned: {pixel}")).to_be_visible()


@pytest.mark.parametrize(("kind", "settings"), HARD)
def test_arithmetic_in_the_browser_gives_the_values_of_numpy(chromium, kind, settings):
    view = example(kind, **settings)
    source = javascript("arithmetic.js") + javascript("wire.js")
    page = chromium.new_page()
    values = page.evaluate(
        """async ([source, message]) => {
            const { explain, unpack } = await import("data:text/javascript;base64," + source);
            const view = unpack(Uint8Array.from(atob(message), (c) => c.charCodeAt(0)));
            const [height, width] = view.axes.map((axis) => axis.count);
            return Array.from({ length: height * width }, (_, index) => {
                const steps = explain(view, [Math.floor(index / width), index % width]);
                const passes = steps.passes ? steps.passes.products.reduce((a, b) => a + b) : steps.sum;
                return [steps.biased, steps.result, steps.sum, passes];
            });
        }""",
        [base64.b64encode(text).decode() for text in (source.encode(), pack(view, pinned=None))],
    )
    page.close()
    biased, result, total, passes = np.array(values).T.reshape(4, *view.output.shape)
    before_activation = np.maximum(biased, 0) if view.activation else biased
    np.testing.assert_allclose(before_activation, view.output, rtol=1e-5, atol=1e-5)
    np.testing.assert_array_equal(result.astype(np.float32), view.output)
    np.testing.assert_allclose(passes, total, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("kind", "settings"), HARD[::2])
def test_shown_digits_are_those_of_numpy(look, kind, settings):
    view = example(kind, **settings)
    page = look(view)
    height, width = view.output.shape
    for row, col in ((0, 0), (height - 1, width - 1), (height // 2, 1)):
        page.mouse.move(*cell(page, "output", row, col, view.output.shape))
        expect(page.locator(".readout")).to_contain_text(f"({row}, {col})")
        shown = numbers(page.locator(".end dd").last.inner_text())
        assert shown == [pytest.approx(float(view.output[row, col]), abs=0.5e-4 + 1e-6)]


def test_tables_list_window_kernel_and_products(look):
    view = example("separable", kernel_size=(3, 5), padding=((1, 0), (2, 3)), strides=(2, 1))
    page = look(view)
    page.locator(".numbers summary").click()
    page.mouse.move(2, 2)  # or else the page scrolls a map under the pointer
    page.locator("figure.output .map").focus()
    for _ in range(20):
        page.keyboard.press("ArrowUp")
    expect(page.locator(".live")).to_contain_text("Output (0,")
    expect(page.locator(".tables table").first).to_contain_text("padding")
    # The texts of the cells, not of the rows: how those are laid out decides whether a gap stands between.
    cells = page.locator(".tables table").nth(1).locator("tbody td").all_text_contents()
    got = [numbers(" ".join(cells[tap : tap + 5])) for tap in range(0, len(cells), 5)]
    top, left = view.geometry.padding[0][0], view.geometry.padding[1][0]
    col = (view.output.shape[1] - 1) // 2
    padded = np.pad(view.image[..., 1], ((top, 9), (left, 9)))
    window = padded[:3, col : col + 5].ravel()
    kernel = view.weights["depthwise_kernel"][:, :, 1, 0].ravel()
    np.testing.assert_allclose(got, np.column_stack([window, kernel, window * kernel]), atol=1e-6)


def test_pointing_never_talks_to_the_server_and_a_pin_does(look):
    view = example()
    page = look(view)
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(len(frame)))

    page.on("websocket", listen)
    page.reload()
    expect(page.locator(".microscope .readout")).not_to_be_empty()
    pinned(page, None)
    page.wait_for_timeout(500)
    sent.clear()
    for row in range(8):
        page.mouse.move(*cell(page, "output", row, 7 - row, (8, 8)))
        page.mouse.move(*cell(page, "input", row, row, (12, 12)))
    page.locator(".play").click()
    page.wait_for_timeout(500)
    assert sent == []
    page.mouse.click(*cell(page, "output", 2, 5, (8, 8)))
    pinned(page, (2, 5))
    assert sent != []


def test_pinned_pixel_of_the_view_is_shown_until_another_is_pinned(look):
    page = look(example(pinned=(6, 1)))
    assert "Output (6, 1)" in readout(page)
    pinned(page, (6, 1))
    page.mouse.click(*cell(page, "output", 0, 3, (8, 8)))
    pinned(page, (0, 3))
    page.get_by_text("Run again").click()
    page.mouse.move(2, 2)
    expect(page.locator(".readout")).to_contain_text("Output (0, 3)")
    pinned(page, (0, 3))


def test_pin_beyond_a_smaller_output_moves_to_its_nearest_pixel(look):
    pinned(look(example(pinned=(99, 2))), (7, 2))


def test_input_pixel_lights_every_output_that_it_reaches(look):
    view = example("spatial", kernel_size=(3, 5), strides=(1, 2), padding="same", channel=0)
    page = look(view)
    (top, bottom), (left, right) = view.geometry.padding
    count = 12 + top + bottom, 12 + left + right
    page.mouse.move(*cell(page, "input", 4 + top, 6 + left, count))
    impulse = np.zeros((12, 12, 1), np.float32)
    impulse[4, 6] = 1
    ones = np.ones((3, 5, 1, 1), np.float32)
    reached = int(np.count_nonzero(conv2d(impulse, ones, strides=(1, 2), padding="same")))
    assert "Input (4, 6)" in readout(page)
    assert f"reaches {reached} output pixels: rows 3–5" in readout(page)


def test_weight_lights_every_pixel_that_it_meets(look):
    view = example("standard", kernel_size=(3, 5), strides=(2, 3), padding="same")
    page = look(view)
    page.mouse.move(*weight(page, 1, 0, 0, (3, 5)))
    outputs = view.output.size
    inside = np.pad(np.ones((12, 12)), view.geometry.padding)[: 2 * 6 : 2, : 3 * 4 : 3]
    assert f"meets {outputs} pixels" in readout(page)
    assert f"{outputs - int(inside.sum())} of them padding" in readout(page)
    value = view.weights["kernel"][0, 0, 0, 1]
    assert numbers(readout(page))[0] == pytest.approx(value, abs=0.51e-4)


def test_product_names_its_two_factors(look):
    view = example()
    page = look(view)
    page.mouse.move(*weight(page, 2, 1, 3, (5, 5)))
    y, x = 2, 4  # where the microscope starts on this picture: the strong value nearest to the middle
    pixel, factor = view.image[y + 1, x + 3, 0], view.weights["kernel"][1, 3, 0, 1]
    assert f"Input ({y + 1}, {x + 3})" in readout(page)
    assert numbers(readout(page)) == pytest.approx([pixel, factor, pixel * factor], abs=0.51e-4)


def test_keyboard_moves_pins_and_unpins(look):
    page = look(example())
    page.locator("figure.output .map").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(".readout")).to_contain_text("Output (3, 6)")
    page.keyboard.press("Enter")
    pinned(page, (3, 6))
    page.keyboard.press("Escape")
    pinned(page, None)


def test_keyboard_reaches_input_pixels_and_weights(look):
    page = look(example())
    page.locator("figure.input .map").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".readout")).to_contain_text("Input (4, 5)")
    page.locator(".equation canvas").nth(4).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".readout")).to_contain_text("Weight (1, 0)")


def test_finger_pins_and_the_page_can_still_scroll(look):
    page = look(example(), **PHONE)
    page.touchscreen.tap(*cell(page, "output", 5, 2, (8, 8)))
    pinned(page, (5, 2))
    assert "Output (5, 2)" in readout(page)
    style = page.locator("figure.output .map").evaluate("(canvas) => getComputedStyle(canvas).touchAction")
    assert style == "pan-y"


def test_a_finger_drags_the_window_over_the_map_and_what_it_showed_stays(look):
    page = look(example(), **PHONE)
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *places: tuple[int, int]) -> None:
        for place in places:
            x, y = cell(page, "output", *place, (8, 8))
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})

    send("touchStart", (2, 1))
    send("touchMove", (2, 2), (2, 4), (3, 5), (5, 6))  # begun sideways: downwards it scrolls the page
    expect(page.locator(".readout")).to_contain_text("Output (5, 6)")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert "Output (5, 6)" in readout(page)


def test_phone_has_no_sideways_scrolling_and_buttons_for_a_thumb(look):
    view = example("separable", depth_multiplier=2, size=(40, 64))
    page = look(view, **PHONE)
    width, room = page.locator(".microscope").evaluate("(one) => [one.scrollWidth, one.clientWidth]")
    assert width <= room
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for control in page.locator(".microscope .toolbar > :not(label)").all():
        assert control.bounding_box()["height"] >= 44


def test_window_slides_to_the_end_of_the_worked_example(look):
    page = look(example())
    page.locator(".speed select").select_option("fastest")
    play = page.locator(".play")
    play.click()
    expect(play).to_have_text(words()["pause"])
    expect(page.locator(".scrub")).to_have_js_property("value", "63", timeout=10_000)
    expect(play).to_have_text(words()["play"])
    assert "Output (7, 7)" in readout(page)


def test_step_scrub_and_space_move_the_window(look):
    page = look(example())
    page.locator(".scrub").fill("10")
    expect(page.locator(".readout")).to_contain_text("Output (1, 2)")
    page.locator(".forward").click()
    expect(page.locator(".readout")).to_contain_text("Output (1, 3)")
    page.locator(".back").click()
    expect(page.locator(".readout")).to_contain_text("Output (1, 2)")
    page.locator("figure.output .map").focus()
    page.keyboard.press(" ")
    expect(page.locator(".play")).to_have_text(words()["pause"])
    page.keyboard.press(" ")
    expect(page.locator(".play")).to_have_text(words()["play"])


def test_output_fills_in_as_the_window_slides(look):
    page = look(example())
    last = cell(page, "output", 7, 7, (8, 8))
    shot = {"x": last[0] - 4, "y": last[1] - 4, "width": 8, "height": 8}
    full = page.screenshot(clip=shot)
    page.locator(".scrub").fill("10")
    page.wait_for_timeout(200)
    assert page.screenshot(clip=shot) != full
    page.locator(".scrub").fill("63")
    page.locator("figure.output .map").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    assert page.screenshot(clip=shot) == full


def test_nothing_plays_by_itself_or_in_a_hidden_tab(look):
    page = look(example(), reduced_motion="reduce")
    play = page.locator(".play")
    expect(play).to_have_text(words()["play"])
    play.click()
    expect(play).to_have_text(words()["pause"])
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(play).to_have_text(words()["play"])


def test_screen_reader_hears_where_things_came_to_rest_only(look):
    page = look(example())
    page.locator(".speed select").select_option("12")
    page.locator(".play").click()
    expect(page.locator(".live")).to_have_text(re.compile("Output|Playing"))
    page.locator(".live").evaluate(
        "(live) => { window.said = 0; new MutationObserver(() => (window.said += 1)).observe(live,"
        " { childList: true, characterData: true, subtree: true }); }"
    )
    page.wait_for_timeout(1200)
    assert page.evaluate("window.said") <= 1
    page.locator(".play").click()
    expect(page.locator(".live")).to_have_text(readout(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["standard", "separable", "spatial"])
def test_theme_is_followed_and_axe_finds_nothing(look, scheme, kind):
    page = look(example(kind, channels=6 if kind == "separable" else 3), color_scheme=scheme)
    page.locator(".numbers summary").click()
    expect(page.locator(".tables table").first).to_be_visible()
    back = page.locator(".microscope").evaluate("(one) => getComputedStyle(one).backgroundColor")
    brightness = sum(int(part) for part in re.findall(r"\d+", back)[:3])
    assert (brightness > 380) == (scheme == "light")
    assert violations(page, ".stBidiComponent") == []


def test_rerun_disturbs_neither_the_position_nor_the_window(look):
    page = look(example())
    page.locator(".scrub").fill("20")
    page.locator(".speed select").select_option("1")
    page.locator(".microscope").evaluate("(one) => (one.dataset.mark = 'same')")
    page.get_by_text("Run again").click()
    page.wait_for_timeout(600)
    assert "Output (2, 4)" in readout(page)
    assert page.locator(".scrub").input_value() == "20"
    assert page.locator(".microscope").get_attribute("data-mark") == "same"


def test_new_numbers_keep_the_position_of_the_window(look, script):
    page = look(example())
    page.locator(".scrub").fill("20")
    name = page.url.partition("views=")[2]
    other = example(channel=4)
    (script[0] / f"{name}.pickle").write_bytes(pickle.dumps(other))
    page.get_by_text("Run again").click()
    expect(page.locator("figure.output figcaption")).to_contain_text("4")
    assert "Output (2, 4)" in readout(page)
    assert numbers(page.locator(".end dd").last.inner_text())[0] == pytest.approx(
        other.output[2, 4], abs=0.51e-4
    )


def test_leaving_while_it_plays_stops_everything(look):
    page = look(example())
    page.evaluate(
        "() => { window.frames_ = 0; const ask = requestAnimationFrame;"
        " window.requestAnimationFrame = (f) => { window.frames_ += 1; return ask(f); }; }"
    )
    page.locator(".play").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.frames_") > 5
    page.get_by_text("Show", exact=True).click()
    expect(page.locator(".microscope")).to_have_count(0)
    page.wait_for_timeout(500)
    page.evaluate("window.frames_ = 0")
    page.wait_for_timeout(500)
    assert page.evaluate("window.frames_") <= 2
    page.get_by_text("Show", exact=True).click()
    expect(page.locator(".microscope .readout")).to_contain_text("Output")


def test_large_image_says_so_and_shows_a_crop_around_the_pin(look):
    view = example(size=(90, 120), kernel_size=(3, 3), padding="same", pinned=(80, 110))
    page = look(view)
    expect(page.locator(".notice")).to_contain_text("90 × 120")
    expect(page.locator("figure.input .locator")).to_be_visible()
    assert "Output (80, 110)" in readout(page)
    page.locator("figure.output .locator canvas").click(position={"x": 3, "y": 3})
    expect(page.locator(".readout")).not_to_contain_text("(80, 110)")
    row, col = (int(part) for part in re.search(r"\((\d+), (\d+)\)", readout(page)).groups())
    assert row < 10
    assert col < 10


def test_small_image_is_shown_whole_without_a_notice(look):
    page = look(example())
    expect(page.locator(".notice")).to_be_hidden()
    expect(page.locator("figure.input .locator")).to_be_hidden()


def test_missing_value_is_shown_as_such(look):
    page = look(example("separable", hole=(6, 6, 1)))
    assert "= NaN" in readout(page)
    assert page.locator(".equation .sum").all_inner_texts()[1] == "NaN"
    page.mouse.move(*cell(page, "input", 6, 6, (12, 12)))
    assert "NaN" in readout(page)


@pytest.mark.parametrize(("kind", "settings"), HARD)
def test_the_output_that_the_browser_computes_is_that_of_numpy(chromium, kind, settings):
    view = example(kind, **settings)
    source = javascript("output_map.js") + javascript("wire.js").replace("export ", "")
    source = source.replace("export ", "") + "\nexport { outputOf, unpack };"
    page = chromium.new_page()
    values = page.evaluate(
        """async ([source, message]) => {
            const { outputOf, unpack } = await import("data:text/javascript;base64," + source);
            return [...outputOf(unpack(Uint8Array.from(atob(message), (c) => c.charCodeAt(0))))];
        }""",
        [base64.b64encode(text).decode() for text in (source.encode(), pack(view, pinned=None))],
    )
    page.close()
    np.testing.assert_allclose(np.reshape(values, view.output.shape), view.output, rtol=1e-5, atol=1e-5)


def test_many_channels_stay_a_list_of_one_height(look):
    view = example("standard", channels=64)
    page = look(view)
    assert page.locator(".equation").count() == 3
    page.locator(".rest summary").click()
    expect(page.locator(".rest li output").last).not_to_be_empty()
    assert page.locator(".rest li").count() == 61
    before = page.locator(".microscope").bounding_box()["height"]
    page.mouse.move(*cell(page, "output", 1, 1, (8, 8)))
    assert page.locator(".microscope").bounding_box()["height"] == before


def test_nothing_is_asked_of_another_host(look):
    page = look(example())
    hosts: list[str] = []
    page.on("request", lambda request: hosts.append(request.url))
    page.reload()
    expect(page.locator(".microscope .readout")).not_to_be_empty()
    assert [url for url in hosts if "127.0.0.1" not in url and not url.startswith(("data:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_grid_of_the_output_is_seen_in_both_themes(look, scheme):
    page = look(example("spatial", channel=0), color_scheme=scheme)
    steps = page.locator(".output .map").evaluate("""(canvas) => {
        const ratio = window.devicePixelRatio || 1;
        const context = canvas.getContext("2d");
        const cell = canvas.height / ratio / 8;
        const at = (x, y) => Array.from(context.getImageData(x * ratio, y * ratio, 1, 1).data.slice(0, 3));
        const apart = (one, other) => Math.max(...one.map((part, n) => Math.abs(part - other[n])));
        // Between neighbours in the lower half, which neither window nor cursor covers.
        return [4, 5, 6, 7].flatMap((row) => [2, 3, 4, 5, 6, 7].map((col) => {
            const [x, y] = [Math.round(col * cell), Math.round((row + 0.15) * cell)];
            const line = [at(x - 1, y), at(x, y)];
            const cells = [at(x - 4, y), at(x + 4, y)];
            return Math.max(apart(line[0], cells[0]), apart(line[1], cells[1]));
        }));
    }""")
    assert min(steps) >= 25
