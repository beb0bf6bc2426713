"""Every integer that rule A gives for MobileNetV1, and what its single layers cost."""

import itertools

import pytest

from sepviz.architectures import Network, mobilenet_v1
from sepviz.costs import count
from sepviz.errors import SepvizError, ShapeError
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D


@pytest.mark.parametrize(
    ("arguments", "multiplications", "parameters"),
    [
        ({}, 568_740_352, 4_209_088),
        ({"separable": False}, 4_867_293_184, 29_281_120),
        ({"width_multiplier": 0.75}, 325_400_448, 2_568_144),
        ({"width_multiplier": 0.5}, 149_497_088, 1_319_648),
        ({"width_multiplier": 0.25}, 41_030_272, 463_600),
        ({"resolution": 192}, 418_121_728, 4_209_088),
        ({"resolution": 160}, 290_675_200, 4_209_088),
        ({"resolution": 128}, 186_400_768, 4_209_088),
    ],
)
def test_rule_a_gives_these_totals(arguments, multiplications, parameters):
    network = mobilenet_v1(**arguments)
    assert (network.multiplications, network.parameters) == (multiplications, parameters)


def test_shallow_network_leaves_out_five_layers():
    shallow, full = mobilenet_v1(shallow=True), mobilenet_v1()
    assert shallow.multiplications == 307_323_392
    assert round(shallow.parameters / 1e6, 1) == 2.9
    assert len(full.layers) - len(shallow.layers) == 5 * 2


def test_full_convolutions_without_the_classifier():
    network = mobilenet_v1(separable=False)
    name, _, _, _, cost = network.layers[-1]
    assert name == "fc"
    assert network.multiplications - cost.multiplications == 4_866_269_184


def test_batch_norm_and_classifier_bias_are_told_apart():
    assert mobilenet_v1().parameters_with_bn_and_bias == 4_231_976


def test_columns_sum_to_the_totals():
    network = mobilenet_v1(width_multiplier=0.5, resolution=160)
    assert sum(entry.cost.multiplications for entry in network.layers) == network.multiplications
    assert sum(entry.cost.parameters for entry in network.layers) == network.parameters
    assert sum(network.multiplications_by_kind().values()) == network.multiplications
    assert sum(entry.weights for entry in network.layers) == network.parameters
    assert sum(network.share().values()) == pytest.approx(1)


def test_shares_of_table_2():
    network = mobilenet_v1()
    shares = {kind: round(100 * part, 2) for kind, part in network.share().items()}
    assert shares == {
        "standard": 1.91,
        "depthwise": 3.06,
        "pointwise": 94.86,
        "dense": 0.18,
        "rectangular": 0,
    }


@pytest.mark.parametrize(
    ("side", "channels", "kind", "multiplications", "parameters"),
    [
        (14, 512, Conv2D, 462_422_016, 2_359_296),
        (14, 512, SeparableConv2D, 52_283_392, 266_752),
        (14, 384, SeparableConv2D, 29_578_752, 150_912),
        (10, 384, SeparableConv2D, 15_091_200, 150_912),
    ],
)
def test_single_layers_of_table_3(side, channels, kind, multiplications, parameters):
    layer = kind(filters=channels, kernel_size=3, padding="same", use_bias=False)
    cost = count(layer, (side, side, channels))
    assert (cost.multiplications, cost.parameters) == (multiplications, parameters)


def test_last_depthwise_layer_has_stride_1():
    by_name = {entry.name: entry for entry in mobilenet_v1().layers}
    last = by_name["block13/depthwise"]
    assert isinstance(last.layer, DepthwiseConv2D)
    assert last.layer.strides == (1, 1)
    assert (last.input_shape, last.output_shape) == ((7, 7, 1024), (7, 7, 1024))


def test_each_layer_takes_what_the_one_before_it_gave():
    layers = mobilenet_v1(resolution=97).layers
    for before, after in itertools.pairwise(layers[:-1]):
        assert after.input_shape == before.output_shape
    assert layers[-1].input_shape == (1, 1, layers[-2].output_shape[-1])


def test_classes_only_change_the_classifier():
    thousand, ten = mobilenet_v1(), mobilenet_v1(classes=10)
    assert thousand.layers[:-1] == ten.layers[:-1]
    assert ten.layers[-1].output_shape == (1, 1, 10)
    assert isinstance(ten, Network)


@pytest.mark.parametrize("width", [0.0, -1.0, 0.01, float("nan"), float("inf"), 1e308])
def test_impossible_width_multiplier_is_named(width):
    with pytest.raises(SepvizError, match="width_multiplier"):
        mobilenet_v1(width_multiplier=width)


@pytest.mark.parametrize("name", ["resolution", "classes"])
def test_impossible_number_is_named(name):
    with pytest.raises(ShapeError, match=name):
        mobilenet_v1(**{name: 0})
    with pytest.raises(TypeError, match=name):
        mobilenet_v1(**{name: 7.5})


@pytest.mark.parametrize("name", ["separable", "shallow"])
@pytest.mark.parametrize("bad", [None, 1, "yes"])
def test_a_switch_is_true_or_false(name, bad):
    with pytest.raises(TypeError, match=name):
        mobilenet_v1(**{name: bad})
