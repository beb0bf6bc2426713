"""The picture of a layer: connections, kernels, counts and words of every kind, without a browser."""

import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sepviz.errors import ShapeError
from sepviz.figures.colour import LEVELS
from sepviz.ops import depthwise_conv2d
from sepviz.text import LANGUAGES, translator
from sepviz.ui.components.layer_picture import _selection
from sepviz.ui.components.layer_picture_view import LayerPictureView, Selection
from sepviz.ui.components.layer_picture_wire import pack
from sepviz.ui.session.parameters import OPERATIONS, Settings
from sepviz.ui.session.picture import sample_picture
from sepviz.ui.session.run import Run, prepare
from sepviz.ui.session.state import reconciled
from sepviz.ui.views import names
from sepviz.ui.views.layer_view import layer_view

ENGLISH = translator("en")


def run_of(sample: str = "example12", side: int = 256, **settings: Any) -> Run:
    """Prepare a run of the playground with these settings."""
    values = reconciled(Settings(**settings), settings)
    return prepare(values, sample_picture(sample, side))


def view_of(text=ENGLISH, **settings: Any) -> LayerPictureView:
    return layer_view(text, run_of(**settings))


def test_a_standard_output_is_made_from_all_channels_a_grouped_one_from_its_group():
    standard, grouped = view_of(op="standard", filters=6), view_of(op="grouped", groups="3", filters=6)
    assert standard.steps[0].sources == ((0, 1, 2),) * 6
    assert grouped.steps[0].sources == ((0,), (0,), (1,), (1,), (2,), (2,))


def test_a_depthwise_map_is_made_from_its_own_channel_and_an_output_from_all_depthwise_maps():
    depthwise, pointwise = view_of(op="separable", depth_multiplier=2, filters=5).steps
    assert depthwise.sources == ((0,), (0,), (1,), (1,), (2,), (2,))
    assert pointwise.sources == (tuple(range(6)),) * 5


def test_both_passes_of_a_spatially_separable_layer_keep_the_channels_apart():
    for step in view_of(op="spatial", kernel="gaussian5").steps:
        assert step.sources == ((0,), (1,), (2,))


def test_kernels_keep_their_depth():
    def shapes(**settings: Any) -> list[tuple[int, ...]]:
        return [step.weights.shape for step in view_of(weights="random", kh=3, kw=5, **settings).steps]

    assert shapes(op="standard", filters=4) == [(4, 3, 3, 5)]
    assert shapes(op="grouped", groups="3", filters=6) == [(6, 1, 3, 5)]
    assert shapes(op="separable", filters=4) == [(3, 1, 3, 5), (4, 3, 1, 1)]
    assert shapes(op="spatial") == [(3, 1, 3, 1), (3, 1, 1, 5)]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("op", OPERATIONS)
def test_maps_computed_from_the_connections_are_those_of_the_layer(op, padding):
    settings = {"op": op, "weights": "random", "kh": 3, "kw": 5, "filters": 6, "stride": 2}
    run = run_of(padding=padding, depth_multiplier=2, **settings)
    view, maps = layer_view(ENGLISH, run), run.picture.pixels
    for stage, step in zip(run.cost.stages, view.steps, strict=True):
        made = [
            sum(filtered(maps[..., source], kernel, step.geometry) for source, kernel in pairs)
            for pairs in (zip(*one, strict=True) for one in zip(step.sources, step.weights, strict=True))
        ]
        maps = np.stack(made, axis=-1)
        np.testing.assert_allclose(maps, run.maps(stage.name), rtol=1e-4, atol=1e-5)


def filtered(channel, kernel, places):
    """Filter one channel with one kernel slice."""
    out = depthwise_conv2d(
        channel[..., None],
        np.ascontiguousarray(kernel[..., None, None]),
        strides=places.strides,
        padding=places.padding,
        dilation_rate=places.dilation_rate,
    )
    return out[..., 0]


@pytest.mark.parametrize("op", OPERATIONS)
def test_formulas_are_the_counts_of_the_layer(op):
    run = run_of(op=op, filters=6, kernel="gaussian5")
    total = 0
    for step in layer_view(ENGLISH, run).steps:
        product, count = step.formula.split(" = ")
        total += int(count.replace(",", ""))
        factors = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", product)]
        assert np.prod(factors) == int(count.replace(",", ""))
    assert total == run.cost.multiplications


def test_the_famous_numbers_are_said():
    view = view_of(op="standard", kernel="gaussian5", filters=256, padding="valid")
    assert view.steps[0].formula == "8 x 8 x 256 x (5 x 5 x 3) = 1,228,800"
    assert "75 products, one sum" in view.columns[1].thumbnails[7].sentence
    own = view_of(op="separable", kernel="gaussian5").columns[1].thumbnails[2].sentence
    assert "25 products, one sum" in own
    assert "channel B alone" in own


