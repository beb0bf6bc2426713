"""The Kernel lab without a browser: verdicts, editing, bad input, links, both languages."""

import io
import json
import re
from itertools import cycle, pairwise

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from sepviz.kernels import KERNELS
from sepviz.kernels.reading import kernel_of_text
from sepviz.text import translator
from sepviz.ui.pages.kernel_lab.approximation import _arrays
from sepviz.ui.pages.kernel_lab.banks import MOST, bank
from sepviz.ui.pages.kernel_lab.flip import symmetry
from sepviz.ui.pages.kernel_lab.multiplications import sum_of_pairs
from sepviz.ui.pages.kernel_lab.projection import residuals
from sepviz.ui.pages.kernel_lab.verdict import first_that_does_not_pay
from sepviz.ui.session.parameters import LAB_VIEWS, MAX_TEXT, Taps
from sepviz.ui.session.picture import sample_picture
from sepviz.ui.views.filtered import filtered
from tests.ui.visits import checked, link, page_behind, press


def visit(**settings: object) -> AppTest:
    """Open the lab on a small picture by a link."""
    app = page_behind("kernels", **({"side": 32} | settings))
    app.session_state["_lab_change"] = True  # the section with the buttons is open
    return checked(app.run())


def words(app: AppTest) -> str:
    """Return everything that can be read."""
    texts = [element.value for kind in (app.markdown, app.caption, app.error, app.info) for element in kind]
    texts += [element.value for element in app.success] + [element.value for element in app.header]
    return "\n".join(texts + [element.proto.body for element in app.get("html")])


def taps(app: AppTest) -> list[list[float]]:
    """Return the kernel in the text field."""
    return kernel_of_text(app.text_area(key="taps").value or "").tolist()


def edit(app: AppTest, cells: dict[int, dict[str, str]]) -> AppTest:
    """Type into cells of the grid, the edits before included, as the browser sends them."""
    state = {"edited_rows": cells, "added_rows": [], "deleted_rows": []}
    app.session_state[str(app.data_editor[0].key)] = state
    return checked(app.run())


@pytest.mark.parametrize(
    ("kernel", "rank", "share"),
    [
        ("identity", 1, None),
        ("box5", 1, None),
        ("gaussian7", 1, None),
        ("sobel_x", 1, None),
        ("prewitt_y", 1, None),
        ("scharr_x", 1, None),
        ("gabor0", 1, None),
        ("laplacian4", 2, "98.99%"),
        ("laplacian8", 2, "93.30%"),
        ("sharpen", 2, "99.52%"),
        ("gabor45", 2, None),
        ("emboss", 3, "55.30%"),
        ("motion_blur", 5, "20.00%"),
    ],
)
def test_the_first_screen_gives_the_rank_and_the_share_of_the_first_pair(kernel, rank, share):
    shown = words(visit(kernel=kernel))
    kh, kw = KERNELS[kernel].weights.shape
    assert f'<div class="figure">{rank}</div>' in shown
    assert f"{rank} x ({kh} + {kw})" in shown
    if rank == 1:
        assert "Yes, it comes apart" in shown
    else:
        assert f"rank {rank}" in shown
    if share:
        assert f"best single pair keeps **{share}**" in shown


def test_factors_of_sobel_are_the_small_whole_numbers():
    shown = words(visit(kernel="sobel_x"))
    assert "Column 3 x 1" in shown
    assert "smallest whole numbers" in shown
    assert "6 multiplications for each pixel in place of 9" in shown


@pytest.mark.parametrize(("kernel", "view"), list(zip(KERNELS, cycle(LAB_VIEWS), strict=False)))
def test_every_kernel_and_every_view_opens_in_chinese(kernel, view):
    app = visit(kernel=kernel, view=view, lang="zh")
    assert app.title[0].value == translator("zh")("lab.title")
    assert link(app)["kernel"] == kernel
    assert not app.error


@pytest.mark.parametrize(
    ("kernel", "word"),
    [("gaussian5", "symmetric under"), ("sobel_x", "antisymmetric"), ("emboss", "neither")],
)
def test_the_flip_sentence_follows_the_symmetry(kernel, word):
    assert word in words(visit(kernel=kernel, view="flip"))


