"""Threads share the tiles; the result is the same to the bit whatever their number."""

import numpy as np
import pytest

import sepviz
from sepviz.errors import ShapeError
from sepviz.ops import threads, tiles

RANDOM = np.random.default_rng(5)
IMAGE = RANDOM.normal(size=(2, 61, 47, 3)).astype(np.float32)
OPERATIONS = {
    "depthwise": lambda: sepviz.depthwise_conv2d(
        IMAGE, np.ones((3, 5, 3, 2)) * np.arange(1, 4)[:, None], strides=(1, 2), bias=np.arange(6)
    ),
    "one kernel": lambda: sepviz.depthwise_conv2d(IMAGE, np.ones((5, 3, 3, 1)), padding="same"),
    "spatially separable": lambda: sepviz.spatially_separable_conv2d(IMAGE, [1, 2, 1], [1, -2, 3, 4, 5]),
}


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch):
    monkeypatch.setattr(tiles, "TILE_BYTES", 3000)
    monkeypatch.setattr(threads, "_threads", 1)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("number", [2, 3, 50])
def test_the_number_of_threads_changes_no_bit(name, number):
    alone = OPERATIONS[name]()
    sepviz.set_threads(number)
    np.testing.assert_array_equal(OPERATIONS[name](), alone)


def test_the_tiles_are_shared_and_each_is_computed_once():
    done = []
    sepviz.set_threads(3)
    threads.share(list(range(10)), done.append)
    assert sorted(done) == [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]]


def test_a_fault_in_a_thread_is_raised():
    def fail(part):
        if 9 in part:
            raise ValueError("here")

    sepviz.set_threads(2)
    with pytest.raises(ValueError, match="here"):
        threads.share(list(range(10)), fail)


def test_a_number_of_threads_is_at_least_1():
    with pytest.raises(ShapeError, match="n must be at least 1"):
        sepviz.set_threads(0)
    with pytest.raises(TypeError, match="n must be an integer"):
        sepviz.set_threads(1.5)
