"""Bad arguments: the error names the argument as the signature spells it, and carries both values."""

import numpy as np
import pytest

import sepviz.ops
from sepviz.errors import ShapeError

IMAGE = np.ones((8, 7, 4))
WEIGHTS: dict[str, dict[str, np.ndarray]] = {
    "conv2d": {"kernel": np.ones((3, 2, 4, 6))},
    "depthwise_conv2d": {"depthwise_kernel": np.ones((3, 2, 4, 1))},
    "pointwise_conv2d": {"pointwise_kernel": np.ones((1, 1, 4, 5))},
    "separable_conv2d": {
        "depthwise_kernel": np.ones((3, 2, 4, 2)),
        "pointwise_kernel": np.ones((1, 1, 8, 5)),
    },
    "spatially_separable_conv2d": {"column": np.ones(3), "row": np.ones(2)},
}
OPERATIONS = pytest.mark.parametrize("name", WEIGHTS)
WITH_A_WINDOW = pytest.mark.parametrize("name", [name for name in WEIGHTS if name != "pointwise_conv2d"])
WITH_BIAS = pytest.mark.parametrize("name", list(WEIGHTS)[:-1])
ARGUMENTS = pytest.mark.parametrize(
    ("name", "argument"), [(name, "x") for name in WEIGHTS] + [(n, w) for n in WEIGHTS for w in WEIGHTS[n]]
)


def call(ops, name, **changed):
    return getattr(ops, name)(**{"x": IMAGE, **WEIGHTS[name], **changed})


def refused(ops, name, *words, error=ShapeError, **changed):
    """Check that the call fails with one line in which all words stand."""
    with pytest.raises(error) as caught:
        call(ops, name, **changed)
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert str(word) in message
    return caught.value


@ARGUMENTS
@pytest.mark.parametrize("bad", [np.complex64, "U3", "S3", object, "M8[s]", "m8[s]", [("a", "f4")]])
def test_an_array_that_holds_no_real_numbers_is_a_type_error(ops, name, argument, bad):
    shape = IMAGE.shape if argument == "x" else WEIGHTS[name][argument].shape
    refused(ops, name, argument, error=TypeError, **{argument: np.empty(shape, bad)})


@ARGUMENTS
def test_nothing_at_all_is_a_type_error(ops, name, argument):
    refused(ops, name, argument, error=TypeError, **{argument: None})


@ARGUMENTS
def test_an_empty_array_is_refused(ops, name, argument):
    array = IMAGE if argument == "x" else WEIGHTS[name][argument]
    refused(ops, name, argument, "(0,", **{argument: array[:0]})


@ARGUMENTS
def test_a_wrong_number_of_axes_is_refused(ops, name, argument):
    array = IMAGE if argument == "x" else WEIGHTS[name][argument]
    bad = array[np.newaxis, np.newaxis]
    refused(ops, name, argument, bad.shape, **{argument: bad})
    refused(ops, name, argument, "()", **{argument: 1.0})


@ARGUMENTS
def test_a_list_of_uneven_rows_is_refused(ops, name, argument):
    refused(ops, name, argument, **{argument: [[1.0, 2.0], [3.0]]})


@pytest.mark.parametrize(
    ("name", "argument", "shape", "words"),
    [
        ("conv2d", "kernel", (3, 2, 5, 6), ("5", "x", "4")),
        ("depthwise_conv2d", "depthwise_kernel", (3, 2, 5, 1), ("5", "x", "4")),
        ("pointwise_conv2d", "pointwise_kernel", (1, 1, 3, 5), ("3", "x", "4")),
        ("pointwise_conv2d", "pointwise_kernel", (1, 2, 4, 5), ("(1, 2, 4, 5)", "1 x 1")),
        ("separable_conv2d", "depthwise_kernel", (3, 2, 3, 2), ("3", "x", "4")),
        ("separable_conv2d", "pointwise_kernel", (1, 1, 4, 5), ("4", "depthwise_kernel", "8")),
        ("separable_conv2d", "pointwise_kernel", (3, 1, 8, 5), ("(3, 1, 8, 5)", "1 x 1")),
    ],
)
def test_weights_for_other_channels_are_refused(ops, name, argument, shape, words):
    refused(ops, name, argument, *words, **{argument: np.ones(shape)})


def test_channels_are_counted_where_the_data_format_says(ops):
    refused(ops, "conv2d", "kernel", "4", "x", "8", data_format="channels_first")


