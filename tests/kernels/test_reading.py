"""What people paste becomes a kernel, and what is none is named with its place."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sepviz.errors import KernelError
from sepviz.kernels import KERNELS
from sepviz.kernels.reading import file_of_kernel, kernel_of_cells, kernel_of_file, kernel_of_text
from sepviz.kernels.transforms import TRANSFORMS, has_sum, resized
from sepviz.separability import kernel_rank
from sepviz.text import LANGUAGES, translator
from sepviz.ui.session.parameters import MAX_TEXT, Taps, read

WANTED = [[1, 0, -1], [2, 0, -2]]


@pytest.mark.parametrize(
    "text",
    [
        "[[1,0,-1],[2,0,-2]]",
        "[[1, 0, -1],\n [2, 0, -2],]",
        "((1, 0, -1), (2, 0, -2))",
        "np.array([[1., 0., -1.], [2., 0., -2.]], dtype=np.float32)",
        "[[ 1.  0. -1.]\n [ 2.  0. -2.]]",
        "[1 0 -1; 2 0 -2]",
        '{"weights": [[1, 0, -1], [2, 0, -2]]}',
        "1\t0\t-1\n2\t0\t-2\n",
        "1\t0\t-1\r\n2\t0\t-2\r\n",
        "1, 0, -1\n2, 0, -2",
        "1,0,-1;2,0,-2",
        "1 0 -1;\n2 0 -2;",
        "1;0;-1\n2;0;-2",
        "  1   0  −1 \n\n 2 0 −2 ",
        "1，0，-1；2，0，-2",
        "1,0,-1,\n2,0,-2,",
        "1e0 0.0 -10/10\n4/2 0 -2.",
        "np.array([[4, 0, -4], [8, 0, -8]]) / 4",
        "(1/8)*np.array([[8, 0, -8], [16, 0, -16]], dtype='float32')",
        "np.outer([1, 2], [1, 0, -1])",
        "-np.array([[-1, 0, 1], [-2, 0, 2]])",
        "float kernel[2][3] = {{1.0f, 0.0f, -1.0f}, {2.f, 0, -2}};",
        "static const int k[2][3] = {1, 0, -1, 2, 0, -2};  // edges",
        "K = 1/2 * [2 0 -2; 4 0 -4];  % edges",
        "[1; 2] * [1 0 -1]",
        "[1 2]' * [1 0 -1]",
        "[1 0 -1\n 2 0 -2]",
        "tensor([[ 1.,  0., -1.],\n        [ 2.,  0., -2.]], dtype=torch.float64, device='cuda:0')",
        "array([[ 1.,  0., -1.],\n       [ 2.,  0., -2.]], dtype=float32)",
        ">>> np.array([[1, 0, -1],\n...           [2, 0, -2]])",
        "import numpy as np\nk = np.array([[2, 0, -2], [4, 0, -4]])\nk = k / 2",
        "torch.tensor([1, 0, -1, 2, 0, -2]).view(1, 1, 2, 3)",
        "np.array([[1, 2], [0, 0], [-1, -2]]).T",
        "[1, 0, -1]\n[2, 0, -2]",
        "let k = [[1, 0, -1], [2, 0, -2]];",
        "{{1, 0, -1}, {2, 0, -2}}",
    ],
)
def test_every_usual_way_to_write_a_kernel_is_understood(text):
    np.testing.assert_array_equal(kernel_of_text(text), WANTED)


def test_a_list_broken_inside_a_row_keeps_its_rows():
    np.testing.assert_array_equal(kernel_of_text("[[1,\n 0, -1], [2,\n 0, -2]]"), WANTED)


def test_one_flat_list_is_one_row():
    assert kernel_of_text("[1, 2, 1]").shape == (1, 3)
    assert kernel_of_file(b"[1, 2, 1]").shape == (1, 3)


def test_decimal_commas_of_a_spreadsheet_are_points():
    np.testing.assert_array_equal(kernel_of_text("0,5\t1\n-1,25\t2"), [[0.5, 1], [-1.25, 2]])
    np.testing.assert_array_equal(kernel_of_text("0,5;1\n-1,25;2"), [[0.5, 1], [-1.25, 2]])


@pytest.mark.parametrize(
    ("text", "code", "fields"),
    [
        ("1 2\n3 x", "cell", {"cell": "x", "row": 2, "column": 2}),
        ("1,,3", "cell", {"cell": "", "row": 1, "column": 2}),
        ("__import__('os')", "function", {"name": "__import__"}),
        ("1 2 3\n4 5", "ragged", {"row": 2, "count": 2, "expected": 3}),
        ("0 0\n0 0", "all_zero", {}),
        ("1 inf", "not_finite", {"cell": "inf", "row": 1, "column": 2}),
        ("nan 1", "not_finite", {"cell": "nan", "row": 1, "column": 1}),
        ("1 1/0", "not_finite", {"cell": "1/0"}),
        ("1e999", "cell_too_large", {"cell": "1e999"}),
        ("1 2000000", "cell_too_large", {"column": 2, "most": 1_000_000}),
        ("", "empty", {}),
        ("[[]]", "empty", {}),
        (" ".join(["1"] * 16), "too_large", {"kh": 1, "kw": 16}),
        ("1\n" * 16, "too_large", {"kh": 16, "kw": 1}),
        ("1 " * 20_000, "too_long", {"length": 40_000}),
        ("np.load('kernel.npy')", "function", {"name": "load"}),
        ("cv2.getGaussianKernel(3, 1)", "function", {"name": "getGaussianKernel"}),
        ("np.array([[1, 2]]).tofile('x')", "function", {"name": "tofile"}),
        ("np.array([[1, 2]], ndmin=3, like=x)", "function", {"name": "array(like=)"}),
        ("[[1, 2], [3, x]]", "name", {"name": "x"}),
        ("[1] * 3", "part", {"part": "[1] * 3"}),
        ("[[1, 2], [3, 4]][::-1]", "part", {}),
        ("(1).__class__", "part", {}),
        ("[lambda: 1]", "part", {}),
        ("[[1, 2], [3, 4]] @ [1, 2, 3]", "operation", {}),
        ("[9**9**9]", "operation", {}),
        ("np.ones((99, 2))", "too_large", {}),
        ("[[[1, 2], [3, 4]], [[1, 2], [3, 4]]]", "nested", {"axes": 3}),
        ("[[1, 2], [3, 4]] / 0", "not_finite_text", {}),
        ("(" * 5_000, "syntax", {"line": 1}),
        ("[[1, 2], [3, 4]", "syntax", {}),
    ],
)
def test_what_is_no_kernel_is_named_with_its_place(text, code, fields):
    with pytest.raises(KernelError) as caught:
        kernel_of_text(text)
    assert caught.value.code == code
    assert caught.value.fields.items() >= fields.items()
    for language in LANGUAGES:
        assert translator(language)(f"lab.errors.{code}", **caught.value.fields)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not json", "file"),
        (b"\xff\xfe\x00", "file"),
        (b"[" * 15_000, "file"),
        (b'{"kernel": 3}', "file"),
        (b'"text"', "file"),
        (b"[[1, true]]", "cell"),
        (b"[[1, null]]", "cell"),
        (b"[[1, [2]]]", "cell"),
        (b"[[1, NaN]]", "not_finite"),
        (b"[[1, -Infinity]]", "not_finite"),
        (b"[[1], 2]", "cell"),
        (b"[[1, 2], [3]]", "ragged"),
        (b"[]", "empty"),
        (b"[[" + b"9" * 10_000 + b"]]", "cell"),
        (b" " * 30_000, "too_long"),
    ],
)
def test_a_hostile_file_is_refused(data, code):
    with pytest.raises(KernelError) as caught:
        kernel_of_file(data)
    assert caught.value.code == code
    assert translator("zh")(f"lab.errors.{code}", **caught.value.fields)


@given(st.text(max_size=60))
def test_no_text_raises_anything_but_a_kernel_error(text):
    try:
        kernel = kernel_of_text(text)
    except KernelError:
        return
    assert np.isfinite(kernel).all()
    assert kernel.any()


taps = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda tap: tap != 0)
shapes = st.tuples(st.integers(1, 15), st.integers(1, 15))


@settings(max_examples=40, deadline=None)
@given(shapes.flatmap(lambda shape: arrays(np.float64, shape, elements=taps)))
def test_file_link_and_grid_give_back_the_same_bits(kernel):
    canonical = Taps().canonical(kernel)
    np.testing.assert_array_equal(kernel_of_file(file_of_kernel(kernel).encode()), kernel)
    np.testing.assert_array_equal(kernel_of_text(canonical), kernel)
    np.testing.assert_array_equal(Taps().kernel(canonical), kernel)
    rows = [row.split(",") for row in canonical.split(";")]
    np.testing.assert_array_equal(kernel_of_cells(rows), kernel)


@pytest.mark.parametrize("name", KERNELS)
def test_a_catalogue_kernel_typed_out_keeps_its_rank(name):
    weights = KERNELS[name].weights
    typed = Taps().kernel(Taps().canonical(weights))
    assert kernel_rank(typed) == kernel_rank(weights)


def test_a_kernel_too_long_for_a_link_is_left_out_of_it():
    large = Taps().canonical(np.random.default_rng(0).normal(size=(15, 15)))
    assert len(large) > MAX_TEXT
    assert Taps().write(large) == ""
    assert read("taps", large) == Taps().default
    assert json.loads(file_of_kernel(kernel_of_text(large)))["weights"]


def test_resizing_keeps_the_middle_and_undoes_itself():
    kernel = np.arange(1.0, 16).reshape(3, 5)
    larger = resized(kernel, 7, 9)
    np.testing.assert_array_equal(larger[2:5, 2:7], kernel)
    assert larger.sum() == kernel.sum()
    np.testing.assert_array_equal(resized(larger, 3, 5), kernel)


@pytest.mark.parametrize("name", ["transpose", "mirror_x", "mirror_y", "negate"])
def test_turning_twice_changes_nothing(name):
    kernel = np.arange(1.0, 16).reshape(3, 5)
    once = TRANSFORMS[name](kernel)
    assert once.shape == (kernel.shape[::-1] if name == "transpose" else kernel.shape)
    assert not np.array_equal(once, kernel)
    np.testing.assert_array_equal(TRANSFORMS[name](once), kernel)


def test_normalising_gives_sum_one_and_an_edge_kernel_has_no_sum():
    kernel = np.arange(1.0, 7).reshape(2, 3)
    assert TRANSFORMS["sum_to_one"](kernel).sum() == pytest.approx(1)
    assert np.abs(TRANSFORMS["largest_one"](-kernel)).max() == 1
    np.testing.assert_array_equal(TRANSFORMS["halve"](TRANSFORMS["double"](kernel)), kernel)
    assert not has_sum(KERNELS["sobel_x"].weights)
    assert has_sum(KERNELS["gaussian5"].weights)
