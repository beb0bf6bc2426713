"""The Code page without a browser: programs, converter, arguments, folding, links, both languages."""

import re
from dataclasses import fields
from functools import partial
from html import unescape
from itertools import cycle

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from sepviz.codegen import MAX_CHARACTERS, keras_model_converter, pytorch_model_converter
from sepviz.errors import SepvizError
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D
from sepviz.text import LANGUAGES, translator
from sepviz.ui.pages.code.converter import EXAMPLE
from sepviz.ui.session.parameters import KERAS_ARGUMENTS, OPERATIONS, Settings
from tests.ui.visits import checked, html, link, opened, read

visit = partial(opened, "code", side=32)


def paste(app: AppTest, source: str) -> AppTest:
    return checked(app.text_area(key="source").set_value(source).run())


def words(app: AppTest) -> str:
    """Return everything that can be read, but the programs."""
    texts = [element.value for kind in (app.markdown, app.caption, app.error, app.info) for element in kind]
    return read("\n".join(texts + [element.proto.body for element in app.get("html")]))


def lines_table(app: AppTest) -> list[tuple[str, ...]]:
    """Return the rows of the table of convolutions as they are read."""
    table = re.search(r'<table class="bill code-lines">.*?<tbody>(.*?)</tbody>', html(app))
    rows = table[1].split("</tr>")[:-1] if table else []
    cells = [re.split("</t[hd]>", row)[:-1] for row in rows]
    return [tuple(unescape(re.sub("<[^>]*>", "", cell)) for cell in row) for row in cells]


def programs(app: AppTest) -> list[str]:
    return [element.value for element in app.code]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("op", OPERATIONS)
def test_every_kind_of_layer_is_written_in_three_libraries(language, op):
    app = visit(lang=language, op=op, filters="6", kh="3", kw="5", stride="2", weights="random")
    assert app.title[0].value == translator(language)("code.title")
    numpy, keras, pytorch = programs(app)[:3]
    assert "import torch" in pytorch
    assert "import keras" in keras
    assert "torch" not in numpy + keras
    assert all("def forward(x, weights)" in program for program in (numpy, keras, pytorch))
    assert not app.error


def test_the_numpy_program_gives_the_numbers_of_the_layer_on_screen():
    settings = {
        "op": "separable",
        "kh": "3",
        "kw": "5",
        "stride": "2",
        "filters": "4",
        "activation": "relu",
    }
    app = visit(**settings)
    layer = SeparableConv2D(
        filters=4, kernel_size=(3, 5), strides=2, padding="same", use_bias=False, activation="relu"
    )
    scope: dict = {"__name__": "program"}
    exec(programs(app)[0], scope)
    shape = (21, 32, 3)
    assert f"rng.random({shape}" in programs(app)[0]
    weights, x = layer.init_weights(shape, seed=3), np.random.default_rng(0).random(shape, np.float32)
    np.testing.assert_allclose(scope["forward"](x, weights), layer.apply(x, weights), atol=1e-5)


def test_a_link_gives_the_same_programs():
    app = visit(
        op="grouped", filters="9", kh="5", kw="3", padding="valid", use_bias="true", library="PyTorch"
    )
    again = visit(**link(app))
    assert programs(again) == programs(app)
    assert link(again) == link(app)
    assert "source" not in link(app)


def test_settings_that_cannot_be_keep_the_last_good_programs():
    app = visit(op="grouped", groups="3", filters="9")
    before = programs(app)
    checked(app.number_input(key="filters").set_value(8).run())
    assert app.warning
    assert programs(app) == before


def test_the_example_is_converted_with_its_counts():
    app = visit()
    assert app.text_area(key="source").value == EXAMPLE
    for number in ("1,179,648", "133,376", "8.84"):
        assert number in words(app)
    assert "groups=features * 4" in programs(app)[3]
    checked(app.number_input(key="_number_features").set_value(32).run())
    assert "294,912 / " in words(app)


def test_a_name_without_a_number_leaves_the_counts_open():
    app = paste(visit(), "self.a = nn.Conv2d(width, 2 * width, 3)")
    assert app.number_input(key="_number_width").value is None
    assert translator("en")("code.names_missing") in words(app)
    checked(app.number_input(key="_number_width").set_value(16).run())
    assert "4,640" in words(app)


def test_a_class_is_converted_and_what_stays_is_listed_with_its_line():
    source = (
        "class Net(nn.Module):\n    def __init__(self):\n        self.a = nn.Conv2d(8, 16, 3)\n"
        "        self.b = nn.Conv2d(16, 4, 1)\n        self.c = nn.ConvTranspose2d(4, 8, 2)"
    )
    app = paste(visit(lang="zh"), source)
    text = translator("zh")
    assert lines_table(app) == [
        ("3", "nn.Conv2d(8, 16, 3)", "1,168", "216", ""),
        ("4", "nn.Conv2d(16, 4, 1)", "", "", text("code.reasons.one_by_one")),
        ("5", "nn.ConvTranspose2d(4, 8, 2)", "", "", text("code.reasons.transposed")),
    ]
    assert "nn.Sequential(nn.Conv2d(8, 8, 3, groups=8, bias=False)" in programs(app)[3]


