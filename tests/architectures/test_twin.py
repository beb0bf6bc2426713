"""A network with each standard convolution made separable."""

import pytest

from sepviz.architectures import (
    inception_v3,
    mobilenet_v1,
    network_of,
    parse,
    separable_twin,
    vgg16,
)
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D


def test_twin_of_full_convolutions_is_mobilenet_but_for_the_first_layer():
    twin, mobilenet = separable_twin(mobilenet_v1(separable=False)), mobilenet_v1()
    first = mobilenet.layers[0].cost
    rest = mobilenet.multiplications - first.multiplications
    assert twin.multiplications == rest + 112 * 112 * (27 + 3 * 32)
    assert twin.parameters == mobilenet.parameters - first.parameters + 27 + 3 * 32
    for number in range(1, 14):
        depthwise, pointwise = mobilenet.layers[2 * number - 1 : 2 * number + 1]
        both = twin.layers[number].cost
        assert [stage.multiplications for stage in both.stages] == [
            depthwise.cost.multiplications,
            pointwise.cost.multiplications,
        ]
        assert twin.layers[number].output_shape == pointwise.output_shape


def test_twin_has_the_same_shapes_names_and_normalisation():
    network = vgg16()
    twin = separable_twin(network)
    for before, after in zip(network.layers, twin.layers, strict=True):
        assert (before.name, before.input_shape, before.output_shape) == (
            after.name,
            after.input_shape,
            after.layer.output_shape(after.input_shape),
        )
    assert twin.bn_and_bias == network.bn_and_bias
    assert twin.share()["standard"] == 0
    assert network == vgg16()


def test_twin_keeps_every_setting_of_the_layer():
    layer = Conv2D(
        filters=6, kernel_size=(3, 5), strides=(2, 1), padding=((0, 1), (2, 3)), activation="relu"
    )
    dilated = Conv2D(filters=4, kernel_size=(2, 3), dilation_rate=(2, 3), use_bias=False)
    first, second = separable_twin(network_of((20, 31, 3), [("a", layer), ("b", dilated)])).layers
    assert first.layer == SeparableConv2D(
        filters=6, kernel_size=(3, 5), strides=(2, 1), padding=((0, 1), (2, 3)), activation="relu"
    )
    assert second.layer == SeparableConv2D(
        filters=4, kernel_size=(2, 3), dilation_rate=(2, 3), use_bias=False
    )


def test_rectangular_kernels_are_separated_as_well():
    twin = separable_twin(inception_v3())
    assert twin.share()["rectangular"] == twin.share()["standard"] == 0


def test_layers_that_are_not_standard_stay():
    network = parse("pw 16\ndw 3x3\nsep 3x3 8\nconv 3x3 8 g4\nconv 1x1 8\nfc 10", input_shape=(9, 11, 3))
    assert separable_twin(network) == network
    assert isinstance(network.layers[1].layer, DepthwiseConv2D)


def test_twin_of_a_twin_is_the_same():
    twin = separable_twin(mobilenet_v1(separable=False))
    assert separable_twin(twin) == twin


def test_only_a_network_has_a_twin():
    with pytest.raises(TypeError, match="network must be a Network, not str"):
        separable_twin("conv 3x3 8")
