"""What the microscope is given: slices, scales, and what does not fit."""

import numpy as np
import pytest

from sepviz.errors import ShapeError
from sepviz.figures.colour import Scale
from sepviz.ops import conv2d, depthwise_conv2d
from sepviz.shapes import geometry
from sepviz.ui.components.microscope_view import MicroscopeView, slices_of

RANDOM = np.random.default_rng(5)
IMAGE = RANDOM.random((7, 9, 6), np.float32)
GEOMETRY = geometry((7, 9), (3, 5))


def view(kind="standard", *, weights=None, output=None, **settings):
    if output is None:
        output = np.zeros(GEOMETRY.output_size, np.float32)
    settings = {"image": IMAGE, "geometry": GEOMETRY, "labels": {}} | settings
    return MicroscopeView(kind=kind, weights=weights or {}, output=output, **settings)


def draw(*shape):
    return RANDOM.normal(size=shape).astype(np.float32)


def test_grouped_layer_sees_only_the_channels_of_its_group():
    kernel = draw(3, 5, 2, 9)
    slices = slices_of(view("grouped", weights={"kernel": kernel}, groups=3, channel=4))
    assert slices.sources.tolist() == [2, 3]
    np.testing.assert_array_equal(slices.kernels[1], kernel[:, :, 1, 4])


def test_depthwise_channels_are_ordered_by_input_channel_then_multiplier():
    depthwise, pointwise = draw(3, 5, 6, 2), draw(1, 1, 12, 4)
    weights = {"depthwise_kernel": depthwise, "pointwise_kernel": pointwise}
    slices = slices_of(view("separable", weights=weights, depth_multiplier=2, channel=3))
    maps = depthwise_conv2d(IMAGE, depthwise)
    for n in (0, 5, 11):
        alone = conv2d(IMAGE[..., slices.sources[n], None], slices.kernels[n][..., None, None])
        np.testing.assert_allclose(alone[..., 0], maps[..., n], rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(slices.mix, pointwise[0, 0, :, 3])


def test_column_and_row_stand_for_their_outer_product():
    weights = {"column": draw(3), "row": draw(5)}
    slices = slices_of(view("spatial", weights=weights, channel=4))
    assert slices.sources.tolist() == [4]
    np.testing.assert_array_equal(slices.kernels[0], np.outer(weights["column"], weights["row"]))


@pytest.mark.parametrize("kind", ["standard", "separable", "spatial"])
def test_flip_turns_every_spatial_kernel_by_half_a_turn(kind):
    weights = {
        "standard": {"kernel": draw(3, 5, 6, 2)},
        "separable": {"depthwise_kernel": draw(3, 5, 6, 1), "pointwise_kernel": draw(1, 1, 6, 2)},
        "spatial": {"column": draw(3), "row": draw(5)},
    }[kind]
    straight = slices_of(view(kind, weights=weights)).kernels
    turned = slices_of(view(kind, weights=weights, flip=True)).kernels
    np.testing.assert_array_equal(turned, np.rot90(straight, 2, axes=(1, 2)))


def test_image_is_grey_from_0_to_1_and_a_feature_map_is_centred_on_0():
    assert view(image=IMAGE / 2).image_scale == Scale(limit=1.0, signed=False)
    scale = view(image=IMAGE - 0.75, signed_image=True).image_scale
    assert scale.signed
    assert scale.limit == pytest.approx(np.abs(IMAGE - 0.75).max())


def test_scale_of_the_page_wins_over_that_of_the_map():
    given = Scale(limit=9.0, signed=True)
    assert view(scale=given).output_scale == given
    assert view(output=np.full((5, 5), -2, np.float32)).output_scale == Scale(limit=2.0, signed=True)


@pytest.mark.parametrize("output", [np.full((5, 5), 2, np.float32), np.full((5, 5), -2, np.float32)])
def test_whether_a_map_is_signed_hangs_on_the_layer_and_not_on_its_values(output):
    assert view(output=output).output_scale == Scale(limit=2.0, signed=True)
    assert view(output=output, activation="leaky_relu").output_scale.signed
    for activation in ("relu", "relu6", "sigmoid", "softmax"):
        assert not view(output=output, activation=activation).output_scale.signed


def test_image_of_nothing_but_nan_still_has_a_scale():
    nothing = np.full_like(IMAGE, np.nan)
    assert view(image=nothing).image_scale == Scale(limit=1.0, signed=False)


def test_arrays_that_do_not_fit_the_geometry_are_refused():
    with pytest.raises(ShapeError, match=r"output of \(5, 4\)"):
        view(output=np.zeros((5, 4), np.float32))
    with pytest.raises(ShapeError, match=r"image of \(7, 8\)"):
        view(image=IMAGE[:, :8])


@pytest.mark.parametrize(("pin", "pixel"), [(None, None), ((2, 3), (2, 3)), ((-1, 99), (0, 4))])
def test_pin_is_moved_to_the_nearest_pixel_of_the_output(pin, pixel):
    assert view().pixel(pin) == pixel
