"""Worksheets and the QR code: numbers that are computed, HTML that loads nothing."""

import html
import re
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from sepviz import ops
from sepviz.costs import count
from sepviz.kernels import KERNELS
from sepviz.layers import Conv2D, DepthwiseSeparableBlock, SeparableConv2D, StandardBlock
from sepviz.lessons.exercise import exercise, fields
from sepviz.lessons.worksheet import QUESTIONS, WITH_CALCULATOR, class_set, page
from sepviz.separability import kernel_rank
from sepviz.text import LANGUAGES, translator
from sepviz.ui.shell.qr import qr_html

SEEDS = (0, 1, 7, 12, 999_999)


def text_of(document):
    return html.unescape(re.sub(r"<[^>]+>", " ", document))


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_of_a_worksheet_are_those_of_the_layers(seed):
    made, numbers = exercise(seed), fields(exercise(seed))
    shape = made.height, made.width, made.channels
    common = {"filters": made.filters, "kernel_size": made.taps, "use_bias": False}
    standard = count(Conv2D(**common), shape)
    separable = count(SeparableConv2D(**common), shape)
    said = text_of(page(translator("en"), seed, answers=True))
    for cost in (standard, separable, *separable.stages):
        assert f"{cost.multiplications:,}" in said
    assert numbers["rank"] == kernel_rank(KERNELS[made.kernel].weights)
    assert (numbers["single_separable"] > numbers["single_standard"]) == ("it does not pay" in said)
    assert float(numbers["points"]) > 0
    assert float(numbers["faster"]) < float(numbers["ratio"])
    assert float(numbers["ratio"]) == pytest.approx(
        standard.multiplications / separable.multiplications, abs=0.005
    )
    assert float(numbers["share"]) * float(numbers["ratio"]) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_on_learning_are_those_of_the_blocks_and_of_the_gradients(seed):
    made, numbers = exercise(seed), fields(exercise(seed))
    shape, learned = (made.height, made.width, made.channels), []
    for kind in (StandardBlock, DepthwiseSeparableBlock):
        shapes = kind(filters=made.filters, kernel_size=made.taps, padding="valid").weight_shapes(shape)
        moving = [name for name in shapes if name.endswith(("mean", "variance"))]
        learned.append(sum(np.prod(size) for name, size in shapes.items() if name not in moving))
    for total, name in zip(learned, ("block_formula", "separable_block_formula"), strict=True):
        left, right = str(numbers[name]).replace(",", "").split(" = ")
        factors = [part.split(" x ") for part in left.split(" + ")]
        assert sum(np.prod([int(factor) for factor in part]) for part in factors) == int(right) == total
    kernel, depthwise_kernel = (
        np.ones((*made.taps, made.channels, 2)),
        np.ones((*made.taps, made.channels, 1)),
    )
    everywhere = ops.conv2d_gradients(
        np.ones(shape), kernel, np.ones_like(ops.conv2d(np.ones(shape), kernel))
    )
    assert (everywhere["kernel"] == numbers["places"]).all()
    for name, weights, heard in (
        ("conv2d", kernel, numbers["heard"]),
        ("depthwise_conv2d", depthwise_kernel, numbers["full"]),
    ):
        upstream = np.zeros_like(getattr(ops, name)(np.ones(shape), weights))
        upstream[1, 2, 1] = 1
        *_, by_weights, _ = getattr(ops, f"{name}_gradients")(np.ones(shape), weights, upstream).values()
        assert np.count_nonzero(by_weights) == heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_never_hold_an_answer(language):
    numbers = fields(exercise(5))
    said = text_of(page(translator(language), 5, answers=False))
    hidden = [value for name, value in numbers.items() if name.endswith("formula")]
    assert not any(str(value) in said for value in hidden)
    answers = text_of(page(translator(language), 5, answers=True))
    assert all(translator(language).formula(str(value)) in answers for value in hidden)


def test_neighbours_get_different_numbers():
    sheets = [page(translator("en"), seed, answers=True) for seed in range(60)]
    for left, right in pairwise(sheets):
        differing = sum(a != b for a, b in zip(left.split("<li>"), right.split("<li>"), strict=True))
        assert differing >= 5
    assert len({sheet.split("<ol>")[1] for sheet in sheets}) == len(sheets)


def test_questions_vary_from_seed_to_seed():
    made = [exercise(seed) for seed in range(200)]
    ranks = [fields(one)["rank"] for one in made]
    assert len(set(ranks)) >= 3
    assert ranks.count(1) < 80
    assert 40 < sum(one.few == 1 for one in made) < 110
    assert {one.corner for one in made} == {0, 1, 2, 3}


def test_the_same_seed_gives_the_same_sheet():
    assert page(translator("zh"), 3, answers=False) == page(translator("zh"), 3, answers=False)


@pytest.mark.parametrize("answers", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worksheet_is_one_file_that_prints(language, answers):
    document = page(translator(language), 2, answers=answers)
    tree = ElementTree.fromstring(
        document.removeprefix("<!doctype html>")
        .replace('utf-8">', 'utf-8"/>')
        .replace('device-width">', 'device-width"/>')
    )
    assert tree.attrib["lang"] == language
    assert len(tree.findall("body/ol/li")) == len(QUESTIONS)
    assert "@media print" in document
    assert not re.search(r"https?://|src=|url\(|<script", document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_set_has_forty_different_sheets_and_one_key_that_explains(language):
    text = translator(language)
    document = class_set(text, 7)
    *sheets, key = re.findall(r"<section.*?</section>", document, re.DOTALL)
    assert len({sheet.split("<ol>")[1] for sheet in sheets}) == len(sheets) == 40
    assert key.count("<article>") == 40
    assert not any('class="answer"' in sheet for sheet in sheets)
    said = text_of(key)
    for question in QUESTIONS:
        assert text(f"worksheet.why_{question}") in said
    for seed in range(7, 47):
        numbers = fields(exercise(seed))
        assert text.formula(str(numbers["standard_formula"])) in said
        assert text.formula(str(numbers["grouped_formula"])) in said
    assert not re.search(r"https?://|src=|url\(|<script", document)


def test_numbers_fit_a_head_and_the_two_that_do_not_ask_for_a_calculator():
    for seed in range(200):
        numbers = fields(exercise(seed))
        counts = [value for name, value in numbers.items() if name.endswith("formula")]
        for number in re.findall(r"[\d,]+", " ".join(map(str, counts))):
            assert len(number.replace(",", "").rstrip("0")) <= 4, (seed, number)
    said = text_of(page(translator("en"), 3, answers=False))
    assert said.count("With a calculator") == len(WITH_CALCULATOR) == 2


def test_a_qr_code_loads_nothing_and_escapes_its_title():
    code = qr_html("http://127.0.0.1/walkthrough?chapter=5&lang=zh", title='"><script>')
    assert code.startswith('<img class="qr" src="data:image/svg+xml')
    assert "<script" not in code


def test_a_qr_code_takes_the_longest_link_that_a_chapter_has():
    assert qr_html(f"https://{'a' * 200}.example/walkthrough?{'x' * 300}", title="long")