def test_at_most_twelve_thumbnails_a_column_and_the_rest_is_counted():
    view = view_of(op="separable", filters=256, depth_multiplier=8)
    assert [len(column.thumbnails) for column in view.columns] == [3, 12, 12]
    assert [column.hidden for column in view.columns] == [0, 12, 244]
    assert view.columns[2].more == "+244 more"
    assert [column.sprite.count for column in view.columns] == [3, 12, 12]


def test_the_chosen_channel_always_has_a_thumbnail_and_its_kernel():
    view = view_of(op="standard", filters=40, channel=33)
    assert view.columns[1].thumbnails[-1].channel == 33
    assert view.steps[0].targets[-1] == 33
    assert view.selected == ("standard", 33)
    assert view_of(op="standard", filters=5, channel=33).selected == ("standard", 4)


def labels(**settings: Any) -> list[list[str]]:
    return [[map_.label for map_ in column.thumbnails] for column in view_of(**settings).columns]


def test_maps_have_the_names_that_they_have_in_the_sheets():
    run = run_of(op="separable", filters=2, depth_multiplier=2)
    assert labels(op="separable", filters=2, depth_multiplier=2) == [
        names.map_names(ENGLISH, run, stage) for stage in ("input", "depthwise", "pointwise")
    ]
    assert labels(op="spatial") == [["R", "G", "B"], *[["0 · R", "1 · G", "2 · B"]] * 2]
    said = view_of(op="spatial").columns[2].thumbnails[1].sentence
    assert said.startswith("Output 1 · G: 3 pixels of the column pass 1 · G,")


def test_where_not_all_depthwise_maps_are_shown_every_channel_has_some():
    shown = labels(op="separable", filters=2, depth_multiplier=5)[1]
    assert shown == [f"{5 * at + n} · {colour}" for at, colour in enumerate("RGB") for n in range(4)]
    assert view_of(op="separable", filters=2, depth_multiplier=5).columns[1].hidden == 3


@pytest.mark.parametrize("activation", ["linear", "relu"])
def test_each_map_in_its_own_scale_reaches_the_last_colour(activation):
    """With one scale for all, only the map with the largest value does."""
    settings = {"filters": 6, "weights": "random", "activation": activation, "op": "standard"}
    for scale in ("shared", "each"):
        column = view_of(scale=scale, **settings).columns[1]
        tiles = np.split(np.asarray(Image.open(io.BytesIO(column.sprite.png))), 6, axis=1)
        full = [tile.max() == LEVELS - 1 or (activation == "linear" and tile.min() == 0) for tile in tiles]
        assert all(full) == (scale == "each")


def test_each_map_has_its_size_and_range_as_text():
    alt = view_of(op="standard", filters=2, padding="valid").columns[1].thumbnails[1].alt
    assert re.fullmatch(r"Output 1: 10 x 10 pixels, values from \S+ to \S+", alt)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("op", OPERATIONS)
def test_every_sentence_is_filled_in_both_languages(op, language):
    view = view_of(translator(language), op=op, filters=6, activation="relu", use_bias=True)
    sentences = [map_.sentence + map_.alt for column in view.columns for map_ in column.thumbnails]
    sentences += [view.labels["rest"], view.labels["name"], *(step.kernels for step in view.steps)]
    assert not [one for one in sentences if "{" in one]


def test_the_last_column_shows_the_maps_after_bias_and_activation():
    view = view_of(op="standard", filters=2, weights="random", activation="relu")
    assert all("from 0 to" in map_.alt for map_ in view.columns[1].thumbnails)
    assert "before bias and activation" in view.labels["numbers"]


def test_a_change_sends_some_tens_of_kilobytes_and_the_image_is_not_among_them():
    default = view_of(sample="photo", op="separable")
    assert default.image.size > 100_000
    assert len(pack(default)) < 40_000
    assert len(pack(view_of(sample="photo", op="separable", filters=256))) < 60_000


def test_what_is_no_selection_is_none():
    for value in (None, 3, {}, {"stage": 1}, {"stage": "a", "channel": "0"}, {"stage": "a", "channel": -1}):
        assert _selection(value) is None
    assert _selection({"stage": "a", "channel": 2, "pixel": [1]}) is None
    assert _selection({"stage": "a", "channel": 2, "pixel": [1, 5]}) == Selection(
        stage="a", channel=2, pixel=(1, 5)
    )
    assert _selection({"stage": "a", "channel": None, "pixel": None}) == Selection(stage="a", channel=None)


def test_weights_that_do_not_fit_their_connections_are_refused():
    step = view_of(op="standard", filters=2).steps[0]
    fields = {name: getattr(step, name) for name in step.__dataclass_fields__}
    with pytest.raises(ShapeError, match="do not fit"):
        type(step)(**fields | {"weights": step.weights[:, :2]})
