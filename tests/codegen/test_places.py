"""Places where one layer has to stay, groups by name, hidden arguments, and arguments that clash."""

import pytest

from sepviz.codegen import Reason, Totals, convert
from sepviz.costs import count
from sepviz.errors import CodeError
from sepviz.layers import Conv2D, SeparableConv2D


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("nn.Conv2d(next(it), next(it), 3)", Reason.WRITTEN_TWICE),
        ("nn.Conv2d(chs.pop(0), chs[0], 3)", Reason.WRITTEN_TWICE),
        ("nn.Conv2d(self.a[0].pop(), 8, 3)", Reason.WRITTEN_TWICE),
        ("nn.Conv2d(int(input()), 8, 3)", Reason.WRITTEN_TWICE),
        ("spectral_norm(nn.Conv2d(3, 8, 3))", Reason.ONE_LAYER),
        ("torch.nn.utils.weight_norm(module=nn.Conv2d(3, 8, 3), dim=0)", Reason.ONE_LAYER),
        ("SpectralNormalization(layers.Conv2D(8, 3))", Reason.ONE_LAYER),
        ("layer_init(nn.Conv2d(3, 8, 3))", Reason.ONE_LAYER),
        ("nn.Conv2d(3, 8, 3).weight", Reason.ONE_LAYER),
        ("nn.Conv2d(3, 8, 3).bias.data", Reason.ONE_LAYER),
    ],
)
def test_where_two_layers_do_not_fit_the_convolution_stays(source, reason):
    conversion = convert(source)
    assert conversion.code == source
    assert conversion.skipped == ((1, reason),)


@pytest.mark.parametrize(
    "template",
    [
        "m.append({})",
        "nn.ModuleList([{}])",
        "{}.to(device)",
        "Residual({})",
        "add_module('c', {})",
        "{}(x)",
    ],
)
def test_where_any_module_fits_the_convolution_is_converted(template):
    convolution = "nn.Conv2d(3, 8, 3)"
    assert convert(template.format(convolution)).code == template.format(convert(convolution).code)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "nn.Conv2d(a, b, 3, groups=groups, bias=False)",
            "(nn.Sequential(nn.Conv2d(a, a, 3, groups=a, bias=False), nn.Conv2d(a, b, 1, bias=False)) "
            "if groups == 1 else nn.Conv2d(a, b, 3, groups=groups, bias=False))",
        ),
        (
            "nn.Conv2d(a, b, 3, 1, 1, 1, 1 if x else self.g)",
            "(nn.Sequential(nn.Conv2d(a, a, 3, stride=1, padding=1, dilation=1, groups=a, bias=False), "
            "nn.Conv2d(a, b, 1)) if (1 if x else self.g) == 1 "
            "else nn.Conv2d(a, b, 3, 1, 1, 1, 1 if x else self.g))",
        ),
        ("Conv2D(f, 3, groups=g)", "(SeparableConv2D(f, 3) if g == 1 else Conv2D(f, 3, groups=g))"),
        (
            "nn.Conv2d(a, b, bias=False, **kwargs)",
            "nn.Sequential(nn.Conv2d(a, a, groups=a, bias=False, **kwargs), "
            "nn.Conv2d(a, b, 1, bias=False))",
        ),
        ("Conv2D(f, 3, **kw)", "SeparableConv2D(f, 3, **kw)"),
        (
            "nn.Conv2d(\n    a,\n    b,\n    3,\n    groups=g,  # one\n)",
            "(\n"
            "    nn.Sequential(\n"
            "        nn.Conv2d(a, a, 3, groups=a, bias=False),\n"
            "        nn.Conv2d(a, b, 1),\n"
            "    )\n"
            "    if g == 1\n"
            "    else nn.Conv2d(\n        a,\n        b,\n        3,\n        groups=g,  # one\n    )\n"
            ")",
        ),
    ],
)
def test_groups_by_name_and_hidden_arguments_become_one_expression(source, expected):
    conversion = convert(source)
    assert conversion.code == expected
    assert conversion.skipped == ()
    again = convert(expected)
    assert again.code == expected
    assert again.converted == ()


