"""The sample pictures: what the links promise, and what each picture is there to teach."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sepviz.errors import SepvizError
from sepviz.kernels import KERNELS
from sepviz.ops import depthwise_conv2d
from sepviz.samples import SAMPLES, sample
from sepviz.samples.pictures import FOLDER

SIZES = {
    "photo": (320, 480, 3),
    "animal": (300, 451, 3),
    "texture": (384, 384, 3),
    "chart": (180, 240, 3),
    "impulse": (64, 96, 3),
    "zoneplate": (256, 256, 3),
    "example12": (12, 12, 3),
}


def filtered(picture, name):
    """Every channel filtered with a kernel of the catalogue."""
    weights = KERNELS[name].weights[:, :, np.newaxis, np.newaxis]
    return depthwise_conv2d(picture, np.repeat(weights, picture.shape[2], axis=2))


def test_ids_are_those_of_the_links_in_order():
    assert tuple(SIZES) == SAMPLES, "a new sample belongs into SIZES, with its height, width and channels"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_float32_rgb_between_0_and_1(name):
    picture = sample(name)
    assert picture.shape == SIZES[name]
    assert picture.dtype == np.float32
    assert picture.min() >= 0
    assert picture.max() <= 1
    assert np.ptp(picture) > 0.5


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_the_same_on_every_call_and_cannot_be_changed(name):
    first = sample(name)
    sample.cache_clear()
    assert_array_equal(sample(name), first)
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0, 0] = 1


@pytest.mark.parametrize("name", ["", "cat", "../photo", None])
def test_unknown_sample_is_refused_with_the_names_that_there_are(name):
    with pytest.raises(SepvizError, match=r"^name must be one of photo, .*not ") as caught:
        sample(name)
    assert caught.value.code == "unknown_sample"


def test_photo_has_edges_in_all_directions():
    grey = sample("photo").mean(axis=2, keepdims=True)
    dx, dy = filtered(grey, "sobel_x"), filtered(grey, "sobel_y")
    strong = np.hypot(dx, dy) > 0.5
    directions = np.degrees(np.arctan2(dy, dx))[strong] % 180
    share = np.histogram(directions, bins=8, range=(0, 180))[0] / strong.sum()
    assert share.min() > 0.04


def test_texture_has_more_upright_joints_than_level_ones():
    picture = sample("texture")
    assert np.abs(filtered(picture, "sobel_x")).mean() > 1.3 * np.abs(filtered(picture, "sobel_y")).mean()


def test_chart_shows_pure_colours_and_greys():
    chart = sample("chart")
    patches = [chart[y, x].tolist() for y in (30, 90) for x in (40, 120, 200)]
    assert patches == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    greys = chart[120:]
    assert_array_equal(greys[..., 0], greys[..., 1])
    assert_array_equal(greys[..., 0], greys[..., 2])
    assert len(np.unique(greys[10])) == 8
    assert (np.diff(greys[50, :, 0]) > 0).all()


def test_impulses_come_out_as_the_turned_kernel_in_their_own_channels():
    result = filtered(sample("impulse"), "emboss")
    turned = KERNELS["emboss"].weights[::-1, ::-1]
    for channel, column in enumerate((8, 24, 40)):
        response = result[42:45, column - 2 : column + 1]
        assert_array_equal(response[..., channel], turned)
        assert not np.delete(response, channel, axis=2).any()


def test_step_is_positive_on_its_left_and_negative_on_its_right():
    middle = filtered(sample("impulse"), "sobel_x")[31, :, 0]
    assert middle[54] == pytest.approx(4 * 0.8)
    assert middle[87] == pytest.approx(-4 * 0.8)


def test_zoneplate_is_free_of_aliases():
    # The finest rings lie at the border: even there the phase moves by less than pi in a pixel.
    offsets = np.arange(256) - 127.5
    phase = 0.6 * np.pi * (offsets[:, None] ** 2 + offsets**2) / 256
    np.testing.assert_allclose(sample("zoneplate")[..., 0], 0.5 + 0.5 * np.cos(phase), atol=1e-6)
    assert np.abs(np.diff(phase, axis=1)).max() < np.pi
    assert_array_equal(sample("zoneplate"), sample("zoneplate").transpose(1, 0, 2))
    assert np.abs(np.diff(sample("zoneplate")[120:136, 120:136, 0])).max() < 0.06


def test_example12_has_structure_that_differs_between_the_channels():
    picture = sample("example12")
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) == 6
    for kernel in ("sobel_x", "sobel_y"):
        edges = filtered(picture, kernel)
        assert np.abs(edges).max() > 1
        assert np.ptp(edges, axis=2).max() > 1


def test_every_photograph_has_its_author_and_licence_and_is_small():
    licences = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")
    photographs = [
        path for path in FOLDER.iterdir() if path.is_file() and path.suffix not in (".py", ".md")
    ]
    assert len(photographs) >= 3
    for path in photographs:
        lines = [line for line in licences.splitlines() if f"`{path.name}`" in line]
        assert len(lines) == 1, f"add a line about {path.name} to LICENSES.md"
        assert "CC0 1.0" in lines[0]
    assert sum(path.stat().st_size for path in photographs) < 300_000
