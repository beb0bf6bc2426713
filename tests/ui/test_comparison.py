"""Cards, headline, table, chart and CSV compare only layers that put out the same maps."""

import csv
import io
import re

import numpy as np
import pytest

from sepviz.costs import count
from sepviz.figures.bill_chart import bill_chart
from sepviz.text import LANGUAGES, translator
from sepviz.ui.pages.playground.bill import all_rows, factor_names
from sepviz.ui.session.parameters import OPERATIONS, Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import prepare
from sepviz.ui.views import comparison, downloads, pipeline

PICTURE = Picture(pixels=np.random.default_rng(0).random((13, 17, 3), np.float32), digest="random")


def made(**settings):
    return prepare(Settings(**settings), PICTURE)


@pytest.mark.parametrize("op", OPERATIONS)
@pytest.mark.parametrize("filters", [3, 255])
def test_only_layers_with_the_maps_of_the_one_on_screen_are_drawn_beside_it(op, filters):
    run = made(op=op, filters=filters)
    assert {cost.output_shape for cost in run.comparable.values()} == {run.cost.output_shape}
    assert op in run.comparable
    assert ("spatial" in run.comparable) == (op == "spatial")


@pytest.mark.parametrize("filters", [8, 256])
def test_a_spatial_layer_is_half_again_cheaper_whatever_filters_the_link_has(filters):
    found = made(op="spatial", filters=filters).comparison
    text = translator("en")
    assert comparison.verdict(text, "spatial", found) == (
        "Spatially separable: **1.50 times fewer** multiplications than "
        "the same 2-D kernel on each channel (66.67% of them)."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_names_what_is_compared(language):
    text = translator(language)
    for op, name in (("separable", "standard"), ("spatial", "depthwise")):
        assert text(f"comparison.{name}") in comparison.verdict(text, op, made(op=op).comparison)


def test_the_csv_names_the_layer_that_each_share_is_of():
    run = made(op="grouped", filters=6)
    rows = list(csv.DictReader(io.StringIO(downloads.counts(all_rows(run)))))
    total = {row["layer"]: row for row in rows if row["stage"] == "total"}
    assert total["spatial"]["compared_with"] == "depthwise"
    assert total["grouped"]["compared_with"] == total["separable"]["compared_with"] == "standard"
    for row in total.values():
        other = total[row["compared_with"]]
        assert other["output"] == row["output"]
        share = int(row["multiplications"]) / int(other["multiplications"])
        assert float(row["share_of_multiplications"]) == pytest.approx(share, abs=1e-6)


def test_bars_start_at_0_on_a_linear_axis():
    figure = bill_chart(["a", "b"], [[100], [20, 3]], [["s"], ["d", "p"]], chosen=1, axis="n")
    assert figure.layout.xaxis.type == "linear"
    assert figure.layout.xaxis.rangemode == "tozero"
    assert figure.data[0].x == (100, 23)
    assert figure.data[0].base is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stage_of_a_grouped_layer_is_called_grouped(language):
    text, run = translator(language), made(op="grouped", filters=6)
    html = pipeline.drawing(text, run.cost, PICTURE.pixels.shape, kind="grouped")
    words = re.sub(r"<[^>]*>", " ", html)
    assert text("stages.grouped") in words
    assert text("stages.standard") not in words
    assert text("factors.channels_in_group") in factor_names(text, "grouped", run.cost.stages[0])
    assert "grouped,grouped," in downloads.counts(all_rows(run))


def test_the_reference_of_the_spatial_layer_is_counted_as_one_learned_kernel():
    run = made(op="spatial", kernel="gaussian5", kh=5, kw=5)
    reference = run.comparable["depthwise"]
    assert reference.parameters == 25
    assert reference.multiplications == 13 * 17 * 3 * 25
    assert run.cost == count(run.layer, PICTURE.pixels.shape)
