"""Training: deterministic, lazy, with moving statistics and honest counts."""

import itertools

import numpy as np
import pytest

from sepviz import Conv2D, DepthwiseSeparableBlock, SepvizError, ShapeError, StandardBlock
from sepviz.training import (
    SGD,
    Adam,
    Classifier,
    batches,
    dataset,
    fit,
    train_on_batch,
    training_multiplications,
)

BLOCKS = Classifier((StandardBlock(filters=6, strides=2), DepthwiseSeparableBlock(filters=8, strides=2)), 8)


@pytest.fixture(scope="module")
def data():
    return dataset("gratings", train=72, test=24, seed=5)


def test_the_same_seed_gives_the_same_numbers(data):
    runs = [list(fit(BLOCKS, data, optimizer=Adam(0.01), epochs=2, seed=seed)) for seed in (3, 3, 4)]
    first, same, other = ([(e.loss, e.accuracy, e.test_loss, e.test_accuracy) for e in run] for run in runs)
    assert first == same
    assert first != other
    for name, values in runs[0][-1].weights.items():
        np.testing.assert_array_equal(values, runs[1][-1].weights[name])


def test_fit_gives_one_epoch_at_a_time_and_its_numbers_are_those_of_its_weights(data):
    epochs = fit(BLOCKS, data, optimizer=Adam(0.01), epochs=1_000_000, batch_size=20)
    for number, epoch in enumerate(itertools.islice(epochs, 2), start=1):
        assert epoch.epoch == number
        assert (epoch.loss, epoch.accuracy) == BLOCKS.evaluate(data.images, data.labels, epoch.weights)
        found = BLOCKS.evaluate(data.test_images, data.test_labels, epoch.weights)
        assert (epoch.test_loss, epoch.test_accuracy) == found
        assert epoch.seconds > 0


@pytest.mark.parametrize("optimizer", [SGD(0.05), Adam(0.01)], ids=repr)
def test_a_batch_that_comes_again_and_again_is_learned_by_heart(data, optimizer):
    weights, state, losses = BLOCKS.init_weights((16, 16, 3), seed=0), None, []
    for _ in range(100):
        update = train_on_batch(
            BLOCKS, data.images[:16], data.labels[:16], weights, optimizer=optimizer, state=state
        )
        weights, state = update.weights, update.state
        losses.append(update.loss)
    assert losses[-1] < losses[0] / 10


def test_given_weights_are_where_training_starts_and_stay_as_they_are(data):
    weights = BLOCKS.init_weights((16, 16, 3), seed=9)
    for values in weights.values():
        values.flags.writeable = False
    (still,) = fit(BLOCKS, data, optimizer=SGD(0.0), epochs=1, weights=weights)
    for name, values in weights.items():
        moves = name.endswith(("mean", "variance"))
        assert (still.weights[name] == values).all() != moves, name
    (given,) = fit(BLOCKS, data, optimizer=SGD(), epochs=1, seed=9, weights=weights)
    (drawn,) = fit(BLOCKS, data, optimizer=SGD(), epochs=1, seed=9)
    assert given.loss == drawn.loss


def test_a_moving_statistic_goes_a_tenth_of_the_way_to_that_of_the_batch(data):
    weights = BLOCKS.init_weights((16, 16, 3), seed=1)
    weights["0.mean"][:] = np.arange(6)
    update = train_on_batch(BLOCKS, data.images[:9], data.labels[:9], weights, optimizer=SGD())
    y = BLOCKS.layers[0].standard.apply(data.images[:9], {"kernel": weights["0.kernel"]})
    expected = {"0.mean": y.mean(axis=(0, 1, 2)), "0.variance": y.var(axis=(0, 1, 2))}
    for name, batch in expected.items():
        np.testing.assert_allclose(
            update.weights[name], 0.9 * weights[name] + 0.1 * batch, rtol=1e-5, atol=1e-6
        )


