"""The break-even rule tells whether depthwise separable is cheaper, whatever the image."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.costs import count, separable_share
from sepviz.errors import ShapeError
from sepviz.layers import Conv2D, SeparableConv2D

SIZES = st.tuples(st.integers(1, 7), st.integers(1, 7))


@given(st.integers(1, 300), SIZES, st.integers(1, 4), st.integers(1, 5))
def test_share_is_the_ratio_of_the_counts_whatever_the_image(filters, size, multiplier, channels):
    share = separable_share(filters=filters, kernel_size=size, depth_multiplier=multiplier)
    image = (9, 11, channels)
    separable = SeparableConv2D(
        filters=filters, kernel_size=size, depth_multiplier=multiplier, use_bias=False
    )
    standard = Conv2D(filters=filters, kernel_size=size, use_bias=False)
    ours, theirs = count(separable, image), count(standard, image)
    assert Fraction(ours.multiplications, theirs.multiplications) == share
    assert Fraction(ours.parameters, theirs.parameters) == share


@given(st.integers(1, 10_000), st.integers(1, 5))
def test_a_1_x_1_kernel_always_loses(filters, multiplier):
    assert separable_share(filters=filters, kernel_size=1, depth_multiplier=multiplier) > 1


def test_the_break_even_point_is_exact():
    assert separable_share(filters=2, kernel_size=(1, 2)) == 1
    assert separable_share(filters=3, kernel_size=(1, 2)) == Fraction(5, 6)


def test_impossible_numbers_are_named():
    with pytest.raises(ShapeError, match="filters"):
        separable_share(filters=0, kernel_size=3)
    with pytest.raises(ShapeError, match="depth_multiplier"):
        separable_share(filters=1, kernel_size=3, depth_multiplier=0)
    with pytest.raises(ShapeError, match="kernel_size"):
        separable_share(filters=1, kernel_size=(3, 0))
