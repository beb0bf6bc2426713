"""What the experiments' texts say is what was recorded, and the projection is what it claims to be."""

from itertools import pairwise

import numpy as np
import pytest

from sepviz.text import translator
from sepviz.training import projection as projection_module
from sepviz.training.experiments import ANSWERS, EXPERIMENTS, SEEDS
from sepviz.training.projection import PROJECTIONS, projection
from sepviz.training.recipe import INPUT_SHAPE
from sepviz.training.record import recorded_projections, recorded_results


def cost(result):
    return result.recipe.plans[0].classifier.count(INPUT_SHAPE).multiplications


@pytest.mark.parametrize("answers", ANSWERS.values())
def test_one_answer_is_right(answers):
    assert [*answers.values()].count(True) == 1


def test_every_result_is_recorded_for_every_seed():
    results = [result for name in EXPERIMENTS for result in recorded_results(name)]
    assert (
        {len(result.test_accuracy) for result in results} == {len(SEEDS)} == {len(recorded_projections())}
    )


def test_two_filters_are_too_few_for_both_as_the_preset_says():
    narrow = dict(zip(("standard", "separable"), recorded_results("too_small")[:2], strict=True))
    wide = dict(zip(("standard", "separable"), recorded_results("equal_width")[:2], strict=True))
    for kind, result in narrow.items():
        plan = result.recipe.plans[0]
        assert (plan.kind, plan.width, wide[kind].recipe.plans[0].width) == (kind, 2, 16)
        assert max(result.test_accuracy) < min(wide[kind].test_accuracy)
    assert narrow["separable"].mean < narrow["standard"].mean


def test_with_few_pictures_the_separable_network_overfits_more_as_the_page_says():
    for standard, separable in list(pairwise(recorded_results("few_pictures")))[::2]:
        assert standard.train_mean == separable.train_mean == 1
        assert separable.gap > standard.gap + 0.05


def test_separable_is_ahead_at_few_multiplications_and_alike_at_many_as_the_page_says():
    results = recorded_results("cost_curve")
    standard, separable = results[:5], results[5:]
    logs, means = np.log([cost(one) for one in standard]), [one.mean for one in standard]
    ahead = {
        f"{cost(one):,}": one.mean - float(np.interp(np.log(cost(one)), logs, means)) for one in separable
    }
    assert 0.035 < ahead["12,992"] < 0.045
    assert abs(ahead["36,544"]) < separable[3].spread
    assert abs(ahead["120,512"]) < separable[4].spread
    assert min(standard[4].mean, separable[4].mean) > 0.975


def test_a_projected_network_loses_what_the_page_says():
    rows = dict(zip(PROJECTIONS, zip(*recorded_projections(), strict=True), strict=True))
    assert [(one.layers, one.multiplier) for one in recorded_projections()[0]] == [*PROJECTIONS]
    mean = {
        (row, name): np.mean([getattr(one, name) for one in found])
        for row, found in rows.items()
        for name in ("before", "after", "again")
    }
    assert mean[(3, 1), "after"] < 0.13
    assert f"{100 * mean[(3, 1), 'again']:.0f}%" in translator("en")("training.results.projection")
    assert 0.03 < mean[(1, 1), "before"] - mean[(1, 1), "after"] < 0.07
    assert mean[(3, 4), "again"] > 0.94


def test_a_projection_is_computed_in_slices_and_ends_with_all_its_results(monkeypatch):
    for name in ("RECIPE", "MORE"):
        small = {"pictures": 20, "batch": 10, "epochs": 1}
        recipe = getattr(projection_module, name)
        monkeypatch.setattr(projection_module, name, projection_module.replace(recipe, **small))
    items = list(projection(seed=3))
    found = [item for item in items if item is not None]
    assert [(one.layers, one.multiplier) for one in found] == [*PROJECTIONS]
    assert len({one.before for one in found}) == 1
    assert len(items) > 10 * len(found)
    assert found == [item for item in projection(seed=3) if item is not None]
