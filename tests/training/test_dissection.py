"""A step taken apart is the step that the training takes."""

import numpy as np
import pytest

from sepviz.training.course import Reached, Step, course
from sepviz.training.dissection import dissect
from sepviz.training.recipe import INPUT_SHAPE, Plan, Recipe
from sepviz.training.step import batches

PLANS = (Plan(kind="standard", layers=2, width=4), Plan(kind="separable", layers=2, width=3))
RECIPE = Recipe(plans=PLANS, pictures=20, batch=20, epochs=1, seed=5)


@pytest.mark.parametrize("network", [0, 1])
def test_loss_and_kernels_are_those_of_the_training_itself(network):
    step, items = dissect(RECIPE, network), list(course(RECIPE))
    first = next(item for item in items if isinstance(item, Step))
    kernels = [item.kernel for item in items if isinstance(item, Reached) and item.network == network]
    assert step.loss == first.losses[network]
    np.testing.assert_array_equal(step.before, kernels[0])
    np.testing.assert_array_equal(step.after, kernels[-1])


def test_the_derivatives_by_each_map_sum_up_to_that_by_its_bias():
    plan = Plan(kind="standard", layers=2, width=4, normalised=False)
    recipe = Recipe(plans=(plan,), pictures=20, batch=1, seed=5)
    data, chosen = recipe.pictures_of, batches(20, epoch=1, batch_size=1, seed=5)[0]
    weights = plan.classifier.init_weights(INPUT_SHAPE, seed=5)
    _, gradients = plan.classifier.loss_and_gradients(data.images[chosen], data.labels[chosen], weights)
    step = dissect(recipe, 0)
    np.testing.assert_allclose(step.gradient_maps.sum((0, 1)), gradients["0.bias"], rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(step.gradient, gradients["0.kernel"])
    np.testing.assert_array_equal(step.picture, data.images[chosen][0])
    assert np.abs(step.gradient_maps).max() > 0
