"""The converter on what people paste: the twin to the character, the counts, and what is left alone."""

import ast

import pytest

from sepviz.codegen import Reason, Totals, convert
from sepviz.errors import CodeError, SepvizError

EXAMPLE = (
    "nn.Conv2d(in_channels=features * 4, out_channels=features * 8, kernel_size=3, padding=1, bias=False)"
)
DEPTHWISE = "nn.Conv2d(features * 4, features * 4, 3, padding=1, groups=features * 4, bias=False)"
POINTWISE = "nn.Conv2d(features * 4, features * 8, 1, bias=False)"


def test_the_example_of_the_facts_is_rewritten_symbol_for_symbol():
    conversion = convert(EXAMPLE, features=64)
    assert conversion.code == f"nn.Sequential({DEPTHWISE}, {POINTWISE})"
    assert conversion.before == Totals(parameters=1_179_648, multiplications=1_179_648)
    assert conversion.after == Totals(parameters=133_376, multiplications=133_376)
    assert round(conversion.before.parameters / conversion.after.parameters, 2) == 8.84
    assert conversion.skipped == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "torch.nn.Conv2d(3, 8, 3)",
            "torch.nn.Sequential(torch.nn.Conv2d(3, 3, 3, groups=3, bias=False), torch.nn.Conv2d(3, 8, 1))",
        ),
        (
            "nn.Conv2d(3, 8, (3, 5), (2, 1), (1, 2), 1, 1, True, 'reflect')",
            "nn.Sequential(nn.Conv2d(3, 3, (3, 5), stride=(2, 1), padding=(1, 2), dilation=1, groups=3, "
            "bias=False, padding_mode='reflect'), nn.Conv2d(3, 8, 1, bias=True))",
        ),
        (
            "nn.Conv2d(c, 8, kernel_size=(3, 5), dtype=torch.half, device=d, padding='same', groups=1)",
            "nn.Sequential(nn.Conv2d(c, c, (3, 5), padding='same', groups=c, bias=False, device=d, "
            "dtype=torch.half), nn.Conv2d(c, 8, 1, device=d, dtype=torch.half))",
        ),
        (
            "nn.Conv2d(3 if rgb else 1, int(64 * width), k, bias=not norm)",
            "nn.Sequential(nn.Conv2d(3 if rgb else 1, 3 if rgb else 1, k, groups=3 if rgb else 1, "
            "bias=False), nn.Conv2d(3 if rgb else 1, int(64 * width), 1, bias=not norm))",
        ),
        ("Conv2D(8, 3)", "SeparableConv2D(8, 3)"),
        ("keras.layers.Conv2D(8, 3)(x)", "keras.layers.SeparableConv2D(8, 3)(x)"),
        (
            "tf.keras.layers.Conv2D(8, (3, 5), strides=2, padding='same', activation='relu')",
            "tf.keras.layers.SeparableConv2D(8, (3, 5), strides=2, padding='same', activation='relu')",
        ),
        (
            "layers.Conv2D(8, 3, 1, 'same', None, 2, 1, 'relu', False, 'he_normal', name='c')",
            "layers.SeparableConv2D(8, 3, 1, 'same', None, 2, activation='relu', use_bias=False, "
            "depthwise_initializer='he_normal', pointwise_initializer='he_normal', name='c')",
        ),
        (
            "Conv2D(8, 3, kernel_regularizer=l2(1e-4), bias_constraint=c, kernel_constraint = m, groups=1)",
            "SeparableConv2D(8, 3, depthwise_regularizer=l2(1e-4), pointwise_regularizer=l2(1e-4), "
            "bias_constraint=c, depthwise_constraint = m, pointwise_constraint = m)",
        ),
    ],
)
def test_a_standard_convolution_becomes_its_twin(source, expected):
    conversion = convert(source)
    assert conversion.code == expected
    assert conversion.converted == (1,)
    ast.parse(conversion.code)


