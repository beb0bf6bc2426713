"""The pipeline drawing says the same in pictures, words and text equivalents."""

import base64
import re
from xml.etree import ElementTree

import pytest

from sepviz.costs import count
from sepviz.figures.pipeline import Slab, Step, pipeline
from sepviz.layers import Conv2D, SeparableConv2D, SpatiallySeparableConv2D
from sepviz.text import LANGUAGES, translator
from sepviz.ui.views.pipeline import drawing

LAYERS = [
    Conv2D(filters=256, kernel_size=5, use_bias=False),
    SeparableConv2D(filters=256, kernel_size=(3, 5), depth_multiplier=2, use_bias=False),
    SpatiallySeparableConv2D(kernel_size=(3, 5)),
]


def drawings(html: str) -> list[ElementTree.Element]:
    """Return the SVGs inside the pictures."""
    return [ElementTree.fromstring(base64.b64decode(data)) for data in re.findall(r"base64,([^\"]+)", html)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_every_stage_stands_in_the_drawing_with_its_shape_and_count(layer, language):
    cost = count(layer, (12, 12, 3))
    html = drawing(translator(language), cost, (12, 12, 3))
    times = translator(language)("app.times")
    assert times.join(("12", "12", "3")) in html
    for stage in cost.stages:
        assert times.join(map(str, stage.output_shape)) in html
        assert f"{stage.multiplications:,}" in html
    assert html.count("alt=") == len(drawings(html)) == 2 * len(cost.stages) + 1


@pytest.mark.parametrize("times", ["x", "×"])
def test_no_line_ends_inside_a_product(times):
    kernels, formula = (one.replace("x", times) for one in ("8 kernels of 3 x 5 x 16", "2 x 4 x (3 x 5)"))
    step = Step(kernel_size=(3, 5), kernels=kernels, formula=formula, cost="", alt="")
    whole = re.findall(
        r'class="unbroken">([^<]+)<', pipeline([Slab(name="a", shape=(1, 1, 1), alt="a"), step])
    )
    assert [one.replace(times, "x") for one in whole] == ["1 x 1 x 1", "3 x 5 x 16", "2 x 4", "3 x 5"]


def test_a_slab_has_one_sheet_a_channel_up_to_the_most_that_can_be_told_apart():
    sheets = [
        len(drawings(pipeline([Slab(name="x", shape=(8, 8, channels), alt="x")]))[0])
        for channels in (1, 3, 256)
    ]
    assert sheets == [1, 3, 9]


def test_the_larger_of_two_stages_is_drawn_larger_and_no_stage_vanishes():
    html = pipeline(
        [Slab(name="a", shape=(256, 128, 1), alt="a"), Slab(name="b", shape=(4, 2, 1), alt="b")]
    )
    large, small = (drawing[0].attrib for drawing in drawings(html))
    assert int(large["height"]) > int(large["width"]) > 0
    assert int(large["height"]) > int(small["height"]) >= 20


def test_words_are_escaped():
    step = Step(kernel_size=(3, 5), kernels="<b>", formula="<i>", cost="&", alt='"<')
    html = pipeline([Slab(name="<script>", shape=(1, 1, 1), alt='"'), step])
    assert "<script>" not in html
    assert "<i>" not in html
    assert 'alt=""' not in html
