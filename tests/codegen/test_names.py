"""Names of layers by the imports of a text, and the imports that a converted text needs."""

import ast

import pytest

from sepviz.codegen import Reason, convert

TWIN = "{0}Sequential({0}Conv2d(3, 3, 3, groups=3, bias=False), {0}Conv2d(3, 8, 1))"


@pytest.mark.parametrize(
    ("imported", "before", "after"),
    [
        ("import torch.nn as tnn", "tnn.Conv2d(3, 8, 3)", TWIN.format("tnn.")),
        ("import torch as t", "t.nn.Conv2d(3, 8, 3)", TWIN.format("t.nn.")),
        ("from torch import nn as N", "N.Conv2d(3, 8, 3)", TWIN.format("N.")),
        ("from torch.nn import *", "Conv2d(3, 8, 3)", TWIN.format("")),
        ("import torch\nN = torch.nn", "N.Conv2d(3, 8, 3)", TWIN.format("N.")),
        ("from keras import layers as L", "L.Conv2D(8, 3)", "L.SeparableConv2D(8, 3)"),
        ("import tensorflow as f", "f.keras.layers.Conv2D(8, 3)", "f.keras.layers.SeparableConv2D(8, 3)"),
        ("import tensorflow.keras.layers as K", "K.Conv2D(8, 3)", "K.SeparableConv2D(8, 3)"),
        ("L = tf.keras.layers", "L.Conv2D(8, 3)", "L.SeparableConv2D(8, 3)"),
        ("Conv2D = tf.keras.layers.Conv2D", "Conv2D(8, 3)", "tf.keras.layers.SeparableConv2D(8, 3)"),
        ("from keras.layers import Conv2D, SeparableConv2D as S", "Conv2D(8, 3)", "S(8, 3)"),
    ],
)
def test_an_import_says_what_a_name_means(imported, before, after):
    conversion = convert(f"{imported}\nx = {before}\n")
    assert conversion.code == f"{imported}\nx = {after}\n"
    assert conversion.skipped == ()


@pytest.mark.parametrize(
    ("imported", "added", "before", "after"),
    [
        (
            "from keras.layers import Conv2D",
            "from keras.layers import Conv2D, SeparableConv2D",
            "Conv2D(8, 3)",
            "SeparableConv2D(8, 3)",
        ),
        (
            "from tensorflow.keras.layers import (\n    Conv2D as C,  # a\n    Dense,\n)",
            "from tensorflow.keras.layers import (\n    Conv2D as C, SeparableConv2D,  # a\n    Dense,\n)",
            "C(8, 3)",
            "SeparableConv2D(8, 3)",
        ),
        (
            "try:\n    from keras.layers import Conv2D\nexcept:\n    from tf_keras.layers import Conv2D",
            "try:\n    from keras.layers import Conv2D, SeparableConv2D\n"
            "except:\n    from tf_keras.layers import Conv2D, SeparableConv2D",
            "Conv2D(8, 3)",
            "SeparableConv2D(8, 3)",
        ),
        (
            "from torch.nn import Conv2d, Module",
            "from torch.nn import Conv2d, Sequential, Module",
            "Conv2d(3, 8, 3)",
            TWIN.format(""),
        ),
    ],
)
def test_a_name_that_the_twin_needs_is_imported_beside_the_convolution(imported, added, before, after):
    conversion = convert(f"{imported}\n\nx = {before}\n")
    assert conversion.code == f"{added}\n\nx = {after}\n"
    ast.parse(conversion.code)
    assert convert(conversion.code).code == conversion.code


def test_an_import_stays_where_nothing_is_converted():
    source = "from keras.layers import Conv2D\nx = Conv2D(8, 1)\n"
    assert convert(source).code == source


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("tnn.Conv2d(3, 8, 3)", Reason.FOREIGN),
        ("L.Conv2D(8, 3)", Reason.FOREIGN),
        ("import mlx.nn as nn\nnn.Conv2d(3, 8, 3)", Reason.FOREIGN),
        ("from .common import Conv2d\nConv2d(3, 8, 3)", Reason.FOREIGN),
        ("class Conv2D: pass\nConv2D(3, 8)", Reason.FOREIGN),
        ("Conv2D = partial(layers.Conv2D, padding='same')\nConv2D(3, 8)", Reason.FOREIGN),
        ("from torch.nn.modules.conv import Conv2d\nConv2d(3, 8, 3)", Reason.NO_MODULE),
        ("from torch.nn import Conv2d\nfrom keras import Sequential\nConv2d(3, 8, 3)", Reason.NO_MODULE),
    ],
)
def test_a_convolution_from_elsewhere_is_listed_and_left_alone(source, reason):
    conversion = convert(source)
    assert conversion.code == source
    assert [left for _, left in conversion.skipped] == [reason]


def test_a_name_that_changes_its_meaning_is_no_convolution():
    source = "conv = nn.Conv2d\nif plain:\n    conv = Plain\nx = conv(3, 8, 3)\n"
    assert convert(source).code == source
