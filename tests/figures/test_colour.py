"""Colours mean values: 0 in the middle, equal distances alike, nothing hidden."""

import io

import numpy as np
import pytest
from PIL import Image

from sepviz.figures.colour import (
    LEVELS,
    NOT_A_NUMBER,
    Scale,
    clipped_share,
    colour_indices,
    palette,
    scale_of,
)
from sepviz.figures.sheet import GAP, STRIP, map_png, resized, rgb_png, sheet_layout, sheet_png

SIGNED = Scale(limit=2.0, signed=True)


def luminance(rgb):
    return np.dot(np.asarray(rgb) / 255, [0.2126, 0.7152, 0.0722])


def test_zero_has_the_colour_in_the_middle_of_a_signed_map():
    assert colour_indices(np.zeros((1, 1)), SIGNED)[0, 0] == LEVELS // 2


def test_the_ends_of_the_scale_are_the_first_and_the_last_colour():
    assert colour_indices(np.array([[-2.0, 2.0, -9.0, 9.0]]), SIGNED).tolist() == [[0, 240, 0, 240]]
    grey = Scale(limit=2.0, signed=False)
    assert colour_indices(np.array([[0.0, 2.0]]), grey).tolist() == [[0, 240]]


def test_nan_has_a_colour_that_no_value_has_and_infinities_are_clipped():
    indices = colour_indices(np.array([[np.nan, np.inf, -np.inf]]), SIGNED)
    assert indices.tolist() == [[NOT_A_NUMBER, LEVELS - 1, 0]]


def test_equal_distances_from_zero_are_about_equally_dark():
    colours = palette(signed=True)
    for step in (30, 60, 90, 120):
        assert luminance(colours[120 - step]) == pytest.approx(luminance(colours[120 + step]), abs=0.08)


def test_the_scale_covers_all_finite_values_or_the_asked_share():
    values = np.array([[1.0, -3.0, np.nan, np.inf]])
    assert scale_of(values, signed=True).limit == 3.0
    assert scale_of(np.r_[np.ones(999), 1000.0], signed=True, quantile=0.99).limit == 1.0
    assert scale_of(np.zeros((2, 2)), signed=False).limit == 1.0
    assert scale_of(np.full((2, 2), np.nan), signed=True).limit == 1.0


def test_clipped_values_are_counted():
    assert clipped_share(np.array([-3.0, 0.0, 1.0, 2.5]), SIGNED) == 0.5


def test_a_sheet_shows_every_map_where_its_layout_says():
    maps = np.stack([np.full((4, 6), float(c)) for c in range(5)], axis=-1)
    layout = sheet_layout(5, 4, 6)
    picture = Image.open(io.BytesIO(sheet_png(maps, Scale(limit=4, signed=True), list("abcde"))))
    assert picture.size == layout.size
    pixels = np.asarray(picture)
    for c in range(5):
        top, left = layout.corner(c)
        tile = pixels[top + STRIP : top + STRIP + layout.tile_height, left : left + layout.tile_width]
        assert (tile == 120 + 30 * c).all()


def test_a_sheet_is_transparent_between_its_tiles_and_at_most_1460_wide():
    for count in (1, 2, 3, 4, 5, 8, 16, 33, 64):
        layout = sheet_layout(count, 256, 171)
        assert layout.size[0] <= 1460
        assert layout.columns * layout.rows >= count
    picture = Image.open(io.BytesIO(sheet_png(np.zeros((9, 7, 2)), SIGNED, ["0", "1"]))).convert("RGBA")
    layout = sheet_layout(2, 9, 7)
    assert picture.getpixel((layout.tile_width + GAP // 2, 40))[3] == 0
    assert picture.getpixel((2, STRIP + 2))[3] == 255


def test_a_small_map_is_enlarged_by_whole_factors_and_a_large_one_keeps_every_pixel():
    small = Image.open(io.BytesIO(map_png(np.array([[-2.0, 2.0]]), SIGNED, side=10)))
    assert np.asarray(small).tolist() == [[0] * 5 + [240] * 5] * 5
    assert Image.open(io.BytesIO(map_png(np.zeros((300, 200)), SIGNED, side=512))).size == (200, 300)


def test_the_colour_picture_has_the_image_s_colours():
    image = np.array([[[1.0, 0.0, 0.5], [0.2, 0.4, 0.6]]], np.float32)
    shown = np.asarray(Image.open(io.BytesIO(rgb_png(image, side=4))))
    assert shown[0, 0].tolist() == [255, 0, 128]
    assert shown[1, 3].tolist() == [51, 102, 153]


def test_averaging_keeps_the_mean_and_each_pixel_is_the_mean_of_its_area():
    maps = np.random.default_rng(0).normal(size=(12, 20, 3)).astype(np.float32)
    small = resized(maps, 4, 5)
    np.testing.assert_allclose(small, maps.reshape(4, 3, 5, 4, 3).mean(axis=(1, 3)), atol=1e-6)
    np.testing.assert_allclose(resized(maps, 5, 7).mean(axis=(0, 1)), maps.mean(axis=(0, 1)), atol=1e-6)


def test_a_nan_stays_in_its_place_when_a_map_is_averaged_down():
    maps = np.zeros((64, 64, 2), np.float32)
    maps[10, 10, 0] = np.nan
    small = resized(maps, 48, 48)
    assert np.isnan(small).sum() <= 1
    assert not np.isnan(small[:, :, 1]).any()
