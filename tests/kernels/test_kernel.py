"""The dataclass: what it accepts, stores and refuses."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest

from sepviz.errors import KernelError
from sepviz.kernels import KERNELS, Kernel, separable_kernel


def test_arrays_are_copied_as_read_only_float64():
    weights = np.ones((2, 3), dtype=np.int8)
    kernel = Kernel(id="mine", weights=weights, source="test")
    weights[0, 0] = 9
    assert kernel.weights.dtype == np.float64
    assert kernel.weights[0, 0] == 1
    assert not kernel.weights.flags.writeable
    assert weights.flags.writeable


def test_separable_kernel_is_column_times_row():
    kernel = separable_kernel("mine", [1, 2], [3, 4, 5], source="test")
    np.testing.assert_array_equal(kernel.weights, [[3, 4, 5], [6, 8, 10]])


def test_kernel_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        KERNELS["box3"].id = "other"


def test_kernels_can_be_compared_and_hashed_in_spite_of_their_arrays():
    assert KERNELS["box3"] == KERNELS["box3"]
    assert KERNELS["box3"] != KERNELS["box5"]
    assert len({*KERNELS.values()}) == len(KERNELS)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda kernel: pickle.loads(pickle.dumps(kernel))])
def test_kernel_survives_copying(duplicate):
    again = duplicate(KERNELS["sobel_x"])
    np.testing.assert_array_equal(again.weights, KERNELS["sobel_x"].weights)
    assert again.source == KERNELS["sobel_x"].source


@pytest.mark.parametrize("weights", [[1, 2], [[]], [[1, np.nan]], [[np.inf]], [[[1]]]])
def test_weights_that_are_no_finite_2d_array_are_refused(weights):
    with pytest.raises(KernelError, match=r"^weights "):
        Kernel(id="mine", weights=weights, source="test")


@pytest.mark.parametrize(
    ("column", "row"),
    [([1, 1], None), (None, [1, 1]), ([1, 1], [1, 2]), ([1], [1, 1]), ([1, 1, 1], [1, 1])],
)
def test_factors_that_do_not_make_the_kernel_are_refused(column, row):
    with pytest.raises(KernelError, match="outer product of column"):
        Kernel(id="mine", weights=np.ones((2, 2)), column=column, row=row, source="test")
