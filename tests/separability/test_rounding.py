"""Rounding to few decimals is told apart from a kernel that was meant to have a higher rank."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.kernels import KERNELS
from sepviz.separability import kernel_rank, rounding_tolerance


@given(st.integers(2, 6), st.integers(0, 10_000), st.tuples(st.integers(1, 7), st.integers(1, 9)))
def test_a_smooth_kernel_rounded_to_decimals_has_rank_1_up_to_rounding(digits, seed, shape):
    generator = np.random.default_rng(seed)
    column, row = (generator.uniform(0.5, 1, size) for size in shape)
    rounded = np.round(np.outer(column, row), digits)
    assert kernel_rank(rounded, tolerance=rounding_tolerance(rounded)) == 1


@pytest.mark.parametrize("name", KERNELS)
def test_no_kernel_of_the_catalogue_is_taken_for_a_rounded_one(name):
    weights = KERNELS[name].weights
    assert kernel_rank(weights, tolerance=rounding_tolerance(weights)) == kernel_rank(weights)


@pytest.mark.parametrize("factor", [1, 0.25, 0.01])
def test_a_scaled_laplacian_keeps_its_rank(factor):
    weights = KERNELS["laplacian4"].weights * factor
    assert kernel_rank(weights, tolerance=rounding_tolerance(weights)) == 2
