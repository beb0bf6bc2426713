"""Input channels of Keras layers, where the pasted text tells them."""

import ast

import pytest

from sepviz.codegen import convert
from sepviz.codegen.keras_channels import input_channels

INPUTS = "inputs = keras.Input(shape=(28, 30, 5))\n"


@pytest.mark.parametrize(
    ("source", "channels"),
    [
        ("Conv2D(8, 3, input_shape=(28, 30, 5))", [5]),
        ("Conv2D(8, 3, batch_input_shape=(None, 28, 30, 5))", [5]),
        (
            "keras.Sequential([keras.Input((28, 30, 5)), Conv2D(8, 3), MaxPooling2D(), Conv2D(9, 3)])",
            [5, 8],
        ),
        ("m = Sequential()\nm.add(Conv2D(8, 3, input_shape=(28, 30, 5)))\nm.add(Conv2D(9, 3))", [5, 8]),
        (INPUTS + "x = Conv2D(8, 3)(inputs)\nx = ReLU()(x)\nx = Conv2D(9, 3)(x)", [5, 8]),
        (INPUTS + "x = Conv2D(8, 3)(ReLU()(Conv2DTranspose(6, 3)(inputs)))", [6]),
        (INPUTS + "x = Conv2D(8, 3)(inputs)\nx = Concatenate()([x, inputs])\nx = Conv2D(9, 3)(x)", [5, 13]),
        (INPUTS + "x = Conv2D(8, 3)(inputs)\nx = layers.add([x, x])\nx = Conv2D(9, 3)(x)", [5, 8]),
        (INPUTS + "y = Sequential([Conv2D(8, 3), Conv2D(9, 3)])(inputs)\nConv2D(7, 3)(y)", [5, 8, 9]),
        ("shape = (28, 30, 5)\nSequential([Input(shape=shape), Conv2D(8, 3)])", [5]),
        ("Sequential([Input(size + (5,)), Conv2D(8, 3)])", [5]),
        ("    x = Input((28, 30, 5))\n    x = Conv2D(8, 3)(x)\n", [5]),
    ],
)
def test_input_channels_are_read_from_the_text(source, channels):
    filters = {8: 8, 9: 9, 7: 7}
    written = [n for n in filters if f"Conv2D({n}, 3" in source.replace("Transpose", "")]
    conversion = convert(source)
    assert len(conversion.converted) == len(channels)
    order = sorted(written, key=lambda n: source.index(f"Conv2D({n}, 3"))
    expected = sum(9 * c * f for c, f in zip(channels, order, strict=True))
    assert conversion.before.multiplications == expected
    assert conversion.after.multiplications == sum(
        9 * c + c * f for c, f in zip(channels, order, strict=True)
    )


@pytest.mark.parametrize(
    "source",
    [
        INPUTS + "x = inputs\nfor f in (8, 9):\n    x = Conv2D(8, 3)(x)\n",
        INPUTS + "x = inputs\nif deep:\n    x = Conv2D(9, 1)(x)\nx = Conv2D(8, 3)(x)\n",
        INPUTS + "x = block(inputs)\nx = Conv2D(8, 3)(x)\n",
        INPUTS + "def block(inputs):\n    return Conv2D(8, 3)(inputs)\n",
        INPUTS + "x = DepthwiseConv2D(3, depth_multiplier=2)(inputs)\nConv2D(8, 3)(x)",
        INPUTS + "x = Concatenate(axis=1)([inputs, inputs])\nConv2D(8, 3)(x)",
        "Sequential([Input((5, 28, 30)), Conv2D(8, 3, data_format='channels_first')])",
        "m = Sequential([Input((28, 30, 5))])\nfor f in (8, 9):\n    m.add(Conv2D(8, 3))",
        "Conv2D(8, 3, input_shape=(28, 30, None))",
        "Conv2D(8, 3, input_shape=(28, 30, 0))",
        "Conv2D(8, 3, input_shape=(28, 30, 1 // 0))",
        "Conv2D(8, 3, input_shape=shape)",
    ],
)
def test_what_the_text_does_not_tell_stays_unknown(source):
    conversion = convert(source)
    assert conversion.before.multiplications is None
    assert "SeparableConv2D(8, 3" in conversion.code


def test_symbolic_channels_are_names_that_a_number_would_help():
    source = "x = Input((28, 30, depth))\nx = Conv2D(width * 2, 3, use_bias=False)(x)\n"
    assert convert(source).unknown_names == ("depth", "width")
    assert convert(source, depth=3, width=4).before.parameters == 9 * 3 * 8


def test_a_long_chain_of_branches_is_given_up_and_not_run_into():
    source = "if a:\n    pass\n" + "elif a:\n    pass\n" * 900 + "Conv2D(8, 3, input_shape=(28, 30, 5))\n"
    assert convert(source).converted == (1803,)
    assert input_channels(ast.parse(source), str) == {}