def test_groups_by_name_are_counted_for_the_number_that_is_given():
    source = "nn.Conv2d(8, 16, 3, groups=g, bias=False)"
    assert convert(source).before == Totals(parameters=None, multiplications=None)
    assert convert(source).unknown_names == ("g",)
    one, two = convert(source, g=1), convert(source, g=2)
    assert (one.before.parameters, one.after.parameters) == (9 * 8 * 16, 9 * 8 + 8 * 16)
    assert two.before == two.after == Totals(parameters=9 * 4 * 16, multiplications=9 * 4 * 16)
    assert one.code == two.code


@pytest.mark.parametrize(
    "source", ["nn.Conv2d(1, 32, 3)", "nn.Conv2d(1, 1, (3, 5))", "nn.Conv2d(\n    1, 32, 3)", "C(1, 2, 3)"]
)
def test_a_second_conversion_changes_nothing_with_a_single_input_channel(source):
    once = convert(f"from torch.nn import Conv2d as C, Sequential as S\nx = {source}")
    assert once.converted == (2,)
    assert convert(once.code).code == once.code


@pytest.mark.parametrize(
    ("source", "argument"),
    [
        ("nn.Conv2d(3, 8, 3, bias=1 // 0)", "bias"),
        ("nn.Conv2d(3, 8, 3, bias=i % n)", "bias"),
        ("Conv2D(8, 3, use_bias=1 // 0)", "use_bias"),
        ("nn.Conv2d(3, 8, 3, stride=2, padding='same')", "padding"),
        ("nn.Conv2d(3, 8, 3, stride=(1, 2), padding='same')", "padding"),
        ("nn.Conv2d(3, 8, 3, padding='SAME')", "padding"),
        ("nn.Conv2d(3, 8, 3, padding_mode='constant')", "padding_mode"),
        ("nn.Conv2d(3, 8, 3, groups=g)", "groups"),
        ("Conv2D(8, 3, strides=2, dilation_rate=2)", "dilation_rate"),
        ("Conv2D(8, 3, strides=(1, 2), dilation_rate=(2, 1))", "dilation_rate"),
        ("Conv2D(8, 3, data_format='NHWC')", "data_format"),
    ],
)
def test_what_a_framework_refuses_is_an_error_with_the_argument(source, argument):
    with pytest.raises(CodeError) as caught:
        convert(source, i=1, n=0, g=2)
    assert caught.value.fields["argument"] == argument
    assert len(str(caught.value)) < 300


def test_keras_does_not_mind_the_case_of_padding():
    assert convert("Conv2D(8, 3, strides=2, padding='SAME')").converted == (1,)


def test_a_name_in_the_source_may_be_called_source():
    assert convert("nn.Conv2d(source, 8, 3)", source=16).before.multiplications == 9 * 16 * 8


@pytest.mark.parametrize("bias", [True, False])
def test_the_counts_are_those_of_the_layers(bias):
    conversion = convert(f"nn.Conv2d(5, 7, (2, 3), bias={bias})")
    for totals, layer in ((conversion.before, Conv2D), (conversion.after, SeparableConv2D)):
        cost = count(layer(filters=7, kernel_size=(2, 3), use_bias=bias), (2, 3, 5))
        assert (totals.parameters, totals.multiplications) == (cost.parameters, cost.multiplications)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Conv2D(\n    8,\n    3,  # three\n    groups=1,  # one\n    name='c',\n)", "# three|# one"),
        ("Conv2D(\n    8,\n    3,  # three\n    groups=1  # one\n)", "# three|# one"),
        ("Conv2D(8, 3, groups=1, # one\n    name='c')", "# one"),
        ("Conv2D(\n    # first\n    groups=1,  # one\n    filters=8, kernel_size=3)", "# first|# one"),
        ("nn.Conv2d(\n    3, 8, 3,\n    groups=1,  # one\n)", "# one"),
    ],
)
def test_comments_beside_dropped_groups_stay(source, expected):
    code = convert(source).code
    assert "groups=1" not in code
    assert [line[line.index("#") :] for line in code.split("\n") if "#" in line] == expected.split("|")
    assert convert(code).code == code
