"""The Costs page without a browser: counts, presets, what does not fit, parts, sweep, links, files."""

import csv
import io
import json
import re
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.architectures import FIVE_CLOCKS, SPEEDS, mobilenet_v1
from sepviz.architectures.vgg16 import vgg16
from sepviz.costs import count
from sepviz.costs.design import Design, comparisons, layers, quantity
from sepviz.costs.roofline import Ceilings
from sepviz.costs.stopwatch import Timing
from sepviz.costs.sweep import Measurement
from sepviz.text import LANGUAGES, translator
from sepviz.ui.pages.costs import clocks, groups, pays, roofline, sweep, table
from sepviz.ui.pages.costs.controls import LINK, PRESETS, design_of, preset
from sepviz.ui.server.long_work import SWEEPS
from sepviz.ui.session.parameters import COST_PARTS, PARAMETERS, Settings
from tests.ui.visits import checked, html, link, opened, press, read

visit = partial(opened, "costs")

EXAMPLE = {name: PARAMETERS[name].write(value) for name, value in preset("example").items()}
SMALL = {"c_in": "6", "c_out": "9", "size": "8", "group_count": "3", "kernel_height": "2", "stride": "2"}


def said(app: AppTest) -> str:
    parts = (element.value for element in (*app.markdown, *app.caption, *app.info))
    return html(app) + read("\n".join(parts))


def charts(app: AppTest) -> list[Any]:
    return [chart.proto for chart in app.get("plotly_chart")]


def test_the_first_sight_is_mobilenets_middle_layer():
    app = visit(lang="en")
    for number in ("462,422,016", "52,283,392", "2,359,296", "266,752"):
        assert number in html(app)
    assert "8.84 times fewer" in said(app)


def test_the_worked_example_comes_with_its_formulas():
    app = visit(lang="en", **EXAMPLE)
    assert "1,228,800" in html(app)
    assert "8 x 8 x 256 x (5 x 5 x 3)" in html(app)
    assert "53,952" in html(app)
    assert "8 x 8 x 256 x 3 = 49,152" in html(app)
    assert "22.78 times fewer" in said(app)