def test_symmetry_forgives_rounding_but_nothing_more():
    gaussian = KERNELS["gaussian5"].weights
    noisy = gaussian.copy()
    noisy[0, 1] *= 1 + 1e-14
    assert symmetry(noisy) == "same"
    noisy[0, 1] *= 1.001
    assert symmetry(noisy) == "different"
    assert symmetry(np.array([[1.0, 2.0, -2.0, -1.0]])) == "sign"


def test_a_pasted_kernel_becomes_the_kernel_and_the_link():
    app = visit(kernel="sobel_x")
    pasted = "np.array([[4, 0, -4], [8, 0, -8]]) / 4"
    checked(app.text_area(key="taps").set_value(pasted).run())
    assert app.text_area(key="taps").value == pasted
    assert app.code[0].value == "1  0  -1\n2  0  -2"
    assert link(app) | {"kernel": "custom", "taps": "1,0,-1;2,0,-2"} == link(app)
    assert "2 x 3" in words(app)
    again = visit(**link(app))
    assert taps(again) == taps(app)
    assert "Yes, it comes apart" in words(again)


@pytest.mark.parametrize("text", ["1 2\n3 x", "1 2 3\n4 5", "0 0\n0 0", "1 inf", "nan", "", "1e9"])
def test_a_bad_paste_is_explained_and_the_last_good_kernel_stays(text):
    app = visit(kernel="laplacian8")
    checked(app.text_area(key="taps").set_value(text).run())
    assert len(app.error) == 1
    assert "last good kernel" in app.error[0].value
    assert link(app)["kernel"] == "laplacian8"
    assert "93.30%" in words(app)
    assert app.text_area(key="taps").value == text
    checked(app.selectbox(key="kernel").set_value("emboss").run())
    assert not app.error
    assert taps(app)[0] == [-2, -1, 0]


def test_cells_of_the_grid_are_taken_over_and_letters_are_explained():
    app = visit(kernel="sobel_x")
    key = app.data_editor[0].key
    edit(app, {1: {"3": "1/2"}})
    assert taps(app) == [[-1, 0, 1], [-2, 0, 0.5], [-1, 0, 1]]
    assert link(app)["taps"] == "-1,0,1;-2,0,0.5;-1,0,1"
    edit(app, {1: {"3": "1/2"}, 0: {"1": "abc"}})
    assert "abc" in app.error[0].value
    assert "row 1, column 1" in app.error[0].value
    assert taps(app) == [[-1, 0, 1], [-2, 0, 0.5], [-1, 0, 1]]
    edit(app, {1: {"3": "1/2"}, 0: {"1": ""}})
    assert not app.error
    assert taps(app)[0] == [0, 0, 1]
    assert app.data_editor[0].key == key


def test_editing_one_cell_keeps_all_digits_of_the_others():
    app = visit(kernel="gabor45")
    edit(app, {0: {"1": "3"}})
    expected = KERNELS["gabor45"].weights.copy()
    expected[0, 0] = 3
    np.testing.assert_array_equal(taps(app), expected)


def test_what_was_typed_is_shown_as_text_and_never_as_a_picture():
    app = visit()
    checked(app.text_area(key="taps").set_value("![](//a.bc/d)").run())
    assert "![" not in app.error[0].value


def test_undo_and_redo_walk_through_the_kernels():
    app = visit(kernel="sobel_x")
    assert app.button(key="_kernel_undo").disabled
    checked(app.selectbox(key="kernel").set_value("emboss").run())
    edit(app, {0: {"1": "7"}})
    press(app, "_kernel_negate")
    assert taps(app)[0] == [-7, 1, 0]
    press(app, "_kernel_undo")
    assert taps(app)[0] == [7, -1, 0]
    press(app, "_kernel_undo")
    assert link(app)["kernel"] == "emboss"
    assert "taps" not in link(app)
    press(app, "_kernel_redo")
    assert taps(app)[0] == [7, -1, 0]
    press(app, "_kernel_mirror_x")
    assert taps(app)[0] == [0, -1, 7]
    assert app.button(key="_kernel_redo").disabled


