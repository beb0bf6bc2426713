"""The optimizers, number by number."""

import numpy as np
import pytest

from sepviz import SepvizError, ShapeError
from sepviz.training import SGD, Adam

OPTIMIZERS = pytest.mark.parametrize("optimizer", [SGD(), SGD(0.1, 0.0), Adam()], ids=repr)


def test_sgd_adds_its_velocity():
    weights, state = {"w": np.array([1.0, 2.0])}, None
    velocity = np.zeros(2)
    expected = weights["w"]
    for gradient in np.array([[1.0, -2.0], [3.0, 0.5], [0.0, 0.0]]):
        weights, state = SGD(0.1, momentum=0.8).step(weights, {"w": gradient}, state)
        velocity = 0.8 * velocity + gradient
        expected = expected - 0.1 * velocity
        np.testing.assert_allclose(weights["w"], expected)


def test_adam_divides_the_mean_by_the_root_of_the_square():
    weights, state = {"w": np.array([1.0, 2.0])}, None
    m, v, expected = np.zeros(2), np.zeros(2), weights["w"]
    for t, gradient in enumerate(np.array([[1.0, -2.0], [3.0, 0.5], [0.0, 1.0]]), start=1):
        weights, state = Adam(0.1, 0.7, 0.9, 0.01).step(weights, {"w": gradient}, state)
        m, v = 0.7 * m + 0.3 * gradient, 0.9 * v + 0.1 * gradient**2
        expected = expected - 0.1 * (m / (1 - 0.7**t)) / (np.sqrt(v / (1 - 0.9**t)) + 0.01)
        np.testing.assert_allclose(weights["w"], expected)


@OPTIMIZERS
def test_a_weight_without_a_gradient_stays_as_it_is(optimizer):
    weights = {"w": np.ones(2), "mean": np.ones(3)}
    stepped, state = optimizer.step(weights, {"w": np.ones(2)})
    assert list(stepped) == ["w", "mean"]
    assert stepped["mean"] is weights["mean"]
    assert (stepped["w"] < 1).all()
    assert list(state) == ["w"]


@OPTIMIZERS
def test_what_is_given_is_not_changed_and_the_type_stays(optimizer):
    for dtype in (np.float32, np.float64):
        weights, gradients = {"w": np.ones(2, dtype)}, {"w": np.full(2, 3.0)}
        first, state = optimizer.step(weights, gradients)
        gradients["w"][:] = 7  # a caller may reuse its arrays
        second, _ = optimizer.step(first, {"w": np.full(2, 3.0)}, state)
        again, _ = optimizer.step(first, {"w": np.full(2, 3.0)}, state)
        np.testing.assert_array_equal(second["w"], again["w"])
        np.testing.assert_array_equal(weights["w"], 1)
        assert first["w"].dtype == second["w"].dtype == dtype


@OPTIMIZERS
def test_a_gradient_belongs_to_a_weight_of_its_shape(optimizer):
    with pytest.raises(SepvizError, match="other"):
        optimizer.step({"w": np.ones(2)}, {"other": np.ones(2)})
    with pytest.raises(ShapeError, match=r"w.*\(2,\).*\(3,\)"):
        optimizer.step({"w": np.ones(2)}, {"w": np.ones(3)})


@OPTIMIZERS
def test_an_infinite_gradient_is_no_error_and_no_warning(optimizer):
    weights, state = {"w": np.ones(3, np.float32)}, None
    for _ in range(2):
        weights, state = optimizer.step(weights, {"w": np.array([np.inf, np.nan, 1e38])}, state)
    assert not np.isfinite(weights["w"][:2]).any()


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        (SGD, {"learning_rate": -0.1}),
        (SGD, {"learning_rate": float("inf")}),
        (SGD, {"momentum": 1.0}),
        (Adam, {"learning_rate": float("nan")}),
        (Adam, {"beta_1": 1}),
        (Adam, {"beta_2": -0.1}),
        (Adam, {"epsilon": -1e-9}),
    ],
)
def test_a_number_out_of_range_is_named(kind, settings):
    with pytest.raises(SepvizError, match=next(iter(settings))):
        kind(**settings)
    with pytest.raises(TypeError):
        kind(**dict.fromkeys(settings, "0.1"))