def test_every_number_of_the_table_is_what_count_says_and_what_its_formula_gives():
    design = Design(c_in=6, c_out=9, kernel_size=(2, 3), input_size=(11, 7), groups=3, depth_multiplier=2)
    found = comparisons(design)
    shown = table.table(translator("en"), design, found)
    for kind, layer in layers(design).items():
        cost = count(layer, design.input_shape)
        assert f"<td>{cost.multiplications:,}<small>" in shown
        for formula, number in (
            (table.parameters(design, kind), cost.parameters),
            (table.values(cost), quantity(cost, "values")),
        ):
            assert formula in shown
            product = re.sub(r"[^0-9*+ ]", "", formula.replace("x", "*"))
            assert eval(product) == number


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click_and_a_link(name):
    app = visit(lang="en")
    press(app, f"_preset_{name}")
    assert {key: link(app)[key] for key in LINK} == {
        key: PARAMETERS[key].write(value) for key, value in preset(name).items()
    }
    cost = comparisons(design_of(Settings(**preset(name))))["separable"].cost
    assert f"{cost.multiplications:,}" in html(app)
    again = visit(**link(app))
    assert html(again) == html(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", COST_PARTS)
def test_every_part_opens_from_a_link_with_all_its_words(part, language):
    app = visit(lang=language, cost_part=part, **SMALL)
    assert link(app)["cost_part"] == part
    assert "costs." not in said(app)
    labels = [widget.label for widget in (*app.button, *app.number_input, *app.selectbox, *app.radio)]
    assert not [label for label in labels if label.startswith("costs.")]


def test_a_number_that_is_changed_changes_the_counts_and_the_link():
    app = visit(lang="en", **SMALL)
    checked(app.number_input(key="c_out").set_value(12).run())
    design = design_of(Settings(c_in=6, c_out=12, size=8, group_count=3, kernel_height=2, stride=2))
    assert f"{comparisons(design)['standard'].cost.multiplications:,}" in html(app)
    assert link(app)["c_out"] == "12"


def test_groups_that_do_not_divide_become_the_nearest_that_do_and_it_is_said():
    app = visit(lang="en", c_in="12", c_out="18", group_count="5")
    assert link(app)["group_count"] == "6"
    assert "6 groups in place of 5" in app.info[0].value
    assert list(app.select_slider(key="group_count").options) == ["1", "2", "3", "6"]
    checked(app.number_input(key="c_in").set_value(8).run())
    assert link(app)["group_count"] == "2"


def test_where_groups_cannot_reach_depthwise_the_nearest_filters_are_offered():
    app = visit(lang="en", **EXAMPLE)
    assert "before depthwise (3 groups)" in said(app)
    press(app, "_reach_depthwise")
    assert link(app)["c_out"] == "255"
    assert list(app.select_slider(key="group_count").options) == ["1", "3"]


def test_a_kernel_larger_than_the_picture_becomes_the_largest_that_fits():
    app = visit(lang="en", padding="valid", size="4", kernel_height="7", kernel_width="3")
    assert link(app)["kernel_height"] == "4"
    assert "Kernel height 4 in place of 7" in app.info[0].value
    checked(app.number_input(key="size").set_value(2).run())
    assert (link(app)["kernel_height"], link(app)["kernel_width"]) == ("2", "2")


def test_an_emptied_number_keeps_the_last_one():
    app = visit(lang="en", **SMALL)
    before = html(app)
    checked(app.number_input(key="c_in").set_value(None).run())
    assert html(app) == before


def test_a_layer_that_does_not_pay_is_told_so_with_the_nearest_that_does():
    app = visit(lang="en", cost_part="pays", c_in="3", c_out="1", size="12", group_count="1")
    assert "It does not pay" in said(app)
    press(app, "_way_filters")
    assert link(app)["c_out"] == "2"
    assert "It pays." in said(app)


def test_the_nearest_kernel_that_pays_fits_into_the_picture():
    design = Design(
        c_in=3, c_out=8, kernel_size=(1, 1), input_size=(2, 2), padding="valid", depth_multiplier=3
    )
    assert "kernel" not in pays.nearest(design)
    assert pays.nearest(design.varied("size", 9))["kernel"] == 3


def test_the_groups_table_is_counted_and_names_both_ends():
    design = Design(c_in=4, c_out=8, kernel_size=(3, 2), input_size=(9, 7), groups=2)
    shown = groups.groups_table(translator("en"), design)
    assert "1 (standard)" in shown
    assert "4 (depthwise)" in shown
    for number in (1, 2, 4):
        layer = layers(design.varied("groups", number))["grouped"]
        assert f"<td>{count(layer, (9, 7, 4)).multiplications:,}</td>" in shown
    assert '<tr class=chosen><th scope="row">2</th><td>3 x 2 x 2 x 8</td>' in shown


def test_groups_are_stepped_through_beside_their_picture():
    app = visit(lang="en", cost_part="groups", c_in="4", c_out="8", group_count="2")
    press(app, "_more_groups")
    assert link(app)["group_count"] == "4"
    assert app.button(key="_more_groups").disabled
    assert "depthwise convolution** with depth multiplier 2" in said(app)


def test_the_roofline_says_promise_bound_and_measurement():
    design = design_of(Settings(c_in=16, c_out=24, size=12))
    machine = Ceilings(multiplications=1e9, bytes=1e8)
    stages = roofline.stages_of(design)
    halves = stages["depthwise"].moved.multiplications + stages["pointwise"].moved.multiplications
    ratio = stages["standard"].moved.multiplications / halves
    sentence = roofline.promise(translator("en"), machine, stages)
    assert f"{ratio:.2f} times fewer" in sentence
    assert "measured" in sentence


def test_the_roofline_is_of_the_layer_on_the_page_whatever_was_measured_before():
    for channels in ("16", "24"):
        app = visit(lang="en", cost_part="roofline", c_in=channels, c_out="32", size="12")
        assert f"{12 * 12 * 32 * 9 * int(channels):,}</td>" in html(app)


def test_a_layer_too_large_to_measure_is_still_counted():
    design = Design(c_in=1024, c_out=1024, kernel_size=(15, 15), input_size=(512, 512))
    stages = roofline.stages_of(design)
    assert stages["standard"].timing is None
    said = roofline.promise(translator("en"), Ceilings(multiplications=1e9, bytes=1e8), stages)
    assert "too large" in said


def test_the_clocks_are_shown_after_a_guess():
    app = visit(lang="en", cost_part="clocks", **SMALL)
    assert app.button(key="_tell_clocks").disabled
    assert not charts(app)
    checked(app.radio[0].set_value("as_many").run())
    press(app, "_tell_clocks")
    (chart,) = charts(app)
    for words in (
        "Fewer multiplications: 27.2 times",
        "one picture: 29 times",
        "Keras, server GPU: 1.2 times",
    ):
        assert words in chart.alt
    (bars,) = json.loads(chart.spec)["data"]
    assert bars["x"] == [clocks.FEWER, *(clock.times_faster for clock in FIVE_CLOCKS)]
    assert "A count is not a clock" in app.info[0].value
    press(app, "_clocks_again")
    assert not charts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_of_the_groups_says_in_words_what_it_shows(language):
    (chart,) = charts(visit(lang=language, cost_part="groups", c_in="6", c_out="9", group_count="3"))
    assert chart.alt == translator(language)("costs.matrix", groups=3, filters=3, inputs=2)


def test_the_boards_ratios_are_those_of_the_counts():
    ratio = vgg16().multiplications / mobilenet_v1().multiplications
    assert round(ratio, 1) == clocks.FEWER
    assert (min(clock.times_faster for clock in FIVE_CLOCKS), 29.0) == (
        1.2,
        max(clock.times_faster for clock in FIVE_CLOCKS),
    )


def test_the_network_with_more_multiplications_is_the_faster_one():
    app = visit(lang="en", cost_part="clocks", **SMALL)
    checked(app.radio[0].set_value("half").run())
    press(app, "_tell_clocks")
    assert (
        "1.81 G against 0.386 G in EfficientNet-B0, 4.7 times as many, and yet 7 ms against 9.9 ms"
        in said(app)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_network_with_a_speed_has_its_name(language):
    for row in SPEEDS:
        assert "." not in clocks.network_name(translator(language), row.network)


def test_a_sweep_is_measured_in_its_turn_and_shown_with_its_file():
    app = visit(lang="en", cost_part="sweep", variable="c_out", sweep_from="2", sweep_to="3", **SMALL)
    press(app, "_sweep_start")
    asked = app.session_state["_sweep"]
    SWEEPS.join()
    checked(app.run())
    assert asked.job.state == "done"
    assert {part.value for part in asked.parts} == {2, 3}
    rows = list(csv.reader(io.StringIO(sweep.sweep_csv(asked.parts, "c_out"))))
    assert rows[0][:4] == ["c_out", "kind", "engine", "multiplications"]
    assert len(rows) == 1 + len(asked.parts)
    milliseconds = rows[1][rows[0].index("median_ms")]
    assert milliseconds == f"{1000 * asked.parts[0].timing.median:.4g}"
    assert f"<td>{asked.parts[0].multiplications:,}</td>" in html(app)


def test_a_cancelled_sweep_keeps_what_was_measured():
    app = visit(lang="en", cost_part="sweep", variable="c_out", sweep_from="2", sweep_to="900", **SMALL)
    press(app, "_sweep_start")
    asked = app.session_state["_sweep"]
    asked.cancel()
    checked(app.run())
    assert "Cancelled" in said(app)
    assert app.button(key="_sweep_start").disabled is False


def test_a_sweep_ends_when_its_minute_is_up_and_keeps_what_there_is(monkeypatch):
    monkeypatch.setattr(sweep, "_SECONDS", -1.0)
    app = visit(lang="en", cost_part="sweep", variable="c_out", sweep_from="2", sweep_to="9", **SMALL)
    press(app, "_sweep_start")
    SWEEPS.join()
    checked(app.run())
    assert len(app.session_state["_sweep"].parts) == 1
    assert "Stopped after a minute" in said(app)


def test_a_range_without_a_value_is_explained():
    app = visit(lang="en", cost_part="sweep", variable="stride", sweep_from="20", sweep_to="30")
    assert "widen it" in app.info[0].value
    assert app.button(key="_sweep_start").disabled


def test_a_range_given_backwards_is_measured_forwards():
    app = visit(lang="en", cost_part="sweep", variable="c_in", sweep_from="4", sweep_to="2")
    assert "2, 3, 4" in said(app)


def test_the_prediction_takes_every_multiplication_to_last_the_same():
    def part(value: int, kind: str, multiplications: int, seconds: float) -> Measurement:
        timing = Timing(median=seconds, fastest=seconds, slowest=seconds, runs=1)
        return Measurement(
            value=value, kind=kind, engine="fast", multiplications=multiplications, timing=timing
        )

    found = sweep.points([part(1, "standard", 100, 2.0), part(1, "separable", 25, 1.0)])
    assert found["separable"][0].predicted == 0.5
    assert found["separable"][0].median == 1.0


def test_presenter_mode_is_in_the_link():
    app = visit(lang="en", present="true")
    assert link(app)["present"] == "true"
    assert app.title[0].value == "Curves"
    assert "present" not in link(visit(lang="en"))


@pytest.mark.parametrize("part", COST_PARTS)
def test_every_part_can_be_presented_and_left_and_the_layer_be_changed_meanwhile(part):
    app = visit(lang="en", present="true", cost_part=part, **SMALL)
    checked(app.number_input(key="c_out").set_value(12).run())
    assert link(app)["c_out"] == "12"
    checked(app.toggle(key="present").set_value(False).run())
    assert app.title[0].value == "Costs: how the bill grows"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_charts_button_speaks_the_readers_language(language):
    (chart,) = charts(visit(lang=language))
    config = json.loads(chart.config)
    words = config["locales"][config["locale"]]["dictionary"]
    assert words["Download plot as a PNG"] == translator(language)("downloads.chart")


def test_a_link_that_left_the_browser_before_ours_reached_it_does_not_take_a_number_back():
    app = visit(lang="en", **SMALL)
    older = dict(app.query_params)
    checked(app.number_input(key="c_out").set_value(12).run())
    for name, value in older.items():
        app.query_params[name] = value
    checked(app.number_input(key="c_in").set_value(12).run())
    assert (link(app)["c_in"], link(app)["c_out"]) == ("12", "12")