def test_everything_but_the_convolutions_stays_to_the_character():
    source = (
        "class Net(nn.Module):\t# nn.Conv2d(3, 8, 3)\r\n"
        "    '''nn.Conv2d(3, 8, 3)'''\n"
        "    def __init__( self,width ) :\r"
        "        self.ünï, self.b = {}, 'nn.Conv2d(3, 8, 3)' ;\x0c x = f'{nn.Conv2d(3, 8, 3)}'   \n"
        "        self.a = [ {} ,nn.ReLU ( ) ]  # last\n"
    )
    first, second = "nn.Conv2d(3, width, 3)", "nn.Conv2d(width,9,3)"
    conversion = convert(_filled(source, first, second))
    assert conversion.code == _filled(source, convert(first).code, convert(second).code)
    assert conversion.converted == (4, 5)


def _filled(template: str, *parts: str) -> str:
    """Put the parts in the place of the braces, one after the other; other braces stay."""
    for part in parts:
        template = template.replace("{}", part, 1)
    return template


def test_a_call_on_several_lines_gets_a_twin_on_several_lines_with_its_comments():
    source = (
        "def block():\n"
        "    return nn.Conv2d(\n"
        "        3,  # RGB\n"
        "        8, kernel_size=3,\n"
        "        # as large as before\n"
        "        padding=1)  # outside\n"
    )
    assert convert(source).code == (
        "def block():\n"
        "    return nn.Sequential(\n"
        "        # RGB\n"
        "        # as large as before\n"
        "        nn.Conv2d(3, 3, 3, padding=1, groups=3, bias=False),\n"
        "        nn.Conv2d(3, 8, 1),\n"
        "    )  # outside\n"
    )
    assert convert(source.replace("\n", "\r\n")).code == convert(source).code.replace("\n", "\r\n")


def test_keras_keeps_the_layout_inside_the_call():
    source = (
        "Sequential([\n"
        "    layers.Conv2D(\n"
        "        filters = 64,  # many\n"
        "        groups=1,\n"
        "        kernel_size=3,\n"
        "        kernel_initializer='he_normal'  # for ReLU\n"
        "    ),\n"
        "])\n"
    )
    assert convert(source).code == (
        "Sequential([\n"
        "    layers.SeparableConv2D(\n"
        "        filters = 64,  # many\n"
        "        kernel_size=3,\n"
        "        depthwise_initializer='he_normal', pointwise_initializer='he_normal'  # for ReLU\n"
        "    ),\n"
        "])\n"
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("nn.Conv2d(64, 128, 1)", Reason.ONE_BY_ONE),
        ("nn.Conv2d(64, 128, kernel_size=(1, 1))", Reason.ONE_BY_ONE),
        ("Conv2D(64, [1, 1])", Reason.ONE_BY_ONE),
        ("nn.Conv2d(64, 64, 3, groups=64)", Reason.GROUPS),
        ("nn.Conv2d(64, 64, 3, 1, 1, 1, 2)", Reason.GROUPS),
        ("nn.Conv2d(c * 2, c * 2, 3, groups=c * 2)", Reason.GROUPS),
        ("Conv2D(64, 3, groups=2)", Reason.GROUPS),
        ("nn.ConvTranspose2d(8, 4, 2, stride=2)", Reason.TRANSPOSED),
        ("keras.layers.Conv2DTranspose(8, 2)", Reason.TRANSPOSED),
        ("torch.nn.Conv3d(1, 8, 3)", Reason.THREE_D),
        ("layers.Conv3D(8, 3)", Reason.THREE_D),
        ("nn.Conv1d(1, 8, 3)", Reason.ONE_D),
        ("nn.LazyConv2d(8, 3)", Reason.LAZY),
        ("SeparableConv2D(8, 3)", Reason.SEPARABLE),
        ("Conv2d(3, 8, 3)", Reason.NO_MODULE),
        ("nn.Conv2d()", Reason.ARGUMENTS_MISSING),
        ("nn.Conv2d(3, 8)", Reason.ARGUMENTS_MISSING),
        ("Conv2D(kernel_size=3)", Reason.ARGUMENTS_MISSING),
        ("nn.Conv2d(*sizes)", Reason.STARRED),
        ("nn.Conv2d(3, **more)", Reason.STARRED),
        ("Conv2D(**more)", Reason.STARRED),
        ("nn.Conv2d(c := 3, 8, 3)", Reason.WRITTEN_TWICE),
        ("Conv2D(8, 3, strides=(2, 1))", Reason.UNEQUAL_STRIDES),
        ("nn.Conv2d(" + "f(" * 40 + ")" * 40 + ", 8, 3)", Reason.UNREADABLE),
        ("nn.Conv2d(" + "a+" * 900 + "b, 8, 3)", Reason.UNREADABLE),
    ],
)
def test_what_is_left_alone_is_named_with_its_line_and_everything_else_is_converted(source, reason):
    conversion = convert(f"# first\na = {source}\nb = nn.Conv2d(3, 8, 3)\n")
    twin = convert("nn.Conv2d(3, 8, 3)")
    assert conversion.code == f"# first\na = {source}\nb = {twin.code}\n"
    assert conversion.skipped == ((2, reason),)
    assert conversion.before == twin.before
    assert isinstance(reason, str)
    assert reason.code == reason.name.lower()