def test_another_size_surrounds_the_kernel_with_zeros():
    app = visit(kernel="sobel_x")
    checked(app.number_input(key="_kernel_columns").set_value(5).run())
    assert taps(app) == [[0, -1, 0, 1, 0], [0, -2, 0, 2, 0], [0, -1, 0, 1, 0]]
    assert "3 x 5" in words(app)


def test_cutting_all_that_is_not_zero_away_is_refused():
    app = visit(kernel="sobel_x")
    checked(app.number_input(key="_kernel_columns").set_value(1).run())
    assert "All taps are zero" in app.error[0].value
    assert app.number_input(key="_kernel_columns").value == 3


def test_a_kernel_whose_taps_sum_to_zero_cannot_be_normalised_by_its_sum():
    assert visit(kernel="sobel_x").button(key="_kernel_sum_to_one").disabled
    app = visit(kernel="custom", taps="1,2;3,4")
    press(app, "_kernel_sum_to_one")
    np.testing.assert_allclose(taps(app), [[0.1, 0.2], [0.3, 0.4]])


def test_a_link_with_taps_alone_shows_them_and_one_with_zeros_shows_a_default():
    app = visit(taps="1,2;2,4")
    assert link(app)["kernel"] == "custom"
    assert "Yes, it comes apart" in words(app)
    zeros = visit(kernel="custom", taps="0,0;0,0")
    assert "All taps are zero" in zeros.error[0].value
    assert link(zeros)["kernel"] == "sobel_x"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"kernel": "__import__('os')", "taps": "[[1,2],[3", "rank": "99", "view": "<b>"},
        {"kernel": "custom", "taps": "1,nan", "bank": "none", "depth_multiplier": "1e9", "flip": "maybe"},
        {"rank": "-1", "taps": "x" * 5000, "kernel": "laplacian4"},
    ],
)
def test_a_link_full_of_nonsense_shows_the_defaults(nonsense):
    app = visit(**nonsense)
    assert not app.error
    assert app.title[0].value == translator("en")("lab.title")


def test_a_kernel_too_long_for_a_link_says_so_and_stays_out_of_it():
    kernel = np.random.default_rng(3).normal(size=(15, 15))
    app = visit()
    checked(app.text_area(key="taps").set_value(json.dumps(kernel.tolist())).run())
    np.testing.assert_array_equal(taps(app), kernel)
    assert len(Taps().canonical(kernel)) > MAX_TEXT
    assert "taps" not in link(app)
    assert "download it as a file" in app.info[0].value
    assert "rank 15" in words(app)


def test_the_chosen_number_of_pairs_is_in_the_link_and_names_what_is_lost():
    app = visit(kernel="emboss", rank="2")
    assert app.slider(key="rank").value == 2
    assert "**3.17%**" in words(app)
    checked(app.slider(key="rank").set_value(3).run())
    assert link(app)["rank"] == "3"
    assert "**0.00%**" in words(app)
    checked(app.selectbox(key="kernel").set_value("laplacian4").run())
    assert app.slider(key="rank").value == 2


def test_multiplications_name_the_pairs_from_which_they_no_longer_pay():
    shown = words(visit(kernel="motion_blur", view="cost"))
    assert "From r = 3 on" in shown
    assert "2 x (5 + 5) = 20" in shown
    assert "3 x (5 + 5) = 30" in shown
    assert "One multiplication at a time" in shown
    assert "As fast as we can" in shown


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (3, 3), (3, 6), (5, 5), (15, 11)])
def test_the_break_even_is_the_first_count_that_is_not_smaller(shape):
    kh, kw = shape
    limit = first_that_does_not_pay(kh, kw)
    assert limit * (kh + kw) >= kh * kw
    assert (limit - 1) * (kh + kw) < kh * kw


@pytest.mark.parametrize("kernel", ["sobel_x", "gabor45"])
def test_a_depthwise_separable_layer_equals_one_standard_layer(kernel):
    shown = words(visit(kernel=kernel, view="same"))
    share = re.search(r"which is ([\d.e+-]+) of the largest value", shown)
    assert float(share[1]) < 1e-6


