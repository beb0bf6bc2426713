"""The integers of all nine networks: multiplications and weights by rule A, and what is trained."""

import itertools

import pytest

from sepviz import architectures
from sepviz.architectures.dense import Dense
from sepviz.errors import ShapeError
from sepviz.layers import Conv2D, DepthwiseConv2D

TOTALS = {
    "vgg16": (15_470_264_320, 138_344_128, 138_357_544),
    "resnet50": (4_089_184_256, 25_502_912, 25_557_032),
    "inception_v3": (5_713_216_096, 23_799_136, 23_817_352),
    "xception": (8_357_403_496, 22_800_424, 22_855_952),
    "mobilenet_v1": (568_740_352, 4_209_088, 4_231_976),
    "mobilenet_v2": (300_774_272, 3_469_760, 3_504_872),
    "mobilenet_v3_large": (216_589_760, 5_451_272, 5_483_032),
    "efficientnet_b0": (385_814_752, 5_236_192, 5_288_548),
    "convnext_tiny": (4_455_531_264, 28_524_000, 28_589_128),
}
SMALLEST = {"vgg16": 32, "inception_v3": 75, "xception": 7, "convnext_tiny": 32}


def build(name, **arguments):
    return getattr(architectures, name)(**arguments)


@pytest.mark.parametrize("name", TOTALS)
def test_totals_are_the_published_ones(name):
    network = build(name)
    assert (
        network.multiplications,
        network.parameters,
        network.parameters_with_bn_and_bias,
    ) == TOTALS[name]


@pytest.mark.parametrize(
    ("name", "pointwise", "depthwise"),
    [
        ("mobilenet_v1", 94.86, 3.06),
        ("mobilenet_v2", 89.08, 6.89),
        ("mobilenet_v3_large", 87.15, 8.49),
        ("efficientnet_b0", 87.75, 8.95),
        ("convnext_tiny", 93.41, 2.36),
    ],
)
def test_most_multiplications_are_in_the_1_x_1_layers(name, pointwise, depthwise):
    share = build(name).share()
    assert (round(100 * share["pointwise"], 2), round(100 * share["depthwise"], 2)) == (
        pointwise,
        depthwise,
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("mobilenet_v1", 5_042_688),
        ("mobilenet_v2", 6_678_112),
        ("efficientnet_b0", 6_737_696),
        ("convnext_tiny", 13_434_624),
        ("vgg16", 13_547_520),
    ],
)
def test_convolutions_write_so_many_values(name, values):
    assert build(name).activation_values == values


@pytest.mark.parametrize("name", TOTALS)
def test_shares_have_all_kinds_and_sum_to_one(name):
    share = build(name).share()
    assert set(share) == {"standard", "pointwise", "depthwise", "rectangular", "dense"}
    assert sum(share.values()) == pytest.approx(1)


def test_only_inception_has_rectangular_kernels():
    assert round(100 * build("inception_v3").share()["rectangular"], 2) == 30.07
    assert [name for name in TOTALS if build(name).share()["rectangular"]] == ["inception_v3"]


@pytest.mark.parametrize("name", TOTALS)
def test_a_row_says_what_its_layer_says(name):
    for entry in build(name, classes=7).layers:
        assert entry.output_shape == entry.layer.output_shape(entry.input_shape) == entry.cost.output_shape
        assert entry.weights == entry.cost.parameters
        assert sum(cost.multiplications for _, cost in entry.kinds()) == entry.cost.multiplications


@pytest.mark.parametrize("name", TOTALS)
def test_layers_have_names_of_their_own_and_end_in_the_classifier(name):
    layers = build(name, classes=7).layers
    assert len({entry.name for entry in layers}) == len(layers)
    assert layers[-1].name == "fc"
    assert isinstance(layers[-1].layer, Dense)
    assert layers[-1].output_shape == (1, 1, 7)


