"""A step taken apart is the step that the training takes, and the way back is a convolution, too."""

import numpy as np
import pytest

from sepviz.ops import conv2d, depthwise_conv2d
from sepviz.training.course import Step, course, first_step
from sepviz.training.dissection import dissect
from sepviz.training.recipe import Plan, Recipe

PLANS = (Plan(kind="standard", layers=3, width=4), Plan(kind="separable", layers=3, width=3))
RECIPE = Recipe(plans=PLANS, pictures=40, batch=20, epochs=1, seed=5)


def test_the_first_step_is_that_of_the_training():
    first, trained = first_step(RECIPE), next(item for item in course(RECIPE) if isinstance(item, Step))
    assert (first.epoch, first.batch, first.losses) == (1, 1, trained.losses)
    for network in (0, 1):
        for name, values in trained.after[network].items():
            np.testing.assert_array_equal(first.after[network][name], values)


@pytest.mark.parametrize("layer", [0, 1, 2])
@pytest.mark.parametrize("network", [0, 1])
def test_every_layer_of_every_step_shows_the_derivatives_that_moved_it(network, layer):
    second = [item for item in course(RECIPE) if isinstance(item, Step)][1]
    data, classifier = RECIPE.pictures_of, PLANS[network].classifier
    images, labels = data.images[second.chosen], data.labels[second.chosen]
    _, gradients = classifier.loss_and_gradients(images, labels, second.before[network])
    found = dissect(RECIPE, network, second, layer)
    names = ("kernel",) if network == 0 else ("depthwise_kernel", "pointwise_kernel")
    assert [one.kind for one in found] == [["standard"], ["depthwise", "pointwise"]][network]
    for name, one in zip((f"{layer}.{name}" for name in names), found, strict=True):
        np.testing.assert_array_equal(one.before, second.before[network][name])
        np.testing.assert_array_equal(one.after, second.after[network][name])
        np.testing.assert_allclose(one.gradient, gradients[name], rtol=1e-5, atol=1e-7)
        assert np.abs(one.after - one.before).max() > 0
    if layer == 0:
        np.testing.assert_array_equal(found[0].front, images[0])


@pytest.mark.parametrize("network", [0, 1])
def test_the_way_back_goes_over_the_derivative_maps_with_the_kernel_turned(network):
    one = dissect(RECIPE, network, first_step(RECIPE), layer=2)[0]  # strides 1
    turned = one.before[::-1, ::-1]
    if network == 0:
        expected = conv2d(one.gradient_maps, turned.swapaxes(2, 3), padding="same")
    else:
        expected = depthwise_conv2d(one.gradient_maps, turned, padding="same")
    np.testing.assert_allclose(one.front_gradient, expected, rtol=1e-3, atol=1e-6)


def test_a_depthwise_kernel_hears_from_its_own_channel_alone():
    one = dissect(RECIPE, 1, first_step(RECIPE), layer=2)[0]
    assert [*one.heard] == [0]
    changed = one.front.copy()
    changed[..., 1:] = 0
    first = depthwise_conv2d(changed, one.before, padding="same")[..., 0]
    np.testing.assert_allclose(first, one.maps[..., 0], rtol=1e-4, atol=1e-6)
    assert [*dissect(RECIPE, 0, first_step(RECIPE), layer=2)[0].heard] == list(range(8))
