"""Networks from text: what each line means, and which line is at fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sepviz
from sepviz.architectures import mobilenet_v1, parse, vgg16
from sepviz.architectures.mobilenet_v1 import BLOCKS
from sepviz.errors import ArchitectureError, SepvizError
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D
from sepviz.text import translator


def only(line, input_shape=(20, 31, 4)):
    (entry,) = parse(line, input_shape=input_shape).layers
    return entry


@pytest.mark.parametrize(
    ("line", "layer"),
    [
        ("conv 3x5 32", {"filters": 32, "kernel_size": (3, 5)}),
        ("conv 3 32 s2", {"filters": 32, "kernel_size": 3, "strides": 2}),
        ("conv 3x3 32 s2x1", {"filters": 32, "kernel_size": 3, "strides": (2, 1)}),
        ("conv 3x3 32 d2", {"filters": 32, "kernel_size": 3, "dilation_rate": 2}),
        ("conv 3x3 32 g4", {"filters": 32, "kernel_size": 3, "groups": 4}),
        ("conv 3x3 32 valid g2 s2", {"filters": 32, "kernel_size": 3, "strides": 2, "groups": 2}),
        ("conv 1x7 64", {"filters": 64, "kernel_size": (1, 7)}),
        ("pw 64", {"filters": 64, "kernel_size": 1}),
        ("pw 64 s2", {"filters": 64, "kernel_size": 1, "strides": 2}),
    ],
)
def test_a_line_is_a_standard_convolution(line, layer):
    padding = "valid" if "valid" in line else "same"
    assert only(line).layer == Conv2D(padding=padding, use_bias=False, **layer)


@pytest.mark.parametrize(
    ("line", "layer"),
    [
        ("dw 3x3", DepthwiseConv2D(kernel_size=3, padding="same", use_bias=False)),
        (
            "dw 3x5 s2 m2",
            DepthwiseConv2D(
                kernel_size=(3, 5), strides=2, depth_multiplier=2, padding="same", use_bias=False
            ),
        ),
        ("sep 3x3 128", SeparableConv2D(filters=128, kernel_size=3, padding="same", use_bias=False)),
        (
            "sep 3x5 8 m3 d2x1 valid",
            SeparableConv2D(
                filters=8, kernel_size=(3, 5), depth_multiplier=3, dilation_rate=(2, 1), use_bias=False
            ),
        ),
    ],
)
def test_a_line_is_a_depthwise_or_a_separable_convolution(line, layer):
    assert only(line).layer == layer


def test_case_blanks_comments_and_full_width_letters_do_not_matter():
    plain = parse("conv 3x5 32 s2\npool 2\nfc 10", input_shape=(20, 31, 4))
    fancy = "  CONV   3 × 5\t32   S2 # the first\r\nＰool ２\r\nFc 10   #pool 3"
    assert parse(fancy, input_shape=(20, 31, 4)) == plain
    assert parse("\ufeffconv 3x5 32 s2\npool 2\nfc 10\n\n", input_shape=(20, 31, 4)) == plain


@pytest.mark.parametrize(
    ("line", "maps"),
    [
        ("pool", (10, 16)),
        ("pool 2", (10, 16)),
        ("pool 2 valid", (10, 15)),
        ("pool 3 s2", (10, 16)),
        ("pool 3 s2 valid", (9, 15)),
        ("pool 5", (4, 7)),
        ("pool 3x2 s1x2", (20, 16)),
        ("pool s1", (20, 31)),
        ("gap", (1, 1)),
    ],
)
def test_pooling_changes_the_maps_and_has_no_row(line, maps):
    network = parse(f"{line}\npw 8", input_shape=(20, 31, 4))
    assert [entry.name for entry in network.layers] == ["line2/pw"]
    assert network.layers[0].input_shape == (*maps, 4)


def test_a_dense_layer_takes_all_values():
    entry = only("fc 10", input_shape=(4, 5, 3))
    assert (entry.input_shape, entry.weights) == ((1, 1, 60), 600)
    assert parse("gap\nfc 10", input_shape=(4, 5, 3)).parameters_with_bn_and_bias == 30 + 10


def test_the_worked_example():
    standard = parse("conv 5x5 256 valid", input_shape=(12, 12, 3))
    separable = parse("sep 5x5 256 valid", input_shape=(12, 12, 3))
    assert (standard.multiplications, standard.parameters) == (1_228_800, 19_200)
    assert (separable.multiplications, separable.parameters) == (53_952, 843)


def test_mobilenet_typed_is_mobilenet():
    blocks = "\n".join(f"dw 3x3 s{stride}\npw {filters}" for filters, stride in BLOCKS)
    own = parse(f"conv 3x3 32 s2\n{blocks}\ngap\nfc 1000", input_shape=(224, 224, 3))
    published = mobilenet_v1()
    rows = [[(*entry[2:4], entry.cost) for entry in network.layers] for network in (own, published)]
    assert rows[0] == rows[1]
    assert own.multiplications == 568_740_352
    assert own.parameters_with_bn_and_bias == 4_231_976
    assert own.share() == published.share()


def test_vgg_typed_is_vgg():
    stages = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
    lines = [line for filters, n in stages for line in [f"conv 3x3 {filters}"] * n + ["pool 2"]]
    own = parse("\n".join([*lines, "fc 4096", "fc 4096", "fc 1000"]), input_shape=(224, 224, 3))
    assert (own.multiplications, own.parameters) == (vgg16().multiplications, vgg16().parameters)


@pytest.mark.parametrize(
    ("line", "code", "fields"),
    [
        ("cnv 3x3 8", "line_word", {"word": "cnv"}),
        ("__import__('os')", "line_word", {"word": "__import__('os')"}),
        ("conv", "line_missing", {"word": "conv", "example": "conv 3x3 32 s2"}),
        ("conv 3x3", "line_missing", {"word": "conv"}),
        ("dw", "line_missing", {"word": "dw"}),
        ("fc", "line_missing", {"word": "fc"}),
        ("conv 3x3 32x4", "line_token", {"token": "32x4"}),
        ("conv 3x3x3 8", "line_token", {"token": "3x3x3"}),
        ("conv -3x3 8", "line_token", {"token": "-3x3"}),
        ("conv 3x3 8.5", "line_token", {"token": "8.5"}),
        ("conv 3x3 8 s", "line_token", {"token": "s"}),
        ("conv 3x3 8 s2 s2", "line_token", {"token": "s2"}),
        ("conv 3x3 8 same valid", "line_token", {"token": "valid"}),
        ("conv 3x3 8 valid2", "line_token", {"token": "valid2"}),
        ("conv 3x3 8 m2", "line_token", {"token": "m2"}),
        ("dw 3x3 8", "line_token", {"token": "8"}),
        ("gap 2", "line_token", {"token": "2"}),
        ("conv 3x3 0", "line_range", {"value": 0}),
        ("conv 0x3 8", "line_range", {"value": 0}),
        ("conv 3x3 8 s0", "line_range", {"value": 0}),
        ("pw 65537", "line_range", {"value": 65_537, "largest": 65_536}),
        ("dw 3x3 m60000", "line_range", {"value": 240_000}),
        ("conv 3x3 99999999999", "line_token", {"token": "99999999999"}),
        ("conv 21x3 8", "line_kernel", {"window": "21 x 3", "maps": "20 x 31"}),
        ("conv 3x32 8 valid", "line_kernel", {"window": "3 x 32"}),
        ("dw 3x11 d1x4", "line_kernel", {"window": "3 x 41"}),
        ("pool 21", "line_kernel", {"window": "21 x 21"}),
        ("conv 3x3 8 g3", "groups_divide", {"groups": 3}),
        ("conv 3x3 9 g9", "groups_divide_input", {"groups": 9}),
        ("conv 3x3 8 s2 d2", "strides_with_dilation", {}),
        ("x" * 200, "line_word", {"word": "x" * 40}),
        ("㌀" * 200, "line_word", {}),  # each becomes four characters
        ("x" * 201, "line_long", {"limit": 200}),
    ],
)
def test_a_bad_line_is_named_with_its_fields(line, code, fields):
    text = f"# two good lines before\npw 4\n{line}\npw 8"
    with pytest.raises(ArchitectureError, match=r"^line 3: ") as caught:
        parse(text, input_shape=(20, 31, 4))
    error = caught.value
    assert (error.line, error.code) == (3, code)
    assert fields.items() <= error.fields.items()
    assert "\n" not in str(error)
    assert len(str(error)) < 200


def test_every_fault_of_a_line_has_a_sentence_in_both_languages():
    for bad in ("cnv", "conv", "conv 3x3 x", "pw 0", "conv 99x99 1", "", "pw 8\n" * 1001, "x" * 999):
        with pytest.raises(ArchitectureError) as caught:
            parse(bad, input_shape=(20, 31, 4))
        for language in ("en", "zh"):
            assert translator(language)(f"errors.{caught.value.code}", **caught.value.fields)


@pytest.mark.parametrize("shape", [(0, 31, 3), (20, -1, 3), (20, 31), (20, 31, 65_537)])
def test_an_impossible_input_is_before_every_line(shape):
    with pytest.raises(ArchitectureError) as caught:
        parse("pw 8", input_shape=shape)
    assert caught.value.line == 0


@pytest.mark.parametrize("shape", [None, "abc", 7, (20.0, 31, 3)])
def test_an_input_shape_that_is_none_is_a_type_error(shape):
    with pytest.raises(TypeError, match="input_shape"):
        parse("pw 8", input_shape=shape)


@pytest.mark.parametrize("text", [None, b"pw 8", 7, ["pw 8"]])
def test_a_text_that_is_none_is_a_type_error(text):
    with pytest.raises(TypeError, match="text must be a string"):
        parse(text, input_shape=(20, 31, 3))


def test_a_thousand_lines_are_read_and_one_more_is_refused():
    assert len(parse("pw 8\n" * 1000, input_shape=(20, 31, 3)).layers) == 1000
    with pytest.raises(ArchitectureError, match=r"^line 1001: .* 1,000 lines") as caught:
        parse("pw 8\n" * 10_000, input_shape=(20, 31, 3))
    assert (caught.value.line, caught.value.code) == (1001, "too_many_lines")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing", "pool 2\ngap"])
def test_a_text_without_weights_is_refused(text):
    with pytest.raises(ArchitectureError, match="no layer"):
        parse(text, input_shape=(20, 31, 3))


def test_the_error_is_a_public_sepviz_error():
    assert sepviz.ArchitectureError is ArchitectureError
    assert issubclass(ArchitectureError, SepvizError)


WORDS = ["conv", "dw", "pw", "sep", "pool", "gap", "fc", "3x3", "3x1", "1", "2", "8", "s2", "d2", "g4"]
WORDS += ["m2", "s1x2", "valid", "#", "x", "0", "-1", "é", "²", "999999999"]


def line_at_fault(text):
    """Return the number of the line that is refused, None where the text is a network."""
    try:
        parse(text, input_shape=(20, 31, 4))
    except ArchitectureError as error:
        return error.line
    return None


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=6).map("\n".join))
def test_any_words_give_a_network_or_name_a_line(text):
    assert line_at_fault(text) in {None, *range(1, 2 + text.count("\n"))}


@given(st.text(max_size=60))
def test_any_characters_give_a_network_or_name_a_line(text):
    assert line_at_fault(text) in {None, *range(1, 62)}