@pytest.mark.parametrize(("name", "exact"), [("random", MOST), ("edges", 2), ("opponent", 1)])
def test_a_bank_is_exact_at_its_rank_and_loses_something_below(name, exact):
    shares = residuals(name, 1)
    assert len(shares) == MOST
    assert all(share < 1e-20 for share in shares[exact - 1 :])
    assert all(later < earlier for earlier, later in pairwise(shares[:exact]))
    assert all(share > 1e-3 for share in shares[: exact - 1])
    ranks = [np.linalg.matrix_rank(bank(name, 1)[:, :, channel].reshape(25, 8)) for channel in range(3)]
    assert max(ranks) == exact


def test_the_projection_says_when_it_no_longer_pays():
    assert "2 x (5 x 5 x 3 + 3 x 8) = 198" in words(visit(view="same", depth_multiplier="2"))
    shown = words(visit(view="same", depth_multiplier="7", bank="edges"))
    assert "7 x (5 x 5 x 3 + 3 x 8) = 693" in shown
    assert "no longer pays" in shown
    assert "depth_multiplier is the rank" in shown


def test_the_arrays_of_a_download_fit_together():
    picture = sample_picture("example12", 12)
    kernel = KERNELS["emboss"].weights
    with np.load(io.BytesIO(_arrays(picture, kernel, 2, flip=True))) as saved:
        near = np.einsum("ri,rj->ij", saved["columns"], saved["rows"])
        assert ((kernel - near) ** 2).sum() / (kernel**2).sum() == pytest.approx(0.0317, abs=5e-5)
        np.testing.assert_allclose(saved["approximation"], filtered(saved["input"], near[::-1, ::-1]))
        np.testing.assert_allclose(saved["full"], filtered(saved["input"], kernel[::-1, ::-1]))


def test_the_sum_of_all_pairs_that_is_timed_is_the_full_result():
    from sepviz import ops
    from sepviz.separability import low_rank_terms

    kernel = np.random.default_rng(0).normal(size=(3, 5))
    x = np.random.default_rng(1).random((9, 11, 1))
    full = ops.depthwise_conv2d(x, kernel[:, :, None, None], padding="same")
    np.testing.assert_allclose(sum_of_pairs(x, low_rank_terms(kernel)), full, atol=1e-12)


def test_every_picture_has_a_text_equivalent():
    for view in ("approximation", "flip", "same"):
        app = visit(kernel="emboss", view=view)
        pictures = [image for element in app.get("image") for image in element.proto.imgs]
        assert len(pictures) >= 3
        assert all(image.alt for image in pictures)


ROUNDED = "0.0751 0.1238 0.0751\n0.1238 0.2042 0.1238\n0.0751 0.1238 0.0751"


def test_a_gaussian_of_rounded_decimals_comes_apart_up_to_rounding():
    app = visit()
    checked(app.text_area(key="taps").set_value(ROUNDED).run())
    assert "Up to rounding, yes" in words(app)
    assert "4 decimals" in words(app)


def test_the_tolerance_decides_what_counts_as_zero_and_is_in_the_link():
    app = visit(kernel="custom", taps="0.0751,0.1238,0.0751;0.1238,0.2042,0.1238;0.0751,0.1238,0.0751")
    checked(app.segmented_control(key="tolerance").set_value("exact").run())
    assert "No, it does not come apart: rank 2" in words(app)
    again = visit(**link(app))
    assert again.segmented_control(key="tolerance").value == "exact"
    laplacian = visit(kernel="laplacian4", tolerance="0.05")
    assert "does not come apart" in words(laplacian)


def test_a_difference_of_rounding_alone_is_not_said_to_have_a_scale_of_its_own():
    app = visit(kernel="sobel_x", rank="1")
    assert "a scale of its own" not in words(app)
    assert "a scale of its own" in words(visit(kernel="emboss", rank="1"))


def test_a_picture_of_ones_own_that_is_gone_has_to_be_chosen_again():
    again = translator("en")("picture.was_own")
    assert again in words(visit(own="1"))
    assert again not in words(visit())