def test_a_convolution_inside_another_ones_arguments_is_left_alone():
    conversion = convert("nn.Conv2d(nn.Conv2d(3, 4, 3).out_channels, 8, 3)")
    assert conversion.skipped == ((1, Reason.NESTED),)
    assert "groups=nn.Conv2d(3, 4, 3).out_channels" in conversion.code


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\n",
        "# nn.Conv2d(3, 8, 3)",
        "x = 1\n",
        "\\\nx\n",
        "F.conv2d(x, w)",
        "my.nn.Conv2d(3, 8, 3)",
        "nn.Conv2d",
    ],
)
def test_source_without_a_standard_convolution_comes_back_unchanged(source):
    conversion = convert(source)
    assert conversion.code == source
    assert conversion.before == conversion.after == Totals(parameters=0, multiplications=0)
    assert conversion.skipped == conversion.converted == ()


@pytest.mark.parametrize(
    ("source", "argument"),
    [
        ("nn.Conv2d(-3, 8, 3)", "in_channels"),
        ("nn.Conv2d(3, 0, 3)", "out_channels"),
        ("nn.Conv2d(width - 65, 8, 3)", "in_channels"),
        ("nn.Conv2d(8 // 0, 8, 3)", "in_channels"),
        ("nn.Conv2d(3.5, 8, 3)", "in_channels"),
        ("nn.Conv2d('3', 8, 3)", "in_channels"),
        ("nn.Conv2d(3, 8, (3, 3, 3))", "kernel_size"),
        ("nn.Conv2d(3, 8, (3, -3))", "kernel_size"),
        ("nn.Conv2d(3, 8, 3, stride=0)", "stride"),
        ("nn.Conv2d(3, 8, 3, dilation=(1, 0))", "dilation"),
        ("nn.Conv2d(3, 8, 3, padding=-1)", "padding"),
        ("nn.Conv2d(3, 8, 3, padding='all')", "padding"),
        ("nn.Conv2d(3, 8, 3, groups=0)", "groups"),
        ("nn.Conv2d(3, 8, 3, color=1)", "color"),
        ("nn.Conv2d(3, 8, 3, in_channels=4)", "in_channels"),
        ("nn.Conv2d(1, 2, 3, 4, 5, 6, 1, 8, 9, 10, 11, 12)", "argument 12"),
        ("Conv2D(-8, 3)", "filters"),
        ("Conv2D(8, 3, padding=1)", "padding"),
        ("Conv2D(8, 3, dilation_rate=-2)", "dilation_rate"),
    ],
)
def test_an_argument_that_cannot_be_is_named_with_its_line_and_everything_else_is_converted(
    source, argument
):
    good = "nn.Conv2d(3, 8, 3)"
    with pytest.raises(CodeError) as caught:
        convert(f"a = {good}\n\nb = {source}\nc = {good}\n", width=64)
    message, fields = str(caught.value), caught.value.fields
    assert message.startswith("source, line 3: ")
    assert argument in message
    assert "\n" not in message
    assert len(message) < 300
    assert (caught.value.code, fields["line"]) == ("impossible_argument", 3)
    twin = convert(good).code
    assert fields["conversion"].code == f"a = {twin}\n\nb = {source}\nc = {twin}\n"
    assert fields["conversion"].skipped == ((3, Reason.IMPOSSIBLE),)