def test_one_step_is_the_optimizer_on_the_gradients(data):
    weights = BLOCKS.init_weights((16, 16, 3), seed=1)
    update = train_on_batch(BLOCKS, data.images[:9], data.labels[:9], weights, optimizer=SGD(0.1))
    loss, gradients = BLOCKS.loss_and_gradients(data.images[:9], data.labels[:9], weights)
    stepped, _ = SGD(0.1).step(weights, gradients)
    assert update.loss == loss
    for name in gradients:
        np.testing.assert_array_equal(update.gradients[name], gradients[name])
        np.testing.assert_array_equal(update.weights[name], stepped[name])


def test_every_picture_is_seen_once_an_epoch_the_smaller_last_batch_included(data, monkeypatch):
    seen = []
    learned = Classifier._learned

    def spy(self, x, labels, weights):
        seen.append(x)
        return learned(self, x, labels, weights)

    monkeypatch.setattr(Classifier, "_learned", spy)
    list(fit(BLOCKS, data, optimizer=SGD(), epochs=2, batch_size=50))
    assert [len(x) for x in seen] == [50, 22, 50, 22]
    first, second = np.concatenate(seen[:2]), np.concatenate(seen[2:])
    assert (first != second).any()
    for order in (first, second):
        np.testing.assert_array_equal(
            np.sort(order.sum(axis=(1, 2, 3))), np.sort(data.images.sum(axis=(1, 2, 3)))
        )


def test_multiplications_are_three_passes_but_for_the_first_convolution(data):
    first, depthwise, pointwise, dense = 64 * 27 * 6, 16 * 9 * 6, 16 * 6 * 8, 64
    each = 2 * first + 3 * (depthwise + pointwise + dense)
    assert training_multiplications(BLOCKS, (16, 16, 3)) == each
    epochs = list(fit(BLOCKS, data, optimizer=SGD(), epochs=2, batch_size=50))
    assert [epoch.multiplications for epoch in epochs] == [72 * each, 144 * each]


def test_a_training_that_diverges_goes_on_and_says_so(data):
    plain = Classifier(
        (Conv2D(filters=4, kernel_size=3, activation="relu"), Conv2D(filters=4, kernel_size=3)), 8
    )
    epochs = list(fit(plain, data, optimizer=SGD(1e30), epochs=2))
    assert len(epochs) == 2
    assert not np.isfinite(epochs[-1].loss)
    assert 0 <= epochs[-1].test_accuracy <= 1


def test_what_does_not_fit_is_refused_before_the_first_epoch(data):
    with pytest.raises(SepvizError, match="labels"):
        fit(Classifier(BLOCKS.layers, 4), data, optimizer=SGD(), epochs=1)
    with pytest.raises(ShapeError):
        fit(Classifier((Conv2D(filters=2, kernel_size=20),), 8), data, optimizer=SGD(), epochs=1)
    with pytest.raises(ShapeError, match="epochs"):
        fit(BLOCKS, data, optimizer=SGD(), epochs=0)
    with pytest.raises(ShapeError, match="batch_size"):
        fit(BLOCKS, data, optimizer=SGD(), epochs=1, batch_size=0)
    with pytest.raises(TypeError, match="optimizer"):
        fit(BLOCKS, data, optimizer=0.1, epochs=1)
    with pytest.raises(TypeError, match="classifier"):
        fit(BLOCKS.layers, data, optimizer=SGD(), epochs=1)
    weights = BLOCKS.init_weights((16, 16, 3), seed=0)
    del weights["dense.bias"]
    with pytest.raises(SepvizError, match=r"dense\.bias"):
        fit(BLOCKS, data, optimizer=SGD(), epochs=1, weights=weights)


def test_steps_by_hand_are_those_of_fit(data):
    *_, last = fit(BLOCKS, data, optimizer=Adam(0.01), epochs=2, batch_size=30, seed=4)
    weights, state = BLOCKS.init_weights((16, 16, 3), seed=4), None
    for epoch in (1, 2):
        for chosen in batches(72, epoch=epoch, batch_size=30, seed=4):
            x, labels = data.images[chosen], data.labels[chosen]
            update = train_on_batch(BLOCKS, x, labels, weights, optimizer=Adam(0.01), state=state)
            weights, state = update.weights, update.state
    for name, values in last.weights.items():
        np.testing.assert_array_equal(weights[name], values)
