"""Standard and depthwise separable: the equal kernel and the nearest one."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sepviz.errors import KernelError, ShapeError
from sepviz.separability import approximate_depthwise_separable, as_standard_kernel

SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 3), st.integers(1, 9))


def random_kernel(shape, seed=0):
    """Seeded normal weights."""
    return np.random.default_rng(seed).normal(size=shape)


def residual(kernel, fit):
    """The residual by its definition, from the kernels themselves."""
    difference = kernel - as_standard_kernel(fit.depthwise_kernel, fit.pointwise_kernel)
    return (difference**2).sum() / (kernel**2).sum()


@settings(max_examples=40)
@given(SHAPES, st.integers(1, 14), st.integers(0, 99))
def test_residual_is_the_share_of_the_difference_and_shapes_are_kept(shape, multiplier, seed):
    kernel = random_kernel(shape, seed)
    kh, kw, c_in, c_out = shape
    fit = approximate_depthwise_separable(kernel, multiplier)
    assert fit.depthwise_kernel.shape == (kh, kw, c_in, multiplier)
    assert fit.pointwise_kernel.shape == (1, 1, c_in * multiplier, c_out)
    assert fit.residual_energy == pytest.approx(residual(kernel, fit), abs=1e-13)


@settings(max_examples=25)
@given(SHAPES, st.integers(0, 99))
def test_residual_falls_to_zero_at_the_smaller_of_taps_and_filters(shape, seed):
    kernel = random_kernel(shape, seed)
    limit = min(shape[0] * shape[1], shape[3])
    residuals = [approximate_depthwise_separable(kernel, m).residual_energy for m in range(1, limit + 2)]
    assert all(more < less for less, more in pairwise(residuals[:limit]))
    assert residuals[limit - 1 :] == [0, 0]
    exact = approximate_depthwise_separable(kernel, limit)
    assert_allclose(as_standard_kernel(exact.depthwise_kernel, exact.pointwise_kernel), kernel, atol=1e-13)


def test_residual_is_the_dropped_squared_singular_values_of_every_input_channel():
    kernel = random_kernel((3, 5, 4, 7))
    values = np.array([np.linalg.svd(kernel[:, :, c].reshape(15, 7), compute_uv=False) for c in range(4)])
    for multiplier in range(1, 8):
        expected = (values[:, multiplier:] ** 2).sum() / (values**2).sum()
        fit = approximate_depthwise_separable(kernel, multiplier)
        assert fit.residual_energy == pytest.approx(expected, rel=1e-12, abs=1e-16)


def test_depth_multiplier_is_the_rank_of_each_channel():
    fit = approximate_depthwise_separable(random_kernel((3, 3, 2, 8)), 2)
    kernel = as_standard_kernel(fit.depthwise_kernel, fit.pointwise_kernel)
    for channel in range(2):
        assert np.linalg.matrix_rank(kernel[:, :, channel].reshape(9, 8)) == 2


def test_a_kernel_that_is_depthwise_separable_is_found_again():
    depthwise, pointwise = random_kernel((3, 5, 4, 2), 1), random_kernel((1, 1, 8, 11), 2)
    kernel = as_standard_kernel(depthwise, pointwise)
    assert approximate_depthwise_separable(kernel, 1).residual_energy > 0.1
    fit = approximate_depthwise_separable(kernel, 2)
    assert fit.residual_energy < 1e-30
    assert_allclose(as_standard_kernel(fit.depthwise_kernel, fit.pointwise_kernel), kernel, atol=1e-13)


def test_terms_beyond_the_maximum_are_zero():
    kernel = random_kernel((1, 3, 2, 5))
    fit = approximate_depthwise_separable(kernel, 6)
    assert not fit.depthwise_kernel[..., 3:].any()
    assert not fit.pointwise_kernel.reshape(2, 6, 5)[:, 3:].any()
    assert residual(kernel, fit) < 1e-30


def test_a_channel_depends_on_its_own_weights_only():
    kernel = random_kernel((3, 3, 2, 4))
    alone = approximate_depthwise_separable(kernel[:, :, 1:], 2)
    both = approximate_depthwise_separable(kernel, 2)
    assert_allclose(both.depthwise_kernel[:, :, 1], alone.depthwise_kernel[:, :, 0], atol=1e-14)


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e160, 1e300])
def test_residual_does_not_depend_on_scale(scale):
    kernel = random_kernel((3, 3, 2, 4))
    expected = approximate_depthwise_separable(kernel, 2)
    fit = approximate_depthwise_separable(kernel * scale, 2)
    assert fit.residual_energy == pytest.approx(expected.residual_energy)
    assert_allclose(
        as_standard_kernel(fit.depthwise_kernel, fit.pointwise_kernel) / scale,
        as_standard_kernel(expected.depthwise_kernel, expected.pointwise_kernel),
        atol=1e-14,
    )


def test_all_zero_kernel_is_exact():
    fit = approximate_depthwise_separable(np.zeros((3, 3, 2, 4)), 1)
    assert fit.residual_energy == 0
    assert not as_standard_kernel(fit.depthwise_kernel, fit.pointwise_kernel).any()


def test_fit_is_float64_whatever_the_kernel_is():
    fit = approximate_depthwise_separable(random_kernel((3, 3, 2, 4)).astype(np.float32), 2)
    assert fit.depthwise_kernel.dtype == fit.pointwise_kernel.dtype == np.float64
    assert isinstance(fit.residual_energy, float)


@pytest.mark.parametrize(
    ("kernel", "multiplier", "error", "match"),
    [
        (np.ones((3, 3)), 1, KernelError, r"^kernel .*\(3, 3\)"),
        (np.ones((3, 3, 0, 2)), 1, KernelError, r"^kernel .*\(3, 3, 0, 2\)"),
        (np.full((1, 1, 1, 1), np.nan), 1, KernelError, "^kernel .*nan"),
        (np.full((1, 1, 1, 1), 1j), 1, TypeError, "^kernel .*complex"),
        (np.ones((1, 1, 1, 1)), 0, ShapeError, "^depth_multiplier .*0"),
        (np.ones((1, 1, 1, 1)), 1.0, TypeError, "^depth_multiplier "),
        (np.ones((1, 1, 1, 1)), True, TypeError, "^depth_multiplier "),
    ],
)
def test_bad_arguments_are_refused_by_name(kernel, multiplier, error, match):
    with pytest.raises(error, match=match):
        approximate_depthwise_separable(kernel, multiplier)


@settings(max_examples=25)
@given(SHAPES, st.integers(1, 3))
def test_standard_kernel_is_the_sum_over_the_depth_multiplier(shape, multiplier):
    kh, kw, c_in, c_out = shape
    depthwise = random_kernel((kh, kw, c_in, multiplier), 1)
    pointwise = random_kernel((1, 1, c_in * multiplier, c_out), 2)
    expected = np.zeros(shape)
    for c in range(c_in):
        for m in range(multiplier):
            for n in range(c_out):
                expected[:, :, c, n] += depthwise[:, :, c, m] * pointwise[0, 0, c * multiplier + m, n]
    assert_allclose(as_standard_kernel(depthwise, pointwise), expected, atol=1e-14)


@pytest.mark.parametrize(
    ("depthwise", "pointwise", "result"),
    [("f4", "f4", "f4"), ("f8", "f4", "f8"), ("f4", "f8", "f8"), ("f2", "i1", "f4"), ("i4", "f4", "f8")],
)
def test_type_is_the_common_one_and_float32_at_least(depthwise, pointwise, result):
    kernel = as_standard_kernel(np.ones((2, 3, 1, 1), depthwise), np.ones((1, 1, 1, 2), pointwise))
    assert kernel.dtype == result


@pytest.mark.parametrize(
    ("depthwise", "pointwise", "error", "match"),
    [
        ((3, 5, 2, 2), (1, 1, 3, 7), ShapeError, r"^pointwise_kernel .*\(1, 1, 4, .*\(1, 1, 3, 7\)"),
        ((3, 5, 2, 2), (3, 1, 4, 7), ShapeError, r"^pointwise_kernel .*\(3, 1, 4, 7\)"),
        ((3, 5, 2, 2), (4, 7), ShapeError, r"^pointwise_kernel .*\(4, 7\)"),
        ((3, 5, 2), (1, 1, 2, 7), ShapeError, r"^depthwise_kernel .*\(3, 5, 2\)"),
        ((3, 5, 0, 1), (1, 1, 0, 7), ShapeError, r"^depthwise_kernel .*\(3, 5, 0, 1\)"),
        ((3, 5, 2, 2), (1, 1, 4, 0), ShapeError, r"^pointwise_kernel .*\(1, 1, 4, 0\)"),
    ],
)
def test_wrong_shapes_are_refused_by_name(depthwise, pointwise, error, match):
    with pytest.raises(error, match=match):
        as_standard_kernel(np.ones(depthwise), np.ones(pointwise))


def test_values_that_are_no_real_numbers_are_refused():
    with pytest.raises(TypeError, match=r"^depthwise_kernel "):
        as_standard_kernel(np.ones((1, 1, 1, 1), complex), np.ones((1, 1, 1, 1)))
    with pytest.raises(TypeError, match=r"^pointwise_kernel "):
        as_standard_kernel(np.ones((1, 1, 1, 1)), [[[["a"]]]])


def test_arguments_are_not_changed():
    kernel = random_kernel((3, 3, 2, 4))
    kernel.setflags(write=False)
    before = kernel.copy()
    approximate_depthwise_separable(kernel, 2)
    assert_array_equal(kernel, before)
