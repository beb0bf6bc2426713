"""The classifier: names, costs, probabilities, and derivatives against central differences."""

import numpy as np
import pytest

from sepviz import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    SeparableConv2D,
    SepvizError,
    ShapeError,
    SpatiallySeparableConv2D,
    StandardBlock,
    count,
    training,
)
from sepviz.training import Classifier

SHAPE = (7, 8, 3)
STEP = 1e-5
NETWORKS = {
    "standard blocks": (
        StandardBlock(filters=4, kernel_size=(3, 5), strides=(2, 1)),
        StandardBlock(filters=3),
    ),
    "separable blocks": (
        DepthwiseSeparableBlock(filters=4, kernel_size=(5, 3), depth_multiplier=2),
        DepthwiseSeparableBlock(filters=3, strides=(1, 2), epsilon=0.01),
    ),
    "plain layers": (
        Conv2D(filters=4, kernel_size=(2, 3), activation="tanh", padding=((1, 0), (2, 1))),
        DepthwiseConv2D(kernel_size=(3, 2), depth_multiplier=2, dilation_rate=(1, 2), activation="swish"),
        SeparableConv2D(filters=5, kernel_size=(1, 3), depth_multiplier=2, strides=2, activation="softmax"),
    ),
    "groups and slopes": (
        Conv2D(filters=6, kernel_size=(3, 2), groups=3, strides=(2, 3), padding="same", activation="prelu"),
        Conv2D(filters=4, kernel_size=2, groups=2, dilation_rate=(1, 1), use_bias=False, padding="same"),
        SeparableConv2D(filters=3, kernel_size=2, activation="sigmoid"),
    ),
    "1 x 1 with strides and padding": (
        Conv2D(filters=4, kernel_size=1, strides=(2, 1), padding=((1, 0), (0, 2)), activation="relu6"),
        Conv2D(filters=5, kernel_size=1, strides=(4, 10), padding=((0, 1), (1, 0))),
        Conv2D(filters=4, kernel_size=1, padding=(1, 0), groups=1),
        Conv2D(filters=6, kernel_size=1, activation="relu"),
    ),
    "channels first": (
        StandardBlock(filters=4, kernel_size=(3, 5), data_format="channels_first"),
        Conv2D(filters=3, kernel_size=(3, 2), data_format="channels_first", activation="leaky_relu"),
    ),
}
EVERY_NETWORK = pytest.mark.parametrize("layers", NETWORKS.values(), ids=NETWORKS)


def case(layers, pictures=5, classes=4):
    """Return a classifier, pictures, labels and weights that are all away from their first values."""
    rng = np.random.default_rng(3)
    shape = SHAPE if layers[0].data_format == "channels_last" else (SHAPE[2], *SHAPE[:2])
    classifier = Classifier(layers, classes)
    weights = {name: rng.normal(size=size) for name, size in classifier.weight_shapes(shape).items()}
    weights |= {name: np.abs(values) + 0.2 for name, values in weights.items() if "variance" in name}
    return classifier, rng.normal(size=(pictures, *shape)), np.arange(pictures) % classes, weights


@EVERY_NETWORK
def test_gradients_are_central_differences_of_the_loss(layers):
    classifier, x, labels, weights = case(layers)
    _, gradients = classifier.loss_and_gradients(x, labels, weights)
    rng = np.random.default_rng(4)
    for name, gradient in gradients.items():
        direction = rng.normal(size=gradient.shape)
        up, down = (
            classifier.loss_and_gradients(x, labels, {**weights, name: weights[name] + step * direction})[0]
            for step in (STEP, -STEP)
        )
        np.testing.assert_allclose(
            (gradient * direction).sum(), (up - down) / (2 * STEP), rtol=1e-5, atol=1e-8, err_msg=name
        )


@EVERY_NETWORK
def test_each_number_of_a_small_weight_has_its_own_derivative(layers):
    classifier, x, labels, weights = case(layers)
    _, gradients = classifier.loss_and_gradients(x, labels, weights)
    for name, gradient in gradients.items():
        for place in list(np.ndindex(gradient.shape))[:8]:
            moved = {}
            for step in (STEP, -STEP):
                values = weights[name].copy()
                values[place] += step
                moved[step] = classifier.loss_and_gradients(x, labels, {**weights, name: values})[0]
            expected = (moved[STEP] - moved[-STEP]) / (2 * STEP)
            np.testing.assert_allclose(gradient[place], expected, rtol=1e-4, atol=1e-8, err_msg=name)


