"""The Networks page without a browser: counts, variants, printed figures, one's own text, links, files."""

import csv
import io
from functools import partial
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.architectures import (
    ACCURACIES,
    FIVE_COUNTERS,
    MOBILENET_V1_CHECKPOINTS,
    NETWORKS,
    SLIPS,
    parse,
)
from sepviz.codegen import Reason
from sepviz.codegen.layer_calls import _REFUSED
from sepviz.codegen.standard_forms import LEFT_ALONE
from sepviz.errors import ArchitectureError
from sepviz.figures.network_strip import KIND_COLOURS, LayerBar, network_strip
from sepviz.text import LANGUAGES, translator
from sepviz.ui.pages.networks import drawing, layer_table, totals
from sepviz.ui.pages.networks.choice import Chosen
from sepviz.ui.pages.networks.nine import points
from sepviz.ui.pages.networks.own import sentence
from sepviz.ui.pages.networks.variant import Variant, build, name_of
from sepviz.ui.session.networks import follow, usual_resolution, usual_rival
from sepviz.ui.session.parameters import NETWORK_IDS, PARAMETERS, RIVAL_IDS, Settings, read
from sepviz.ui.session.state import reconciled
from tests.ui.visits import checked, html, link, opened, press

visit = partial(opened, "networks")

V1 = Variant(network="mobilenet_v1", resolution=224)


def lead(app: AppTest) -> str:
    return app.markdown[1].value  # the first is what every page says about the app


def linked_settings(entry) -> Settings:
    """Return what the playground makes of a layer's link."""
    address = layer_table.playground_link(entry, "en")
    texts = {name: values[0] for name, values in parse_qs((address or "").removeprefix("./?")).items()}
    arrived = {name: read(name, text) for name, text in texts.items()}
    assert {name: PARAMETERS[name].write(value) for name, value in arrived.items()} == texts
    return reconciled(Settings(**arrived), arrived)


