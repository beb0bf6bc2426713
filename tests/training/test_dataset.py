"""The data sets: shapes, ranges, balance, and that the kind is where it is said to be."""

import numpy as np
import pytest

from sepviz import SepvizError, ShapeError
from sepviz.training import DATASETS, dataset

EVERY_SET = pytest.mark.parametrize("name", DATASETS)


@EVERY_SET
def test_pictures_are_small_coloured_and_in_range(name):
    data = dataset(name, train=43, test=17, seed=2)
    for images, labels, number in (
        (data.images, data.labels, 43),
        (data.test_images, data.test_labels, 17),
    ):
        assert images.shape == (number, 16, 16, 3)
        assert images.dtype == np.float32
        assert images.min() >= 0
        assert images.max() <= 1
        assert labels.shape == (number,)
        assert labels.dtype.kind == "i"
    assert len(set(data.names)) == 8


@EVERY_SET
def test_every_kind_comes_equally_often_in_random_order(name):
    data = dataset(name, train=80, test=20, seed=2)
    assert set(np.bincount(data.labels, minlength=8)) == {10}
    assert set(np.bincount(data.test_labels, minlength=8)) == {2, 3}
    assert (np.diff(data.labels) < 0).any()


@EVERY_SET
def test_no_test_picture_is_among_the_training_pictures(name):
    data = dataset(name, train=60, test=60, seed=2)
    pictures = np.concatenate([data.images, data.test_images]).reshape(120, -1)
    assert len(np.unique(pictures, axis=0)) == 120


@EVERY_SET
def test_the_seed_decides_the_pictures(name):
    first, same, other = (dataset(name, train=16, test=8, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.images, same.images)
    np.testing.assert_array_equal(first.test_labels, same.test_labels)
    assert (first.images != other.images).any()


@EVERY_SET
def test_more_test_pictures_leave_the_training_pictures_as_they_are(name):
    few, many = (dataset(name, train=16, test=test, seed=1) for test in (8, 40))
    np.testing.assert_array_equal(few.images, many.images)


@EVERY_SET
def test_the_mean_colour_does_not_tell_the_kind(name):
    data = dataset(name, train=1600, test=1, seed=3)
    means = data.images.mean(axis=(1, 2))
    by_kind = np.array([means[data.labels == kind].mean(axis=0) for kind in range(8)])
    spread = np.array([means[data.labels == kind].std(axis=0) for kind in range(8)]).mean()
    assert np.abs(by_kind - by_kind.mean(axis=0)).max() < 0.8 * spread


def test_a_single_channel_of_a_grating_does_not_tell_the_pair_of_colours():
    data = dataset("gratings", train=1600, test=1, seed=3)
    pair = data.labels % 2
    levels = [np.histogram(data.images[pair == one][..., 0], 10, (0, 1), density=True)[0] for one in (0, 1)]
    np.testing.assert_allclose(*levels, atol=0.15)


def test_two_channels_together_tell_the_pair_of_colours():
    data = dataset("gratings", train=400, test=1, seed=3)

    def together(one, other, pair):
        chosen = data.images[data.labels % 2 == pair]
        return np.mean([np.corrcoef(x[..., one].ravel(), x[..., other].ravel())[0, 1] for x in chosen])

    assert together(0, 1, pair=0) < 0 > together(0, 1, pair=1)
    assert together(1, 2, pair=0) > 0 > together(1, 2, pair=1)


def test_unknown_names_and_bad_numbers_are_refused():
    with pytest.raises(SepvizError, match="drawings, gratings, not 'digits'"):
        dataset("digits", train=8, test=8, seed=0)
    with pytest.raises(ShapeError, match="train"):
        dataset("drawings", train=0, test=8, seed=0)
    with pytest.raises(ShapeError, match="seed"):
        dataset("drawings", train=8, test=8, seed=-1)
    with pytest.raises(TypeError, match="test"):
        dataset("drawings", train=8, test=8.0, seed=0)