def test_an_argument_is_text_and_never_run(tmp_path):
    witness = tmp_path / "witness"
    source = f"nn.Conv2d(__import__('pathlib').Path({str(witness)!r}).write_text('ran'), 8, 3)"
    conversion = convert(source)
    assert not witness.exists()
    assert conversion.code.count("__import__('pathlib')") == 4
    assert conversion.before == Totals(parameters=None, multiplications=None)


def test_what_is_unknown_is_none_and_the_names_that_would_help_are_listed():
    source = "nn.Conv2d(self.width * 2, depth, 3, bias=use_bias)\nnn.Conv2d(3, 8, 3)"
    unknown = convert(source)
    assert unknown.before == unknown.after == Totals(parameters=None, multiplications=None)
    assert unknown.unknown_names == ("depth", "self.width", "use_bias")
    partly = convert(source, depth=7, **{"self.width": 5})
    assert partly.unknown_names == ("use_bias",)
    assert partly.before == Totals(parameters=None, multiplications=9 * 10 * 7 + 9 * 3 * 8)
    known = convert(source, depth=7, use_bias=True, **{"self.width": 5})
    assert known.before.parameters == 9 * 10 * 7 + 7 + 9 * 3 * 8 + 8
    assert known.after.parameters == 9 * 10 + 10 * 7 + 7 + 9 * 3 + 3 * 8 + 8
    assert known.after.multiplications == 9 * 10 + 10 * 7 + 9 * 3 + 3 * 8
    assert known.code == unknown.code


def test_the_two_sides_of_a_kernel_are_counted_separately():
    conversion = convert("nn.Conv2d(2, 7, (3, 5), bias=False)")
    assert conversion.before.multiplications == 3 * 5 * 2 * 7
    assert conversion.after.multiplications == 3 * 5 * 2 + 2 * 7


def test_input_channels_of_keras_are_unknown():
    conversion = convert("Conv2D(8, 3)")
    assert conversion.before == conversion.after == Totals(parameters=None, multiplications=None)
    assert conversion.unknown_names == ()


def test_a_second_conversion_changes_nothing():
    once = convert(EXAMPLE).code
    again = convert(once)
    assert again.code == once
    assert [reason for _, reason in again.skipped] == [Reason.GROUPS, Reason.ONE_BY_ONE]


@pytest.mark.parametrize("source", [None, 3, b"nn.Conv2d(3, 8, 3)", ["nn.Conv2d(3, 8, 3)"]])
def test_source_that_is_no_string_is_a_type_error(source):
    with pytest.raises(TypeError, match="source"):
        convert(source)


def test_a_value_that_is_no_integer_is_a_type_error():
    with pytest.raises(TypeError, match="features"):
        convert(EXAMPLE, features=64.0)


def test_its_error_is_one_of_the_projects_own():
    assert issubclass(CodeError, SepvizError)


@pytest.mark.parametrize("argument", ["in_channels", "out_channels", "kernel_size", "stride", "padding"])
def test_none_is_known_to_be_no_number(argument):
    arguments = {"in_channels": 3, "out_channels": 8, "kernel_size": 3} | {argument: None}
    with pytest.raises(CodeError, match=f"{argument}=None cannot be, it must be"):
        convert(f"nn.Conv2d({', '.join(f'{name}={value}' for name, value in arguments.items())})")


def test_a_bias_of_none_is_no_bias():
    converted = convert("nn.Conv2d(3, 8, 3, bias=None)")
    assert (converted.before.parameters, converted.after.parameters) == (216, 51)