@EVERY_NETWORK
def test_everything_that_learns_has_a_gradient_and_moving_statistics_have_none(layers):
    classifier, x, labels, weights = case(layers)
    _, gradients = classifier.loss_and_gradients(x, labels, weights)
    learned = [name for name in weights if not name.endswith(("mean", "variance"))]
    assert list(gradients) == learned
    assert all(gradients[name].shape == weights[name].shape for name in learned)


@EVERY_NETWORK
def test_predict_is_the_layers_one_after_the_other(layers):
    classifier, x, _, weights = case(layers)
    maps = x
    for number, layer in enumerate(layers):
        prefix = f"{number}."
        own = {name.removeprefix(prefix): w for name, w in weights.items() if name.startswith(prefix)}
        maps = layer.apply(maps, own)
    axes = (1, 2) if layers[0].data_format == "channels_last" else (2, 3)
    powers = np.exp(maps.mean(axis=axes) @ weights["dense.kernel"] + weights["dense.bias"])
    expected = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(classifier.predict(x, weights), expected, rtol=1e-9)


@pytest.mark.parametrize("name", ["plain layers", "groups and slopes", "channels first"])
def test_a_layer_without_normalisation_has_its_own_gradients(name):
    layers = NETWORKS[name]
    classifier, x, labels, weights = case(layers[-1:])
    own = {name.removeprefix("0."): w for name, w in weights.items() if name.startswith("0.")}
    by_scores = classifier.predict(x, weights) - np.eye(4)[labels]
    by_means = by_scores / len(x) @ weights["dense.kernel"].T
    maps = layers[-1].apply(x, own)
    first = layers[-1].data_format == "channels_first"
    each = by_means[:, :, None, None] if first else by_means[:, None, None, :]
    pixels = maps[0].size // maps.shape[1 if first else -1]
    expected = layers[-1].gradients(x, own, np.broadcast_to(each, maps.shape) / pixels)
    _, found = classifier.loss_and_gradients(x, labels, weights)
    for name in own:
        np.testing.assert_allclose(found[f"0.{name}"], expected[name], rtol=1e-8, atol=1e-12)


def test_many_pictures_are_predicted_as_each_alone():
    classifier, x, _, weights = case(NETWORKS["separable blocks"], pictures=150)
    alone = [classifier.predict(one[np.newaxis], weights)[0] for one in x]
    np.testing.assert_allclose(classifier.predict(x, weights), alone, rtol=1e-9)
    np.testing.assert_allclose(classifier.predict(x, weights).sum(axis=1), 1)


def test_training_sees_the_batch_and_prediction_does_not():
    classifier, x, labels, weights = case(NETWORKS["standard blocks"])
    loss, _ = classifier.loss_and_gradients(x, labels, weights)
    scaled, _ = classifier.loss_and_gradients(3 * x, labels, {**weights, "0.mean": np.full(4, 9.0)})
    np.testing.assert_allclose(loss, scaled, rtol=0.01)  # the first normalisation takes the scale out
    assert np.abs(classifier.predict(3 * x, weights) - classifier.predict(x, weights)).max() > 0.01


def test_evaluate_is_loss_and_accuracy_of_the_predictions():
    classifier, x, labels, weights = case(NETWORKS["plain layers"])
    shares = classifier.predict(x, weights)
    loss, accuracy = classifier.evaluate(x, labels, weights)
    np.testing.assert_allclose(loss, -np.log(shares[np.arange(5), labels]).mean())
    assert accuracy == (shares.argmax(axis=1) == labels).mean()


@EVERY_NETWORK
def test_weights_have_the_names_and_shapes_that_are_announced(layers):
    classifier = Classifier(layers, 4)
    shape = SHAPE if layers[0].data_format == "channels_last" else (3, 7, 8)
    drawn = classifier.init_weights(shape, seed=2)
    assert {name: values.shape for name, values in drawn.items()} == classifier.weight_shapes(shape)
    assert {values.dtype for values in drawn.values()} == {np.dtype(np.float32)}
    again, other = classifier.init_weights(shape, seed=2), classifier.init_weights(shape, seed=3)
    assert all((drawn[name] == again[name]).all() for name in drawn)
    assert any((drawn[name] != other[name]).any() for name in drawn)


def test_equal_layers_start_with_different_weights():
    weights = Classifier((StandardBlock(filters=3), StandardBlock(filters=3)), 2).init_weights(
        SHAPE, seed=0
    )
    assert (weights["0.kernel"] != weights["1.kernel"]).any()


def test_the_cost_is_that_of_the_layers_and_the_dense_layer():
    layers = tuple(StandardBlock(filters=f, strides=s) for f, s in ((16, 1), (32, 2), (32, 2)))
    cost = Classifier(layers, 8).count((16, 16, 3))
    assert (cost.parameters, cost.multiplications) == (14_680, 553_216)
    assert cost.stages[:2] == (count(layers[0], (16, 16, 3)), count(layers[1], (16, 16, 16)))
    assert (cost.stages[-1].multiplications, cost.stages[-1].parameters) == (32 * 8, 33 * 8)
    assert cost.output_shape == (8,)