def test_the_first_sight_is_mobilenet_beside_its_full_convolutions():
    app = visit(lang="en")
    assert "94.86%" in lead(app)
    assert "8.56 times fewer" in lead(app)
    assert "568,740,352" in html(app)
    assert "4,867,293,184" in html(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("network", NETWORK_IDS)
def test_every_network_opens_alone_and_beside_its_usual_rival(network, language):
    app = visit(network=network, lang=language)
    assert not app.error
    assert link(app)["resolution"] == str(usual_resolution(network))
    assert link(app)["rival"] == usual_rival(network)
    assert "networks." not in html(app)
    alone = visit(network=network, lang=language, rival="none")
    assert html(alone).count('<section class="net-card"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["layers", "totals", "nine", "counters"])
def test_every_part_opens_from_a_link_with_all_its_words(part, language):
    app = visit(part=part, lang=language)
    assert link(app)["part"] == part
    said = html(app) + "".join(element.value for element in (*app.markdown, *app.caption, *app.header))
    assert "networks." not in said.replace("sepviz-networks.", "")


def test_the_menu_has_every_network_of_the_library():
    assert set(NETWORKS) <= set(NETWORK_IDS)
    assert set(NETWORK_IDS) < set(RIVAL_IDS)


def test_a_width_and_a_resolution_in_the_link_are_counted():
    app = visit(network="mobilenet_v1", alpha="0.5", resolution="160", rival="none", lang="en")
    assert "76,524,800" in html(app)
    assert "MobileNetV1 0.5, 160 px" in lead(app)


def test_choosing_another_network_takes_its_papers_resolution_and_rival():
    app = visit(lang="en")
    checked(app.selectbox(key="network").set_value("xception").run())
    assert link(app) | {"resolution": "299", "rival": "inception_v3", "rival_resolution": "299"} == link(
        app
    )
    assert "8,357,403,496" in html(app)


def test_a_rival_that_was_chosen_stays_when_the_network_changes():
    app = visit(network="mobilenet_v1", rival="vgg16", lang="en")
    checked(app.selectbox(key="network").set_value("convnext_tiny").run())
    assert link(app)["rival"] == "vgg16"


def test_what_is_given_does_not_follow():
    values = Settings(network="xception", resolution=128, rival="vgg16")
    assert follow(values, {"network", "resolution", "rival"}) == {"rival_resolution": 224}


def test_a_network_beside_its_own_separable_twin():
    app = visit(network="vgg16", rival="twin", lang="en")
    twin = build(Variant(network="vgg16", resolution=224, twin=True))
    assert twin.multiplications < build(Variant(network="vgg16", resolution=224)).multiplications
    assert f"{twin.multiplications:,}" in html(app)


def test_a_resolution_that_is_too_small_is_explained_with_the_nearest_that_works():
    app = visit(network="inception_v3", resolution="50", rival="none", lang="en")
    assert "at least 75 pixels" in app.error[0].value
    assert "568,740,352" in html(app)  # the last network that worked
    press(app, "_smallest")
    assert not app.error
    assert link(app)["resolution"] == "75"


@pytest.mark.parametrize("resolution", ["0", "-5", "99999", "many"])
def test_a_resolution_beyond_its_range_falls_back(resolution):
    app = visit(network="mobilenet_v1", resolution=resolution, rival="none", lang="en")
    assert not app.error
    assert app.number_input(key="resolution").value == 224


def test_totals_stand_in_every_convention():
    app = visit(part="totals", network="mobilenet_v1", rival="none", lang="en")
    for number in ("568,740,352", "1,137,480,704", "4,209,088", "4,231,976", "5,042,688", "20,170,752"):
        assert number in html(app)


def test_printed_figures_stand_beside_the_totals_with_their_rule():
    about = [figure for figure, _ in totals.figures_of(V1)]
    assert {figure.printed for figure in about} >= {"569", "4.2", "4.24", "0.58"}
    assert all(figure.comes_out() for figure in about)
    app = visit(part="totals", network="mobilenet_v1", alpha="0.5", rival="none", lang="en")
    assert "a slip: no rule gives it" in html(app)


@pytest.mark.parametrize("row", MOBILENET_V1_CHECKPOINTS)
def test_every_checkpoint_finds_its_variant(row):
    alpha = str(row.arguments["width_multiplier"])
    variant = Variant(network=row.builder, alpha=alpha, resolution=row.arguments["resolution"])
    assert (row.multiplications(), row.accuracy) in totals.figures_of(variant)


def test_a_variant_has_no_figures_of_another():
    full = Variant(network="mobilenet_v1_full", resolution=224)
    about = [(figure.printed, accuracy) for figure, accuracy in totals.figures_of(full)]
    assert about == [("4866", 71.7), ("29.3", 71.7)]
    assert totals.figures_of(Variant(network="mobilenet_v1", resolution=223)) == []


def test_five_counters_and_the_slips_are_named():
    app = visit(part="counters", lang="en")
    for figure in FIVE_COUNTERS:
        assert f"{figure.counted():,}" in html(app)
    assert {"1.19", "1.91"} <= set(html(app).replace("<", ">").split(">"))
    assert html(app).count("MobileNetV1") >= len(SLIPS)


def test_all_nine_have_a_point_and_their_numbers_as_text():
    app = visit(part="nine", lang="en")
    assert len(points()) == len(ACCURACIES) == len(NETWORKS)
    for row in points():
        assert f"{row.multiplications:,}" in html(app)
        assert f"{row.accuracy:.1f}%" in html(app)
    assert "in 7 of the nine" in "".join(element.value for element in app.markdown)


def test_bars_stand_on_one_linear_scale_from_zero():
    bars = [LayerBar(parts=(("depthwise", 0.05), ("pointwise", 0.15)), words="<b>")]
    strip = network_strip(bars, top=0.2, name="a", description="")
    assert 'k-depthwise" style="height:25%' in strip
    assert 'k-pointwise" style="height:75%' in strip
    assert "<b>" not in strip


def test_the_bar_of_the_total_says_of_what_it_is_a_share_where_two_networks_are_compared():
    caption = "11.68% of the multiplications of the larger network on the page</p>"
    assert caption in html(visit(lang="en"))
    assert '<div class="net-total"' in html(visit(lang="en"))
    assert '<div class="net-total"' not in html(visit(lang="en", rival="none"))


def test_every_bar_has_its_row():
    app = visit(network="xception", rival="mobilenet_v2", lang="en")
    for slot, network in (("a", "xception"), ("b", "mobilenet_v2")):
        for number in range(1, len(NETWORKS[network]().layers) + 1):
            assert html(app).count(f'data-layer="{slot}-{number}"') == 2
            assert f'<tr id="{slot}-{number}"' in html(app)


def test_a_layer_opens_in_the_playground_with_what_its_ranges_allow():
    depthwise, pointwise = build(V1).layers[3], build(V1).layers[-2]
    settings = linked_settings(depthwise)
    assert (settings.op, settings.groups, settings.filters) == ("grouped", "3", 3)
    assert (settings.kh, settings.kw, settings.stride, settings.side) == (3, 3, 2, 112)
    settings = linked_settings(pointwise)
    assert (settings.op, settings.kh, settings.filters, settings.side) == (
        "standard",
        1,
        256,
        12,
    )
    differs = layer_table.differences(translator("en"), pointwise)
    assert "3 input channels instead of 1,024" in differs
    assert "256 filters instead of 1,024" in differs
    assert "12 pixels instead of 7" in differs
    assert layer_table.playground_link(build(V1).layers[-1], "en") is None


def test_a_rectangular_and_a_separable_layer_keep_their_axes():
    network = parse("conv 1x7 8\nsep 3x5 16 s2 m2", input_shape=(40, 40, 3))
    first, second = (linked_settings(entry) for entry in network.layers)
    assert (first.kh, first.kw, first.weights) == (1, 7, "random")
    assert (second.op, second.kh, second.kw) == ("separable", 3, 5)
    assert (second.depth_multiplier, second.stride) == (2, 2)


def test_the_counts_add_up_in_the_file():
    rows = list(csv.DictReader(io.StringIO(layer_table.counts((V1,)))))
    assert len(rows) == 28
    assert sum(int(row["multiplications"]) for row in rows) == 568_740_352
    assert sum(int(row["parameters"]) for row in rows) == 4_209_088
    assert sum(int(row["activation_values"]) for row in rows) == 5_042_688
    assert all(int(row["flops"]) == 2 * int(row["macs"]) for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_has_the_bars_of_both_networks_and_the_readers_words(language):
    text = translator(language)
    variants = [V1, Variant(network="mobilenet_v1_full", resolution=224)]
    chosen = [
        Chosen(slot=slot, variant=one, network=build(one), name=name_of(text, one))
        for slot, one in zip("ab", variants, strict=True)
    ]
    data = drawing.described(text, chosen)
    assert [name for name, _ in data["legend"]] == [text(f"networks.kinds.{kind}") for kind in KIND_COLOURS]
    assert [len(one["layers"]) for one in data["networks"]] == [28, 15]
    assert "568,740,352" in data["networks"][0]["title"]
    heights = [sum(part for _, part in layer) for one in data["networks"] for layer in one["layers"]]
    assert max(heights) == pytest.approx(1)


def own(layers: str, **settings: str) -> AppTest:
    """Type a network into the field."""
    app = visit(network="own", lang="en", **settings)
    return checked(app.text_area(key="layers").set_value(layers).run())


def test_ones_own_network_is_counted_beside_its_separable_twin():
    app = own("conv 5x5 256 valid", resolution="12")
    assert "1,228,800" in html(app)
    assert "53,952" in html(app)
    assert link(app)["layers"] == "conv 5x5 256 valid"
    assert link(app)["rival"] == "twin"


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ("conv 3x3 8\ncnv 3x3 8", "Line 2: 'cnv' is no layer"),
        ("conv 3x3 8\nconv 300x3 8", "Line 2: The kernel covers 300 x 3 pixels"),
        ("conv 3x3 8\n\nconv 3x3 9 g4", "Line 3: 4 groups do not divide 9 filters"),
        ("conv 3x3 9\nconv 3x3 8 g4", "Line 2: 4 groups do not divide the 9 channels"),
        ("pw 0", "Line 1: 0 is not between 1 and 65,536"),
        ("conv 3x3 8\n" * 10_000, "Line 1,001: A network may have 1,000 lines"),
        ("conv 3x3 8 s2 d2", "Line 1: A stride above 1"),
        ("# nothing", "Line 1: There is no layer"),
    ],
)
def test_a_fault_is_said_on_its_line_and_the_last_network_stays(layers, said):
    app = own(layers)
    plain = app.error[0].value.replace("\\", "")
    assert plain.startswith(said)
    assert "1,038,445,056" in html(app)  # the example, which worked before
    assert app.text_area(key="layers").value == layers


CODE = "self.a = nn.Conv2d(3, 8, 3, padding=1)\nself.b = nn.Conv2d(8, width, 3)\nself.c = nn.Linear(8, 10)"


def test_pasted_code_is_counted_in_the_same_table_beside_its_separable_twin():
    app = own(CODE, resolution="12")
    assert f"{12 * 12 * 8 * 27 + 80:,}" in html(app)
    assert f"{12 * 12 * (27 + 24) + 80:,}" in html(app)
    assert '<tr id="a-2"' in html(app)
    assert "- Line 2: A size hangs on a name" in app.warning[0].value
    assert app.warning[0].value.count("\n- ") == 1
    assert not app.error
    assert link(app)["layers"] == CODE
    assert read("layers", CODE) == CODE


def test_where_no_layer_of_code_can_be_counted_the_first_reason_is_said():
    app = own("class Net:\n  def __init__(self, width):\n    self.a = nn.Conv2d(3, width, 3)")
    assert app.error[0].value.startswith("Line 3: A size hangs on a name or a formula")
    assert "1,038,445,056" in html(app)


def test_sizes_have_the_languages_own_sign_of_multiplication():
    assert "<td>112 × 112 × 64</td>" in html(visit(lang="zh"))


def test_code_that_does_not_parse_is_said_on_its_line_and_the_last_network_stays():
    app = own("nn.Conv2d(3, 8, 3)\nnn.Conv2d(8, ![x](y), 3)")
    assert app.error[0].value.startswith("Line 2: This is not Python")
    assert "1,038,445,056" in html(app)
    assert read("layers", "nn.Conv2d(3, 8") == PARAMETERS["layers"].default


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_why_a_layer_of_code_is_not_counted_is_worded(language):
    read_by_reader = set(_REFUSED.values()) | set(Reason) - set(LEFT_ALONE.values())
    never = {"one_by_one", "groups", "no_module", "foreign", "one_layer", "written_twice"}
    for reason in read_by_reader:
        if reason.code not in never | {"unequal_strides", "nested", "separable"}:
            assert translator(language).has(f"networks.reasons.{reason.code}"), reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_a_line_has_a_sentence(language):
    text = translator(language)
    for layers in (
        "cnv",
        "pw",
        "pw x",
        "pw 0",
        "conv 9x9 2",
        "conv 1 4 g3",
        "conv 1 3 g3\nconv 1 4 g2",
        "",
        "a" * 300,
    ):
        with pytest.raises(ArchitectureError) as caught:
            parse(layers, input_shape=(5, 7, 3))
        assert text.has(f"errors.{caught.value.code}")
        assert "{" not in sentence(text, caught.value)


def test_a_thousand_lines_are_counted_and_left_out_of_the_link():
    app = own("conv 3x3 8\n" * 1000)
    assert not app.error
    assert "layers" not in link(app)
    assert any("too long for the link" in caption.value for caption in app.caption)


def test_a_network_comes_and_goes_as_a_file():
    app = own("conv 3x5 7")
    app.session_state["_layers_as_file"] = True
    checked(app.run())
    app.file_uploader(key="_layers_file").upload("net.txt", b"conv 3x3 8\r\npw 16", "text/plain").run()
    assert app.text_area(key="layers").value == "conv 3x3 8\npw 16"
    app.file_uploader(key="_layers_file").upload("net.txt", b"\xff\xfe\x00", "text/plain").run()
    assert app.error
    assert app.text_area(key="layers").value == "conv 3x3 8\npw 16"


@pytest.mark.parametrize("text", ["conv 3x3 8\npw 16", "Conv 3 x 3  8 # first\n\nfc 10"])
def test_a_text_in_the_link_is_read_back(text):
    assert read("layers", PARAMETERS["layers"].write(text)) == text


@pytest.mark.parametrize(
    "text", ["", "# only words", "<script>", "conv\x003x3 8", "pw 8\u202e", "pw 8\r\npw 9"]
)
def test_a_text_that_is_no_network_falls_back_to_the_example(text):
    assert read("layers", text) == PARAMETERS["layers"].default


def test_a_name_says_what_differs_from_the_paper():
    text = translator("en")
    assert name_of(text, V1) == "MobileNetV1, 224 px"
    assert "0.25" in name_of(text, Variant(network="mobilenet_v2", alpha="0.25", resolution=96))
    assert name_of(text, Variant(network="vgg16", alpha="0.25", resolution=224)) == "VGG-16, 224 px"
