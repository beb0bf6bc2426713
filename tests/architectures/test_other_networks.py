"""MobileNetV2, Xception, and networks of one's own."""

import pytest

from sepviz.architectures import mobilenet_v2, network_of, xception
from sepviz.errors import ShapeError
from sepviz.layers import Conv2D, SeparableConv2D


def test_mobilenet_v2_has_its_published_size():
    network = mobilenet_v2()
    assert round(network.multiplications / 1e6, 2) == 300.77
    assert network.multiplications == 300_774_272
    assert network.parameters == 3_469_760
    assert network.parameters_with_bn_and_bias == 3_504_872


def test_mobilenet_v2_rounds_channels_to_multiples_of_8():
    network = mobilenet_v2(width_multiplier=0.35)
    assert all(entry.output_shape[-1] % 8 == 0 for entry in network.layers)
    assert {entry.name: entry for entry in network.layers}["last"].output_shape[-1] == 1280


def test_rounding_never_takes_more_than_a_tenth():
    first = mobilenet_v2(width_multiplier=0.35).layers[0]
    assert first.output_shape[-1] == 16  # of 11 channels the nearest multiple, 8, would keep too few


@pytest.mark.parametrize(("width", "first"), [(0.28, 16), (0.56, 24), (0.84, 32), (1.12, 40)])
def test_the_first_layer_is_rounded_from_the_uncut_product(width, first):
    assert mobilenet_v2(width_multiplier=width).layers[0].output_shape[-1] == first


def test_mobilenet_v2_widens_its_last_layer_but_never_thins_it():
    wide = {entry.name: entry for entry in mobilenet_v2(width_multiplier=1.4).layers}
    assert wide["last"].output_shape[-1] == 1792


def test_xception_has_its_published_parameters():
    network = xception()
    assert network.parameters_with_bn_and_bias == 22_855_952
    assert network.multiplications == 8_357_403_496


def test_shortcuts_of_xception_stand_beside_the_main_path():
    by_name = {entry.name: entry for entry in xception().layers}
    shortcut, first = by_name["block3/shortcut"], by_name["block3/separable1"]
    assert shortcut.input_shape == first.input_shape
    assert shortcut.output_shape == by_name["block4/shortcut"].input_shape


def test_image_too_small_for_xception_is_named():
    with pytest.raises(ShapeError, match="resolution must be at least 7, not 6"):
        xception(resolution=6)
    assert xception(resolution=7).parameters == xception().parameters


def test_network_of_ones_own_chains_its_layers():
    network = network_of(
        (20, 24, 3),
        [
            ("first", Conv2D(filters=8, kernel_size=(3, 5), strides=2)),
            ("second", SeparableConv2D(filters=6, kernel_size=3)),
        ],
    )
    assert [entry.output_shape for entry in network.layers] == [(9, 10, 8), (7, 8, 6)]
    assert network.parameters == 45 * 8 + (72 + 48)  # rule A: no bias
    assert network.parameters_with_bn_and_bias == network.parameters + 8 + 6


def test_layer_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError, match="kernel_size"):
        network_of(
            (4, 4, 3), [("a", Conv2D(filters=1, kernel_size=3)), ("b", Conv2D(filters=1, kernel_size=3))]
        )
