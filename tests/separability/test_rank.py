"""Rank, its tolerance, singular values and shares of energy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sepviz.errors import KernelError
from sepviz.separability import energy_shares, kernel_rank, rank_tolerance, singular_values

SIDES = st.tuples(st.integers(1, 6), st.integers(1, 7))
KERNEL = SIDES.flatmap(lambda shape: hnp.arrays(np.float64, shape, elements=st.integers(-9, 9).map(float)))
LAPLACIAN = np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]])


@given(KERNEL)
def test_rank_is_that_of_numpy(kernel):
    assert kernel_rank(kernel) == np.linalg.matrix_rank(kernel)
    assert kernel_rank(kernel.astype(np.float32)) == np.linalg.matrix_rank(kernel.astype(np.float32))


@given(KERNEL, st.floats(0, 20))
def test_tolerance_means_what_it_means_in_numpy(kernel, tolerance):
    assert kernel_rank(kernel, tolerance=tolerance) == np.linalg.matrix_rank(kernel, tol=tolerance)


@given(KERNEL)
def test_rank_survives_transposing_and_flipping(kernel):
    assert kernel_rank(kernel) == kernel_rank(kernel.T) == kernel_rank(kernel[::-1, ::-1])


@pytest.mark.parametrize("scale", [1e-300, 1e-160, -1.0, 0.1, 1e160, 1e300])
def test_rank_and_shares_do_not_depend_on_scale(scale):
    assert kernel_rank(LAPLACIAN * scale) == 2
    np.testing.assert_allclose(energy_shares(LAPLACIAN * scale), energy_shares(LAPLACIAN), atol=1e-15)


def test_rank_of_the_zero_kernel_is_zero():
    assert kernel_rank(np.zeros((2, 3))) == 0
    assert rank_tolerance(np.zeros((2, 3))) == 0
    np.testing.assert_array_equal(energy_shares(np.zeros((2, 3))), [0, 0])


def test_float32_and_float16_are_judged_by_their_own_rounding():
    column, row = np.exp(-(np.arange(5) ** 2) / 7), np.cos(np.arange(4))
    kernel = np.outer(column, row)
    for dtype in (np.float64, np.float32, np.float16):
        assert kernel_rank(kernel.astype(dtype)) == 1
    assert kernel_rank(kernel.astype(np.float32).astype(np.float64)) > 1


@given(KERNEL)
def test_default_tolerance_is_the_one_that_is_reported(kernel):
    assert kernel_rank(kernel) == kernel_rank(kernel, tolerance=rank_tolerance(kernel))


@given(KERNEL)
def test_energies_are_squared_singular_values_and_sum_to_one(kernel):
    values = singular_values(kernel)
    assert values.shape == (min(kernel.shape),)
    assert (np.diff(values) <= 0).all()
    assert (values**2).sum() == pytest.approx((kernel**2).sum(), abs=1e-10)
    assert energy_shares(kernel).sum() == pytest.approx(1 if kernel.any() else 0)


@pytest.mark.parametrize("function", [kernel_rank, rank_tolerance, singular_values, energy_shares])
@pytest.mark.parametrize(
    ("kernel", "error"),
    [
        ([1.0, 2.0], KernelError),
        (np.ones((3, 3, 1)), KernelError),
        (5.0, KernelError),
        (np.ones((0, 3)), KernelError),
        ([[1, 2], [3]], KernelError),
        ([[1, np.nan]], KernelError),
        ([[np.inf], [1]], KernelError),
        ([["1", "2"]], TypeError),
        ([[1j]], TypeError),
        (None, TypeError),
    ],
)
def test_anything_but_a_finite_real_2d_kernel_is_refused_by_name(function, kernel, error):
    with pytest.raises(error, match=r"^kernel "):
        function(kernel)


@pytest.mark.parametrize("tolerance", [-1e-9, np.nan, np.inf])
def test_tolerance_out_of_range_is_refused(tolerance):
    with pytest.raises(KernelError, match=f"^tolerance .*{tolerance}"):
        kernel_rank(LAPLACIAN, tolerance=tolerance)


@pytest.mark.parametrize("tolerance", ["small", True, 1j])
def test_tolerance_that_is_no_number_is_refused(tolerance):
    with pytest.raises(TypeError, match=r"^tolerance "):
        kernel_rank(LAPLACIAN, tolerance=tolerance)