def test_a_long_file_is_folded_and_every_line_with_a_convolution_can_be_reached():
    lines = [f"value_{number} = {number}" for number in range(1, 2001)]
    for number, call in (
        (40, "nn.Conv2d(8, 16, 3)"),
        (900, "nn.Conv2d(8, 8, 1)"),
        (1990, "nn.Conv2d(4, 6, (3, 5))"),
    ):
        lines[number - 1] = f"layer = {call}"
    app = paste(visit(), "\n".join(lines))
    assert html(app).count('class="same"') < 25
    assert translator("en")("code.lines_unchanged", count=853) in html(app)
    for number in (40, 900, 1990):
        assert f'<a href="#code-line-{number}">{number:,}</a>' in html(app)
        assert html(app).count(f'id="code-line-{number}"') == 1


def test_a_line_that_nothing_shows_is_no_link():
    app = paste(visit(), "nn.Conv2d(8, 4, 1)\nnn.Conv2d(8, 8, 3, groups=8)")
    assert [row[0] for row in lines_table(app)] == ["1", "2"]
    assert "#code-line" not in html(app)


def test_one_converted_line_needs_no_table():
    assert lines_table(visit()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_that_names_a_bias_is_warned_of_the_half_without_one(language):
    layer = "net = nn.Conv2d(8, 16, 3)"
    note = translator(language)("code.bias_loop")
    loop = "for m in net.modules():\n    if isinstance(m, nn.Conv2d):\n        m.bias.data.zero_()"
    app = paste(visit(lang=language), f"{layer}\n{loop}")
    assert words(app).count(note) == 2  # at the conversion, and at the program that converts a model
    assert words(paste(app, layer)).count(note) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("framework", "converter"), [("PyTorch", pytorch_model_converter), ("Keras", keras_model_converter)]
)
def test_a_model_in_memory_is_converted_by_a_program_of_its_framework(framework, converter, language):
    app = visit(lang=language, framework=framework)
    text = translator(language)
    assert link(app)["framework"] == framework
    assert converter().strip() in programs(app)
    for key in ("memory_lead", "memory_limits", f"memory_{framework.lower()}"):
        assert text(f"code.{key}") in words(app)
    names = {button.proto.label for button in app.get("download_button")}
    assert text("code.download", name=f"make_separable_{framework.lower()}.py") in names


def test_keras_lines_are_converted_without_counts():
    app = paste(visit(), "model.add(layers.Conv2D(32, (3, 5), padding='same'))")
    assert "layers.SeparableConv2D(32, (3, 5), padding='same')" in programs(app)[3]
    assert translator("en")("code.channels_missing") in words(app)


def test_an_impossible_argument_is_said_and_everything_else_is_converted():
    app = paste(visit(), "a = nn.Conv2d(-3, 8, 3)\nb = nn.Conv2d(3, 8, 3)")
    assert "Line 1" in app.error[0].value
    assert "`-3`" in app.error[0].value
    assert "b = nn.Sequential(" in programs(app)[3]


