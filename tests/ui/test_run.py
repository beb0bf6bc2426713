"""A run keeps one copy of its last maps, and they are the layer's own whatever is looked at first."""

import numpy as np
import pytest

from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import Run, prepare

PICTURE = Picture(pixels=np.random.default_rng(0).random((13, 17, 3), np.float32), digest="random")
LAYERS = [
    {"op": "separable", "use_bias": True, "activation": "softmax", "depth_multiplier": 2},
    {"op": "standard", "use_bias": True, "activation": "none"},
    {"op": "grouped", "filters": 6, "activation": "swish", "stride": 2},
    {"op": "spatial"},
]


def made(settings) -> Run:
    run = prepare(Settings(**settings), PICTURE)
    if "bias" in run.weights:
        run.weights["bias"] = np.arange(run.weights["bias"].size, dtype=np.float32) - 2
    return run


@pytest.mark.parametrize("settings", LAYERS)
@pytest.mark.parametrize("backwards", [False, True])
def test_the_maps_are_those_of_the_layer_in_whichever_order_they_are_looked_at(settings, backwards):
    run = made(settings)
    stages = run.layer.stages(PICTURE.pixels, run.weights)
    assert [stage.name for stage in stages] == run.stage_names
    for name, output in stages[::-1] if backwards else stages:
        np.testing.assert_allclose(run.maps(name), output, rtol=1e-6, atol=1e-7)


def test_maps_larger_than_a_band_are_activated_as_a_whole(monkeypatch):
    monkeypatch.setattr("sepviz.ui.session.run._BAND", 1000)
    run = made(LAYERS[0])
    last = run.layer.stages(PICTURE.pixels, run.weights)[-1].output
    np.testing.assert_allclose(run.maps("activation"), last, rtol=1e-6)


def test_an_activation_takes_no_second_copy_of_the_maps():
    run = made({"op": "standard", "activation": "relu", "filters": 64})
    convolved = run.maps("standard")
    assert np.shares_memory(run.maps("activation"), convolved)


def test_the_slices_keep_the_scale_of_the_sum_before_the_activation():
    run = made({"op": "standard", "activation": "sigmoid"})
    expected = made({"op": "standard"}).scale("standard")
    run.maps("activation")
    assert run.scale("slices") == expected


def test_depthwise_maps_are_known_again_whatever_follows_them():
    key = made({"op": "separable"}).stage_key("depthwise")
    for change in ({"seed": 5}, {"filters": 9}, {"activation": "relu"}, {"pointwise": "average"}):
        other = made({"op": "separable"} | change)
        assert other.stage_key("depthwise") == key
        assert other.key != made({"op": "separable"}).key


@pytest.mark.parametrize(
    "change",
    [
        {"kernel": "sobel_y"},
        {"stride": 2},
        {"dilation": 2},
        {"padding": "valid"},
        {"depth_multiplier": 2},
        {"flip": True},
    ],
)
def test_maps_of_another_depthwise_half_have_another_key(change):
    key = made({"op": "separable"}).stage_key("depthwise")
    assert made({"op": "separable"} | change).stage_key("depthwise") != key


def test_no_two_kinds_of_layer_or_stages_share_a_key():
    runs = [
        made({"op": op, "filters": 3, "kernel": "box3"})
        for op in ("standard", "grouped", "separable", "spatial")
    ]
    keys = [run.stage_key(stage) for run in runs for stage in run.stage_names]
    assert len(set(keys)) == len(keys)


def test_an_activation_leaves_the_maps_before_it_known():
    plain, activated = made({"op": "standard"}), made({"op": "standard", "activation": "relu"})
    assert plain.stage_key("standard") == activated.stage_key("standard")
    assert activated.stage_key("activation") != made({"op": "standard", "activation": "tanh"}).stage_key(
        "activation"
    )
