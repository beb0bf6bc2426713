"""The catalogue: ids, signs, normalisation, ranks and factors."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage

from sepviz.kernels import KERNELS
from sepviz.separability import energy_shares, kernel_rank, separate

IDS = [
    *("identity", "box3", "box5", "gaussian3", "gaussian5", "gaussian7"),
    *("sobel_x", "sobel_y", "prewitt_x", "prewitt_y", "scharr_x", "scharr_y"),
    *("laplacian4", "laplacian8", "sharpen", "emboss", "gabor0", "gabor45", "motion_blur"),
]
RANKS = {"laplacian4": 2, "laplacian8": 2, "sharpen": 2, "gabor45": 2, "emboss": 3, "motion_blur": 5}
DERIVATIVES = [name for name in IDS if name.startswith(("sobel", "prewitt", "scharr", "laplacian"))]
KEEP_BRIGHTNESS = [name for name in IDS if name.startswith(("identity", "box", "gaussian"))]


def test_every_id_of_the_contract_is_listed_from_simple_to_hard():
    ids = [kernel.id for kernel in KERNELS.values()]
    assert ids == list(KERNELS)
    assert ids == IDS, "a new kernel belongs into IDS, and into RANKS where its rank is not 1"


def test_the_catalogue_cannot_be_changed_by_accident():
    with pytest.raises(TypeError):
        KERNELS["mine"] = KERNELS["box3"]
    with pytest.raises(ValueError, match="read-only"):
        KERNELS["box3"].weights[0, 0] = 7


@pytest.mark.parametrize("name", IDS)
def test_rank_is_the_one_that_is_taught(name):
    kernel = KERNELS[name]
    assert kernel_rank(kernel.weights) == RANKS.get(name, 1)
    assert (kernel.column is None) == (name in RANKS) == (kernel.row is None)


@pytest.mark.parametrize("name", [name for name in IDS if name not in RANKS])
def test_written_factors_are_those_that_separate_finds(name):
    column, row = separate(KERNELS[name].weights)
    assert_array_equal(column, KERNELS[name].column)
    assert_array_equal(row, KERNELS[name].row)


@pytest.mark.parametrize(
    ("name", "percent"),
    [
        ("laplacian4", 98.99),
        ("laplacian8", 93.30),
        ("sharpen", 99.52),
        ("emboss", 55.30),
        ("motion_blur", 20.00),
    ],
)
def test_energy_of_the_best_rank_1_approximation_is_the_printed_one(name, percent):
    assert round(100 * energy_shares(KERNELS[name].weights)[0], 2) == percent


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        ("box3", np.full((3, 3), 1 / 9)),
        ("box5", np.full((5, 5), 1 / 25)),
        ("gaussian3", np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16),
        ("sobel_x", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        ("sobel_y", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
        ("prewitt_x", [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
        ("scharr_x", [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]),
        ("laplacian4", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        ("laplacian8", [[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
        ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        ("emboss", [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        ("motion_blur", np.eye(5) / 5),
    ],
)
def test_weights_are_those_of_the_literature(name, rows):
    assert_array_equal(KERNELS[name].weights, rows)
    assert KERNELS[name].weights.dtype == np.float64


@pytest.mark.parametrize("length", [3, 5, 7])
def test_gaussian_is_binomial_with_variance_a_quarter_of_length_minus_one(length):
    profile = KERNELS[f"gaussian{length}"].weights.sum(axis=0)
    offsets = np.arange(length) - length // 2
    assert profile @ offsets**2 == pytest.approx((length - 1) / 4)


@pytest.mark.parametrize("name", [*KEEP_BRIGHTNESS, "sharpen", "emboss", "motion_blur"])
def test_taps_of_smoothing_and_sharpening_sum_to_one(name):
    assert KERNELS[name].weights.sum() == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("name", DERIVATIVES)
def test_taps_of_a_derivative_sum_to_zero(name):
    assert KERNELS[name].weights.sum() == 0


@pytest.mark.parametrize("name", ["sobel", "prewitt", "scharr"])
def test_y_kernel_is_the_transposed_x_kernel(name):
    assert_array_equal(KERNELS[f"{name}_y"].weights, KERNELS[f"{name}_x"].weights.T)


@pytest.mark.parametrize(("name", "slope"), [("sobel", 8), ("prewitt", 6), ("scharr", 32)])
def test_edge_kernels_are_positive_towards_the_bright_side_without_a_flip(name, slope):
    rows, columns = np.mgrid[:5, :6].astype(float)
    assert ndimage.correlate(columns, KERNELS[f"{name}_x"].weights)[2, 2] == slope
    assert ndimage.correlate(rows, KERNELS[f"{name}_y"].weights)[2, 2] == slope
    assert ndimage.correlate(columns, KERNELS[f"{name}_y"].weights)[2, 2] == 0


def test_laplacian_of_a_parabola_is_its_second_derivative():
    rows, columns = np.mgrid[:5, :5].astype(float)
    parabola = 3 * rows**2 + 2 * columns**2
    assert ndimage.correlate(parabola, KERNELS["laplacian4"].weights)[2, 2] == 2 * 3 + 2 * 2


def test_sharpen_is_identity_minus_laplacian():
    difference = KERNELS["identity"].weights - KERNELS["laplacian4"].weights
    assert_array_equal(KERNELS["sharpen"].weights, difference)


@pytest.mark.parametrize(("name", "angle"), [("gabor0", 0.0), ("gabor45", np.pi / 4)])
def test_gabor_is_a_round_gaussian_times_a_cosine(name, angle):
    y, x = np.mgrid[-4:5, -4:5]
    wave = np.cos(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle)) / 5)
    expected = np.exp(-(x**2 + y**2) / (2 * 2**2)) * wave
    np.testing.assert_allclose(KERNELS[name].weights, expected, rtol=0, atol=1e-14)


def test_every_kernel_names_its_source():
    assert all(len(kernel.source) > 20 for kernel in KERNELS.values())


def test_no_weight_is_minus_zero():
    for kernel in KERNELS.values():
        zeros = kernel.weights[kernel.weights == 0]
        assert not np.signbit(zeros).any(), kernel.id
