"""Weights of the layer on screen: made as the controls say, and equal where they must be."""

import numpy as np
import pytest

from sepviz.errors import KernelError
from sepviz.kernels import KERNELS
from sepviz.separability import as_standard_kernel
from sepviz.ui.session.kinds import KINDS, layer_of
from sepviz.ui.session.parameters import OPERATIONS, POINTWISE, Settings
from sepviz.ui.session.state import reconciled
from sepviz.ui.session.weights import make_weights, seed_matters


def made(**changes):
    values = Settings(**({"filters": 6} | changes))
    layer = layer_of(values)
    return layer, make_weights(layer, 3, values)


@pytest.mark.parametrize("op", ["standard", "spatial", "separable", "grouped"])
@pytest.mark.parametrize("weights", ["catalogue", "random", "custom"])
def test_weights_have_the_shapes_of_the_layer(op, weights):
    kernel = {"catalogue": "sobel_x", "custom": "custom"}.get(weights, "box3")
    layer, arrays = made(op=op, weights=weights, kernel=kernel, taps="1,2,1;2,4,2;1,2,1", use_bias=True)
    assert {name: array.shape for name, array in arrays.items()} == layer.weight_shapes((64, 64, 3))
    assert all(array.dtype == np.float32 for array in arrays.values())


def test_standard_and_separable_do_the_same_with_the_same_kernel_and_mix():
    _, standard = made(op="standard")
    _, separable = made(op="separable")
    same = as_standard_kernel(separable["depthwise_kernel"], separable["pointwise_kernel"])
    np.testing.assert_allclose(standard["kernel"], same, atol=1e-6)


def test_flipping_turns_the_kernel_by_half_a_turn():
    _, plain = made(kernel="emboss")
    _, flipped = made(kernel="emboss", flip=True)
    np.testing.assert_array_equal(flipped["depthwise_kernel"], plain["depthwise_kernel"][::-1, ::-1])


def test_the_seed_decides_random_weights():
    first, again, other = (made(weights="random", seed=seed)[1]["depthwise_kernel"] for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_bank_gives_each_map_a_kernel_of_its_own():
    _, arrays = made(weights="bank", depth_multiplier=2)
    maps = arrays["depthwise_kernel"].reshape(9, -1).T
    assert len(np.unique(maps, axis=0)) == 6


def test_the_twin_of_a_separable_layer_is_exact_and_that_of_a_standard_one_is_near():
    _, standard = made(op="standard", weights="twin")
    _, separable = made(op="separable", weights="random")
    same = as_standard_kernel(separable["depthwise_kernel"], separable["pointwise_kernel"])
    np.testing.assert_allclose(standard["kernel"], same, atol=1e-6)
    _, near = made(op="separable", weights="twin", depth_multiplier=6)
    _, random = made(op="standard", weights="random")
    fitted = as_standard_kernel(near["depthwise_kernel"], near["pointwise_kernel"])
    np.testing.assert_allclose(fitted, random["kernel"], atol=1e-5)


def test_a_kernel_of_higher_rank_cannot_be_spatially_separable():
    with pytest.raises(KernelError) as caught:
        made(op="spatial", kernel="laplacian4")
    assert caught.value.code == "kernel_rank"
    assert caught.value.fields["rank"] == 2


@pytest.mark.parametrize("kernel", [name for name, entry in KERNELS.items() if entry.column is not None])
def test_every_rank_1_kernel_of_the_catalogue_can_be_spatially_separable(kernel):
    entry = KERNELS[kernel]
    kh, kw = entry.weights.shape
    _, arrays = made(op="spatial", kernel=kernel, kh=kh, kw=kw)
    np.testing.assert_allclose(np.outer(arrays["column"], arrays["row"]), entry.weights, atol=1e-6)


@pytest.mark.parametrize(
    ("op", "weights", "pointwise"),
    [(op, made, mix) for op in OPERATIONS for made in KINDS[op].weight_choices for mix in POINTWISE],
)
def test_the_seed_matters_exactly_where_another_one_gives_other_weights(op, weights, pointwise):
    settings = {"op": op, "weights": weights, "pointwise": pointwise, "use_bias": op != "spatial"}
    settings["kernel"] = "custom" if weights == "custom" else "sobel_x"
    settings["taps"] = "1,2,1;2,4,2;1,2,1"
    (_, one), (_, other) = made(**settings, seed=0), made(**settings, seed=1)
    same = all(np.array_equal(one[name], other[name]) for name in one)
    assert seed_matters(Settings(**settings)) == (not same)


@pytest.mark.parametrize("op", OPERATIONS)
def test_grouped_takes_filters_that_the_groups_divide_and_no_other_kind_changes_them(op):
    values = reconciled(Settings(op=op, filters=8), {"op"})
    assert values.filters == (9 if op == "grouped" else 8)


def test_filters_that_a_link_names_are_kept_to_be_explained():
    assert reconciled(Settings(op="grouped", filters=8), {"op", "filters"}).filters == 8
