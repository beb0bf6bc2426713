"""`low_rank_terms`: sums of column-row pairs, best for their number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from sepviz.errors import KernelError, ShapeError
from sepviz.separability import kernel_rank, low_rank_terms, singular_values

SIDES = st.tuples(st.integers(1, 6), st.integers(1, 7))
KERNEL = SIDES.flatmap(lambda shape: hnp.arrays(np.float64, shape, elements=st.floats(-10, 10, width=32)))
SHARPEN = np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]])


def total(terms, shape):
    """Sum of the outer products."""
    return sum((np.outer(column, row) for column, row in terms), np.zeros(shape))


@given(KERNEL)
def test_all_terms_sum_to_the_kernel(kernel):
    terms = low_rank_terms(kernel)
    assert len(terms) == kernel_rank(kernel)
    assert_allclose(total(terms, kernel.shape), kernel, rtol=0, atol=1e-13 * max(1, np.abs(kernel).max()))


@given(KERNEL, st.data())
def test_squared_error_is_the_dropped_singular_values(kernel, data):
    rank = data.draw(st.integers(1, min(kernel.shape)))
    terms = low_rank_terms(kernel, rank)
    assert len(terms) == rank
    error = ((kernel - total(terms, kernel.shape)) ** 2).sum()
    assert error == pytest.approx((singular_values(kernel)[rank:] ** 2).sum(), abs=1e-9)


@given(KERNEL)
def test_terms_come_largest_first_and_share_the_singular_value_evenly(kernel):
    terms = low_rank_terms(kernel, min(kernel.shape))
    columns = [column @ column for column, _ in terms]
    rows = [row @ row for _, row in terms]
    assert_allclose(columns, singular_values(kernel), atol=1e-12)
    assert_allclose(rows, columns, atol=1e-12)


def test_no_other_pair_of_many_comes_closer_than_the_first_term():
    best = ((SHARPEN - total(low_rank_terms(SHARPEN, 1), (3, 3))) ** 2).sum()
    pairs = np.random.default_rng(3).normal(size=(2000, 2, 3))
    for column, row in pairs:
        other = np.outer(column, row)
        other *= (other * SHARPEN).sum() / (other**2).sum()  # the best scale for this pair
        assert ((SHARPEN - other) ** 2).sum() >= best


def test_first_large_tap_of_every_column_is_positive():
    (sobel,) = low_rank_terms([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    assert (sobel[0] > 0).all()
    (sobel_y,) = low_rank_terms([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    assert sobel_y[0][0] > 0 > sobel_y[0][2]
    assert_array_equal(low_rank_terms(-SHARPEN)[0][0], low_rank_terms(SHARPEN)[0][0])


@pytest.mark.parametrize("scale", [1e-300, 1e-161, 1e161, 1e300])
def test_scale_may_be_tiny_or_huge(scale):
    assert_allclose(total(low_rank_terms(SHARPEN * scale), (3, 3)) / scale, SHARPEN, rtol=0, atol=1e-14)


def test_zero_kernel_has_no_terms_and_zero_terms_on_demand():
    assert low_rank_terms(np.zeros((2, 3))) == []
    ((column, row),) = low_rank_terms(np.zeros((2, 3)), 1)
    assert_array_equal(np.outer(column, row), np.zeros((2, 3)))


@pytest.mark.parametrize(
    ("rank", "error"),
    [(0, ShapeError), (-1, ShapeError), (3, KernelError), (1.5, TypeError), ("1", TypeError)],
)
def test_rank_out_of_range_is_refused(rank, error):
    with pytest.raises(error, match=r"^rank ") as caught:
        low_rank_terms(np.ones((2, 3)), rank)
    assert str(rank) in str(caught.value)


@pytest.mark.parametrize("kernel", [[1, 2], [[]], [[np.inf]]])
def test_what_is_no_kernel_is_refused_by_name(kernel):
    with pytest.raises(KernelError, match=r"^kernel "):
        low_rank_terms(kernel)
