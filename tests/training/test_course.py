"""A recipe trained in slices gives what `fit` gives, and networks that cannot be are refused."""

from dataclasses import replace

import numpy as np
import pytest

from sepviz.errors import SepvizError
from sepviz.training import Adam, fit
from sepviz.training.course import EpochEnd, Reached, Step, course
from sepviz.training.diagnosis import DIAGNOSES, diagnosis
from sepviz.training.experiments import DEFAULT, EXPERIMENTS, SEEDS
from sepviz.training.recipe import INPUT_SHAPE, Plan, Recipe
from sepviz.training.record import recorded_results, recorded_run

PLANS = (
    Plan(kind="standard", layers=1, width=3),
    Plan(kind="separable", layers=2, width=2, depth_multiplier=2),
)
SMALL = Recipe(plans=PLANS, pictures=50, batch=20, epochs=2, rate=0.01, seed=3)


def reached(recipe):
    return [item for item in course(recipe) if isinstance(item, Reached)]


@pytest.mark.parametrize("network", [0, 1])
def test_without_decay_a_course_is_what_fit_does(network):
    recipe = replace(SMALL, decay=False)
    points = [item.point for item in reached(recipe) if item.network == network][1:]
    expected = list(
        fit(
            PLANS[network].classifier,
            recipe.pictures_of,
            optimizer=Adam(0.01),
            epochs=2,
            batch_size=20,
            seed=3,
        )
    )
    for point, epoch in zip(points, expected, strict=True):
        assert (point.epoch, point.multiplications) == (epoch.epoch, epoch.multiplications)
        assert point.accuracy == pytest.approx(epoch.accuracy, abs=1e-6)
        assert point.test_accuracy == pytest.approx(epoch.test_accuracy, abs=1e-6)
        assert point.loss == pytest.approx(epoch.loss, rel=1e-4)
        assert point.test_loss == pytest.approx(epoch.test_loss, rel=1e-4)


def test_the_same_recipe_gives_the_same_numbers_and_another_seed_others():
    first, again, other = (reached(recipe)[-1] for recipe in (SMALL, SMALL, replace(SMALL, seed=4)))
    assert first.point.loss == again.point.loss
    np.testing.assert_array_equal(first.kernel, again.kernel)
    assert first.point.loss != other.point.loss


def test_each_batch_is_a_slice_of_its_own():
    items = list(course(SMALL))
    assert [(step.epoch, step.batch) for step in items if isinstance(step, Step)] == [
        *((1, 1), (1, 2), (1, 3)),
        *((2, 1), (2, 2), (2, 3)),
    ]
    assert [end.last for end in items if isinstance(end, EpochEnd)] == [False, True]


def test_the_learning_rate_falls_along_half_a_cosine():
    rates = [SMALL.optimizer_at(step).learning_rate for step in range(SMALL.steps + 1)]
    assert rates[0] == 0.01
    assert rates[SMALL.steps // 2] == pytest.approx(0.005)
    assert rates[-1] == pytest.approx(0)
    assert rates == sorted(rates, reverse=True)


def test_a_network_that_diverges_stops_and_says_so_while_the_other_goes_on():
    wild = Plan(kind="standard", layers=2, width=3, normalised=False)
    calm = Plan(kind="standard", layers=1, width=2)
    items = reached(Recipe(plans=(wild, calm), pictures=50, epochs=6, optimizer="sgd", rate=1e30))
    ends = [[item.point for item in items if item.network == network][-1] for network in (0, 1)]
    assert not np.isfinite(ends[0].loss)
    assert ends[0].epoch < 6
    assert ends[1].epoch == 6
    assert diagnosis([item.point for item in items if item.network == 0]) == "diverged"


def test_a_course_ends_when_every_network_has_diverged():
    wild = Plan(kind="standard", layers=2, width=3, normalised=False)
    items = list(course(Recipe(plans=(wild,), pictures=50, epochs=6, optimizer="sgd", rate=1e30)))
    assert items[-1].last
    assert items[-1].epoch < 6


@pytest.mark.parametrize(("layers", "kernel", "layer", "side"), [(2, 9, 2, 8), (4, 5, 3, 4)])
def test_a_kernel_that_exceeds_the_maps_is_refused(layers, kernel, layer, side):
    with pytest.raises(SepvizError) as caught:
        assert Plan(kind="separable", layers=layers, kernel=kernel).classifier
    assert caught.value.code == "training_kernel"
    assert caught.value.fields == {"kernel": kernel, "layer": layer, "side": side}


@pytest.mark.parametrize(
    ("plan", "parameters"),
    [
        (Plan(kind="standard"), 14680),
        (Plan(kind="separable"), 2569),
        (Plan(kind="mixed"), 2920),
        (Plan(kind="separable", width=8, depth_multiplier=2), 1626),
    ],
)
def test_the_plans_are_the_networks_that_are_written_about(plan, parameters):
    assert plan.classifier.count(INPUT_SHAPE).parameters == parameters


def test_the_record_is_that_of_the_recipes_in_the_code():
    run = recorded_run()
    assert [(item.network, item.point.epoch) for item in run] == [
        (network, epoch) for epoch in range(DEFAULT.epochs + 1) for network in (0, 1)
    ]
    for name, recipes in EXPERIMENTS.items():
        results = recorded_results(name)
        assert tuple(result.recipe for result in results) == recipes
        assert {len(result.test_accuracy) for result in results} == {len(SEEDS)}


def test_the_record_begins_as_the_training_itself_does():
    recorded = recorded_run()[:2]
    for item, computed in zip(recorded, course(replace(DEFAULT, epochs=1)), strict=False):
        if isinstance(computed, Reached):
            np.testing.assert_allclose(item.kernel, computed.kernel, atol=1e-4)


def point(epoch, accuracy, test_accuracy, loss=1.0):
    return recorded_run()[0].point.__class__(
        epoch=epoch,
        loss=loss,
        accuracy=accuracy,
        test_loss=loss,
        test_accuracy=test_accuracy,
        seconds=1.0,
        multiplications=10,
    )


@pytest.mark.parametrize(
    ("curve", "expected"),
    [
        ([(0.1, 0.1), (0.9, 0.9), (0.97, 0.95)], "converges"),
        ([(0.1, 0.1), (0.9, 0.7), (1.0, 0.8)], "overfits"),
        ([(0.1, 0.1), (0.5, 0.5), (0.6, 0.6)], "underfits"),
        ([(0.1, 0.1), (0.12, 0.13), (0.13, 0.12)], "stuck"),
        ([(0.1, 0.1), (0.9, 0.9), (0.5, 0.5), (0.95, 0.9), (0.6, 0.6), (0.96, 0.95)], "thrashes"),
    ],
)
def test_curves_are_told_apart(curve, expected):
    points = [point(epoch, *pair) for epoch, pair in enumerate(curve)]
    assert diagnosis(points) == expected
    assert expected in DIAGNOSES


def test_a_loss_far_beyond_that_of_guessing_is_a_divergence_even_if_it_falls_again():
    assert diagnosis([point(0, 0.1, 0.1), point(1, 0.1, 0.1, 60.0), point(2, 0.95, 0.95)]) == "diverged"


def test_a_loss_that_is_no_number_is_a_divergence_whatever_came_before():
    assert diagnosis([point(0, 0.5, 0.5), point(1, 0.99, 0.99, float("nan"))]) == "diverged"