@pytest.mark.parametrize("name", TOTALS)
def test_impossible_arguments_are_named(name):
    too_small = SMALLEST.get(name, 1) - 1
    with pytest.raises(ShapeError, match=rf"resolution must be at least \d+, not {too_small}"):
        build(name, resolution=too_small)
    assert build(name, resolution=too_small + 1).multiplications > 0
    with pytest.raises(ShapeError, match="classes"):
        build(name, classes=0)
    with pytest.raises(TypeError, match="resolution"):
        build(name, resolution=224.0)


def test_vgg_is_thirteen_standard_layers_and_three_dense_ones():
    kinds = [kind for entry in build("vgg16").layers for kind, _ in entry.kinds()]
    assert [(kind, len(list(run))) for kind, run in itertools.groupby(kinds)] == [
        ("standard", 13),
        ("dense", 3),
    ]
    assert build("vgg16").layers[13].input_shape == (1, 1, 7 * 7 * 512)


def test_resnet_has_its_stride_in_the_3_x_3_and_on_the_shortcut():
    by_name = {entry.name: entry for entry in build("resnet50").layers}
    assert len(by_name) == 1 + 16 * 3 + 4 + 1
    assert by_name["block4/conv"].layer.strides == (2, 2)
    assert by_name["block4/reduce"].layer.strides == (1, 1)
    assert by_name["block4/shortcut"].input_shape == by_name["block4/reduce"].input_shape
    assert by_name["block4/shortcut"].output_shape == by_name["block4/widen"].output_shape == (28, 28, 512)
    assert "block5/shortcut" not in by_name


def test_inception_joins_the_channels_of_its_branches():
    by_name = {entry.name: entry for entry in build("inception_v3").layers}
    first = [by_name[f"mixed{number}/branch1/conv1"].input_shape for number in range(11)]
    assert first == [
        (35, 35, 192),
        (35, 35, 256),
        (35, 35, 288),
        (35, 35, 288),
        *[(17, 17, 768)] * 5,
        (8, 8, 1280),
        (8, 8, 2048),
    ]
    assert by_name["fc"].input_shape == (1, 1, 2048)


def test_the_two_halves_of_a_fork_read_the_same_maps():
    by_name = {entry.name: entry for entry in build("inception_v3").layers}
    across, down = by_name["mixed9/fork3/1x3"], by_name["mixed9/fork3/3x1"]
    assert across.input_shape == down.input_shape == by_name["mixed9/branch3/conv2"].output_shape
    assert (across.layer.kernel_size, down.layer.kernel_size) == ((1, 3), (3, 1))


@pytest.mark.parametrize(
    ("name", "squeezes", "narrowest"), [("mobilenet_v3_large", 8, 24), ("efficientnet_b0", 16, 4)]
)
def test_squeeze_and_excitation_is_dense_and_leaves_the_maps_as_they_are(name, squeezes, narrowest):
    layers = build(name).layers
    found = [entry for entry in layers if entry.name.endswith("/squeeze")]
    assert (len(found), min(entry.output_shape[-1] for entry in found)) == (squeezes, narrowest)
    for entry in found:
        position = layers.index(entry)
        assert layers[position - 1].output_shape == layers[position + 2].input_shape
        assert [kind for kind, _ in entry.kinds()] == ["dense"]


def test_convnext_filters_each_channel_with_7_x_7():
    depthwise = [
        entry for entry in build("convnext_tiny").layers if isinstance(entry.layer, DepthwiseConv2D)
    ]
    assert len(depthwise) == 18
    assert {entry.layer.kernel_size for entry in depthwise} == {(7, 7)}


def test_a_grouped_convolution_with_a_group_a_channel_is_depthwise():
    own = architectures.network_of(
        (9, 11, 4),
        [
            ("a", Conv2D(filters=8, kernel_size=3, groups=4, use_bias=False)),
            ("b", Conv2D(filters=8, kernel_size=3, groups=4, use_bias=False)),
        ],
    )
    assert [kind for entry in own.layers for kind, _ in entry.kinds()] == ["depthwise", "standard"]