@pytest.mark.parametrize(
    "source",
    [
        "nn.Conv2d(3, 8, 3",
        "\x00",
        "nn.Conv2d(1, 2, " + "(" * 5000,
        "x " * MAX_CHARACTERS,
        "nn.Conv2d(3, 8, 3)\n" * (MAX_CHARACTERS // 10),
        "x ![x](http://example.com/x.png) **bold** <script>alert(1)</script>",
    ],
)
def test_what_does_not_parse_is_said_and_the_last_conversion_stays(source):
    app = visit()
    before = programs(app)
    paste(app, source)
    assert len(app.error) == 1
    assert programs(app) == before
    paste(app, EXAMPLE)
    assert not app.error


@pytest.mark.parametrize(
    "source",
    [
        "",
        "   \n",
        "print('<b>hi</b>')",
        "# <img src=x onerror=alert(1)>\nnn.Conv2d(a, '<b>', '![x](y)')",
        "nn.Conv2d('`</code><script>', **x)",
        "nn.Conv2d(__import__('os').system('id'), 8, 3)",
        "\n".join(f"nn.Conv2d(n{i}, m{i}, 3)" for i in range(300)),
        "nn.Conv2d(宽度, __init__, 3)",
    ],
)
def test_hostile_or_odd_text_stays_text(source):
    app = paste(visit(), source)
    html = "\n".join(element.proto.body for element in app.get("html"))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "source" not in link(app)
    assert len(app.number_input) < 40


def test_pasted_text_cannot_leave_its_quotation_in_an_error():
    app = paste(visit(), "nn.Conv2d('``**x** [a](http://b) :red[c]', 8, 3)")
    assert "``` '``**x** [a](http://b) :red[c]' ```" in app.error[0].value


def test_every_argument_of_the_three_keras_layers_is_explained():
    expected = {field.name for kind in (Conv2D, DepthwiseConv2D, SeparableConv2D) for field in fields(kind)}
    assert set(KERAS_ARGUMENTS) == expected
    assert len(KERAS_ARGUMENTS) == len(expected)
    for language in LANGUAGES:
        assert all(translator(language).has(f"arguments.{name}") for name in expected)


@pytest.mark.parametrize(("argument", "op"), list(zip(KERAS_ARGUMENTS, cycle(OPERATIONS), strict=False)))
def test_every_argument_is_shown_whatever_the_layer_on_screen(argument, op):
    app = visit(argument=argument, op=op, filters="6", lang="zh", side="24")
    assert translator("zh")(f"arguments.{argument}") in words(app)
    assert link(app)["argument"] == argument
    assert not app.error
    # Its library takes the browser seconds to load, so that no page opens on it.
    assert bool(app.get("plotly_chart")) == (argument == "activation")


def test_other_values_stand_with_shapes_and_formulas():
    shown = words(
        visit(
            sample="example12",
            op="standard",
            argument="strides",
            filters="256",
            padding="valid",
            kh="5",
            kw="5",
        )
    )
    assert "8 x 8 x 256 x (5 x 5 x 3) = 1,228,800" in shown
    assert "5 x 5 x 3 x 256 = 19,200" in shown
    assert "strides=(2, 2)" in shown
    assert "4 x 4 x 256 x (5 x 5 x 3) = 307,200" in shown
    assert "(on screen)" in shown


def test_a_value_that_does_not_go_together_is_explained_in_its_row():
    shown = words(visit(argument="strides", dilation="2"))
    assert translator("en")("errors.strides_with_dilation") in shown


def test_the_initializer_is_in_the_link_and_names_its_limit():
    app = visit(argument="pointwise_initializer", initializer="he_uniform", filters="8")
    assert "√(6 / 3) = 1.41" in words(app)
    checked(app.selectbox(key="initializer").set_value("glorot_normal").run())
    assert link(app)["initializer"] == "glorot_normal"
    assert "√(2 / (3 + 8)) = 0.426" in words(app)


def test_penalties_are_those_of_the_layer():
    app = visit(op="standard", argument="kernel_regularizer", weights="random", seed="4", filters="5")
    kernel = Conv2D(filters=5, kernel_size=3, use_bias=False).init_weights((64, 64, 3), seed=4)["kernel"]
    expected = 0.01 * float(np.square(kernel.astype(float)).sum())
    table = app.table[0].value
    assert f"{expected:.4g}" in table.to_string()


def test_a_constraint_shows_weights_before_and_after():
    app = visit(op="separable", argument="depthwise_constraint", constraint="non_neg", kernel="sobel_x")
    assert "9 of the 27 weights" in words(app)
    checked(app.segmented_control(key="constraint").set_value("unit_norm").run())
    assert link(app)["constraint"] == "unit_norm"
    assert "UnitNorm(axis=[0, 1])" in words(app)


def test_folding_changes_rounding_only_in_every_kind_of_layer():
    from sepviz.ui.pages.code.example_layer import specimen_of
    from sepviz.ui.pages.code.folding import fold
    from sepviz.ui.session import picture
    from sepviz.ui.session.run import prepare

    picture = picture.sample_picture("photo", 32)
    for op in OPERATIONS:
        values = Settings(op=op, filters=6, use_bias=op == "standard", activation="relu")
        specimen = specimen_of("activation", prepare(values, picture))
        found = fold(specimen.key, specimen.seed, specimen)
        assert found.difference < 1e-12 * found.largest
        assert found.largest > 0.1
        assert found.maps[1].png == found.maps[2].png != found.maps[0].png
        assert found.folded_weights - found.convolution_weights == (0 if op == "standard" else 6)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"argument": "__class__", "initializer": "os.system", "constraint": "<b>", "library": "C"},
        {"argument": "", "library": "numpy", "op": "x", "kh": "99"},
    ],
)
def test_a_link_full_of_nonsense_shows_the_defaults(nonsense):
    app = visit(**nonsense)
    assert link(app)["argument"] == "depthwise_initializer"
    assert link(app)["library"] == "NumPy"
    assert not app.error


def test_other_errors_of_the_library_have_a_sentence_of_their_own_kind():
    from sepviz.ui.session import notices

    error = SepvizError("anything", code="never_heard_of")
    assert notices.sentence(error, translator("en")) == translator("en")("errors.invalid")