def test_the_type_of_the_pictures_decides_that_of_the_result():
    classifier, x, labels, weights = case(NETWORKS["separable blocks"])
    for given, expected in ((x, np.float64), (x.astype(np.float32), np.float32), (x > 0, np.float32)):
        _, gradients = classifier.loss_and_gradients(given, labels, weights)
        assert {values.dtype for values in gradients.values()} == {np.dtype(expected)}
        assert classifier.predict(given, weights).dtype == expected


def test_nothing_that_is_given_is_changed():
    classifier, x, labels, weights = case(NETWORKS["separable blocks"])
    for array in (x, labels, *weights.values()):
        array.flags.writeable = False
    classifier.loss_and_gradients(x, labels, weights)
    classifier.predict(x, weights)


def test_weights_that_have_diverged_give_a_loss_that_says_so_without_a_warning():
    for layers in NETWORKS.values():
        classifier, x, labels, weights = case(layers)
        for bad in (1e300, np.inf, np.nan):
            loss, gradients = classifier.loss_and_gradients(
                x, labels, {**weights, "dense.bias": np.full(4, bad)}
            )
            assert isinstance(loss, float)
            assert list(gradients)
            first = "0.kernel" if "0.kernel" in weights else "0.depthwise_kernel"
            classifier.loss_and_gradients(x, labels, {**weights, first: np.full(weights[first].shape, bad)})
            classifier.predict(x, {**weights, first: np.full(weights[first].shape, bad)})


@pytest.mark.parametrize("labels", [[0, 1, 2, 3, 4], [0, -1, 0, 0, 0]])
def test_a_label_out_of_range_is_named(labels):
    classifier, x, _, weights = case(NETWORKS["plain layers"])
    with pytest.raises(SepvizError, match=r"labels must be from 0 to 3, but one is (4|-1)"):
        classifier.loss_and_gradients(x, labels, weights)


def test_labels_are_integers_one_a_picture():
    classifier, x, labels, weights = case(NETWORKS["plain layers"])
    with pytest.raises(ShapeError, match=r"\(5,\).*\(4,\)"):
        classifier.loss_and_gradients(x, labels[:4], weights)
    with pytest.raises(TypeError, match="integers"):
        classifier.loss_and_gradients(x, labels / 1.0, weights)


def test_a_missing_or_misshapen_weight_is_named():
    classifier, x, labels, weights = case(NETWORKS["standard blocks"])
    for name in weights:
        rest = {other: values for other, values in weights.items() if other != name}
        for call in (classifier.predict, lambda x, w: classifier.loss_and_gradients(x, labels, w)):
            with pytest.raises(SepvizError, match=name):
                call(x, rest)
            with pytest.raises(ShapeError, match=name):
                call(x, {**weights, name: np.ones((9, 9))})


def test_pictures_come_in_a_batch():
    classifier, x, _, weights = case(NETWORKS["standard blocks"])
    with pytest.raises(ShapeError, match=r"batch.*\(7, 8, 3\)"):
        classifier.predict(x[0], weights)


def test_only_layers_that_can_be_trained_are_taken():
    with pytest.raises(TypeError, match="SpatiallySeparableConv2D"):
        Classifier((SpatiallySeparableConv2D(kernel_size=3),), 2)
    with pytest.raises(TypeError, match="layers"):
        Classifier(StandardBlock(filters=2), 2)
    with pytest.raises(SepvizError, match="at least one"):
        Classifier((), 2)
    with pytest.raises(SepvizError, match="data_format"):
        Classifier((StandardBlock(filters=2), StandardBlock(filters=2, data_format="channels_first")), 2)
    with pytest.raises(ShapeError, match="classes"):
        Classifier((StandardBlock(filters=2),), 1)


def test_a_kernel_larger_than_the_picture_is_refused_where_shapes_are_asked():
    layers = (Conv2D(filters=2, kernel_size=5), Conv2D(filters=2, kernel_size=5))
    with pytest.raises(ShapeError):
        Classifier(layers, 2).weight_shapes((8, 8, 3))


def test_a_classifier_is_frozen_and_equal_to_its_like():
    classifier = Classifier([StandardBlock(filters=2)], 3)
    assert classifier == Classifier((StandardBlock(filters=2),), classes=3)
    assert len({classifier, training.Classifier((StandardBlock(filters=2),), 3)}) == 1
    with pytest.raises(AttributeError):
        classifier.classes = 4