@WITH_A_WINDOW
@pytest.mark.parametrize("setting", ["strides", "dilation_rate"])
def test_steps_are_whole_and_at_least_one(ops, name, setting):
    for bad in (0, -1, (1, 0), (-2, 1), (1, 2, 3), (1,)):
        refused(ops, name, setting, str(bad if isinstance(bad, int) else min(bad)), **{setting: bad})
    for bad in (1.5, 2.0, "2", b"ab", {1, 2}, {1: 2, 2: 1}, None, True, (1, True), (1, 2.0), np.True_):
        refused(ops, name, setting, error=TypeError, **{setting: bad})


@WITH_A_WINDOW
def test_padding_is_known_and_not_negative(ops, name):
    for bad in ("full", "", "SAMEE", -1, (0, -1), ((0, 1), (2, -3)), (1, 2, 3), ((1, 2, 3), (1, 1))):
        refused(ops, name, "padding", padding=bad)
    for bad in (1.5, b"ab", {1, 2}, None, True, (1, 0.5), ((1, False), (0, 0)), (b"ab", 1)):
        refused(ops, name, "padding", error=TypeError, padding=bad)


@WITH_A_WINDOW
@pytest.mark.parametrize("setting", ["strides", "padding", "dilation_rate"])
def test_an_array_without_axes_is_its_number(ops, name, setting):
    with_array = call(ops, name, **{setting: np.array(2)})
    np.testing.assert_array_equal(with_array, call(ops, name, **{setting: 2}))


@WITH_A_WINDOW
@pytest.mark.parametrize("padding", [300_000, 10**9, 10**30])
def test_an_output_that_no_memory_holds_is_refused_before_any_work(name, padding):
    with pytest.raises(MemoryError):
        call(sepviz.ops, name, padding=padding)


@OPERATIONS
def test_the_data_format_is_known(ops, name):
    refused(ops, name, "data_format", "NHWC", data_format="NHWC")
    refused(ops, name, "data_format", error=TypeError, data_format=None)


@pytest.mark.parametrize(
    ("groups", "words"), [(3, ("3", "4")), (5, ("5", "4")), (0, ("0",)), (-1, ("-1",))]
)
def test_groups_divide_the_channels(ops, groups, words):
    refused(ops, "conv2d", "groups", *words, groups=groups)


def test_groups_divide_the_kernels_too(ops):
    refused(ops, "conv2d", "groups=4", "6", "kernel", kernel=np.ones((3, 2, 1, 6)), groups=4)
    refused(ops, "conv2d", "kernel", "4", "groups=2", "2", groups=2)
    for bad in (2.0, "2", None, True):
        refused(ops, "conv2d", "groups", error=TypeError, groups=bad)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("conv2d", ["kernel"]),
        ("depthwise_conv2d", ["depthwise_kernel"]),
        ("separable_conv2d", ["depthwise_kernel"]),
        ("spatially_separable_conv2d", ["column", "row"]),
    ],
)
def test_a_kernel_larger_than_the_padded_image_is_refused(ops, name, words):
    refused(ops, name, *words, "9 x 2", "8 x 7", dilation_rate=(4, 1))
    refused(ops, name, *words, "3 x 12", "10 x 11", dilation_rate=(1, 11), padding=(1, 2))
    assert call(ops, name, dilation_rate=(4, 1), padding=((1, 0), (0, 0))).shape[0] == 1


@WITH_BIAS
def test_a_bias_has_one_value_for_each_output_channel(ops, name):
    c_out = call(ops, name).shape[-1]
    for bad in (np.ones(c_out + 1), np.ones((1, c_out)), np.ones(())):
        refused(ops, name, "bias", c_out, bad.shape, bias=bad)
    refused(ops, name, "bias", error=TypeError, bias=np.ones(c_out, complex))
    refused(ops, name, "bias", error=TypeError, bias=["a"] * c_out)
    refused(ops, name, "bias", bias=[])


@WITH_A_WINDOW
def test_steps_beyond_the_image_are_no_error(ops, name):
    far = 2**70
    assert call(ops, name, strides=far).shape[:2] == (1, 1)
    assert call(ops, name, strides=far, padding="same").shape[:2] == (1, 1)


def test_a_dilation_without_a_second_tap_changes_nothing(ops):
    kernel = np.ones((1, 1, 4, 2))
    y = ops.conv2d(IMAGE, kernel, dilation_rate=2**70)
    np.testing.assert_array_equal(y, ops.conv2d(IMAGE, kernel))


def test_an_error_carries_its_code_and_fields_for_the_page():
    error = refused(sepviz.ops, "conv2d", groups=3)
    assert error.code == "groups"
    assert error.fields["groups"] == 3
