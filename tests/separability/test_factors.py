"""`separate`: exact factors, small integers where there are any."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from sepviz.errors import KernelError
from sepviz.separability import separate


def taps(limit, longest=8):
    """Arrays of whole numbers with at least one that is not zero."""
    elements = st.integers(-limit, limit).map(float)
    return hnp.arrays(np.float64, st.integers(1, longest), elements=elements).filter(np.any)


@pytest.mark.parametrize(
    ("kernel", "column", "row"),
    [
        ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], [1, 2, 1], [-1, 0, 1]),
        ([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], [1, 0, -1], [-1, -2, -1]),
        (np.ones((3, 3)) / 9, [1, 1, 1], [1 / 9] * 3),
        (np.ones((5, 5)) / 25, [1] * 5, [1 / 25] * 5),
        (np.outer([1, 2, 1], [1, 2, 1]) / 16, [1, 2, 1], [1 / 16, 2 / 16, 1 / 16]),
        (np.outer([1, 3, 3, 1], [1, 2, 1]) * 0.1, [1, 3, 3, 1], np.array([1, 2, 1]) * 0.1),
        ([[6]], [1], [6]),
        ([[-0.3]], [1], [-0.3]),
        ([[0, 0.1, math.pi]], [1], [0, 0.1, math.pi]),
        ([[0.5], [0.25], [-0.75]], [2, 1, -3], [0.25]),
        ([[0, 0], [0, -4]], [0, 1], [0, -4]),
        ([[4, 8], [6, 12]], [2, 3], [2, 4]),
    ],
)
def test_factors_read_as_they_are_written_in_books(kernel, column, row):
    found = separate(kernel)
    assert_array_equal(found[0], column)
    assert_array_equal(found[1], row)
    assert found[0].dtype == found[1].dtype == np.float64


@given(taps(300), taps(300))
def test_a_kernel_of_integers_has_integer_factors_that_multiply_to_it_exactly(column, row):
    kernel = np.outer(column, row)
    for dtype in (np.float64, np.int64, np.float32):
        found_column, found_row = separate(kernel.astype(dtype))
        assert_array_equal(np.outer(found_column, found_row), kernel)
        assert_array_equal(found_column, np.round(found_column))
        assert_array_equal(found_row, np.round(found_row))


@given(taps(99), taps(99), st.floats(1e-3, 1e3))
def test_column_is_without_common_divisor_and_starts_positive_whatever_the_scale(column, row, scale):
    kernel = np.outer(column, row) * scale
    found_column, found_row = separate(kernel)
    integers = [int(tap) for tap in found_column]
    assert found_column.tolist() == integers
    assert math.gcd(*integers) == 1
    assert next(tap for tap in integers if tap) > 0
    assert_allclose(np.outer(found_column, found_row), kernel, rtol=1e-14, atol=0)


@given(
    hnp.arrays(np.float64, st.integers(1, 7), elements=st.floats(-10, 10)).filter(np.any),
    hnp.arrays(np.float64, st.integers(1, 7), elements=st.floats(-10, 10)).filter(np.any),
)
def test_outer_product_is_the_kernel_for_factors_of_any_kind(column, row):
    kernel = np.outer(column, row)
    assume(np.abs(kernel).max() > 1e-290)
    found_column, found_row = separate(kernel)
    assert_allclose(
        np.outer(found_column, found_row), kernel, rtol=1e-12, atol=1e-12 * np.abs(kernel).max()
    )
    assert found_column[np.flatnonzero(found_column)[0]] > 0


def test_peak_of_an_irrational_column_is_one():
    gaussian, wave = np.exp(-(np.arange(-3, 4) ** 2) / 5), 3 * np.cos(np.arange(5))
    column, row = separate(np.outer(gaussian, wave))
    assert_allclose(column, gaussian, rtol=1e-15)
    assert_allclose(row, wave, rtol=1e-15)
    assert column[3] == 1


@pytest.mark.parametrize("scale", [5e-324, 1e-300, 1e-160, 1e160, 2.0**1020])
def test_scale_may_be_tiny_or_huge(scale):
    column, row = separate(np.outer([1, 2, 1], [-1, 0, 1]) * scale)
    assert_array_equal(column, [1, 2, 1])
    assert_array_equal(row, [-scale, 0, scale])


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float32, 1e-6), (np.float16, 5e-3)])
def test_rounded_types_are_taken_for_what_they_round(dtype, rtol):
    box = np.full((3, 5), 0.1, dtype=dtype)
    assert_array_equal(separate(box)[0], [1, 1, 1])
    binomial = (np.outer([1, 2, 1], [1, 2, 1]) * 0.1).astype(dtype)
    column, row = separate(binomial)
    assert_array_equal(column, [1, 2, 1])
    assert_allclose(np.outer(column, row), binomial, rtol=rtol)
    irrational = np.outer(np.exp(-np.arange(4) / 3), np.cos(np.arange(3))).astype(dtype)
    assert_allclose(np.outer(*separate(irrational)), irrational, rtol=rtol)


def test_binomial_factors_of_fifteen_taps_stay_integers():
    binomial = np.array([math.comb(14, k) for k in range(15)], dtype=float)
    column, row = separate(np.outer(binomial, binomial) / 2**28)
    assert_array_equal(column, binomial)
    assert_array_equal(row, binomial / 2**28)


@pytest.mark.parametrize("layout", [np.asfortranarray, lambda a: a[::-1][::-1], lambda a: a.tolist()])
def test_memory_layout_does_not_matter_and_the_argument_is_not_changed(layout):
    kernel = np.outer([1.0, 2, 1], [-1.0, 0, 1])
    given_kernel = layout(kernel.copy())
    assert_array_equal(separate(given_kernel)[0], [1, 2, 1])
    assert_array_equal(given_kernel, kernel)


def test_no_factor_is_minus_zero():
    column, row = separate([[-1, 0], [0, 0], [1, 0]])
    assert not np.signbit(column[1])
    assert not np.signbit(row[1])


@pytest.mark.parametrize(("kernel", "rank"), [(np.zeros((2, 2)), 0), (np.eye(2), 2), (np.eye(5, 4), 4)])
def test_error_names_the_rank_of_a_kernel_that_does_not_come_apart(kernel, rank):
    with pytest.raises(KernelError, match=f"^kernel .* not rank {rank}$") as caught:
        separate(kernel)
    assert (caught.value.code, caught.value.fields) == ("kernel_rank", {"rank": rank})


@pytest.mark.parametrize(
    ("kernel", "error"),
    [
        ([1, 2], KernelError),
        ([[]], KernelError),
        ([[np.nan]], KernelError),
        ([["a"]], TypeError),
        ([[1j]], TypeError),
    ],
)
def test_what_is_no_kernel_is_refused_by_name(kernel, error):
    with pytest.raises(error, match=r"^kernel "):
        separate(kernel)
