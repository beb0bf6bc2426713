"""Whole model files before and after the conversion, executed in PyTorch and Keras."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

from sepviz.codegen import convert
from sepviz.errors import CodeError

RESIDUAL = """
import torch.nn as nn


def conv3x3(in_planes, out_planes, stride=1, groups=1, dilation=1):
    return nn.Conv2d(
        in_planes,
        out_planes,
        kernel_size=3,
        stride=stride,
        padding=dilation,
        groups=groups,  # more than 1 in ResNeXt
        bias=False,
        dilation=dilation,
    )


class Net(nn.Module):
    def __init__(self, groups):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, kernel_size=7, stride=2, padding=3, bias=False)
        self.conv = conv3x3(8, 8, groups=groups)
        self.down = conv3x3(8, 16, 2, groups, 2)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)

    def forward(self, x):
        x = self.stem(x)
        return self.down(x + self.conv(x))
"""
HIDDEN = """
from torch import nn


class BasicConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, bias=False, **kwargs)
        self.bn = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        return self.bn(self.conv(x))


class Net(nn.Sequential):
    def __init__(self, groups):
        super().__init__(
            BasicConv2d(3, 6, kernel_size=1),
            BasicConv2d(6, 8, kernel_size=(1, 7), padding=(0, 3)),
            BasicConv2d(8, 5, kernel_size=3, stride=2, dilation=1),
        )
"""
ALIASES = """
import math

import torch.nn as tnn
from torch import nn as N
from torch.nn import (
    Conv2d as C,  # the one
    Module,
)
from torch.nn.utils import spectral_norm


def pad(k):
    return k // 2 if isinstance(k, int) else [n // 2 for n in k]


class Conv(Module):
    def __init__(self, c1, c2, k=1, s=1, g=1):
        super().__init__()
        self.conv = C(c1, c2, k, s, pad(k), groups=g, bias=False)

    def forward(self, x):
        return self.conv(x)


class Net(Module):
    def __init__(self, groups):
        super().__init__()
        widths = iter((4, 6))
        self.first = C(1, 4, (3, 5), padding_mode='reflect', padding=1)
        self.middle = N.Sequential(
            spectral_norm(N.Conv2d(next(widths), next(widths), 3)),
            Conv(6, 8, 3, g=math.gcd(6, 8) if groups > 1 else 1),
            tnn.Conv2d(8, 8, 3).to('cpu'),
        )
        self.middle.append(N.Conv2d(8, 9, 3, 1, 1, 1, 1 if groups < 9 else 3))
        self.scale = N.Conv2d(3, 7, 3).weight.abs().max().item()

    def forward(self, x):
        return self.middle(self.first(x)) * self.scale
"""


def executed(source):
    namespace = {}
    exec(source, namespace)
    return namespace


def parameters(module):
    return sum(one.numel() for one in module.parameters())


@pytest.mark.parametrize("groups", [1, 4])
@pytest.mark.parametrize(("source", "channels"), [(RESIDUAL, 3), (HIDDEN, 3), (ALIASES, 1)])
def test_a_converted_pytorch_model_runs_with_the_same_shapes(source, channels, groups):
    conversion = convert(source)
    before, after = (executed(code)["Net"](groups) for code in (source, conversion.code))
    x = torch.zeros(2, channels, 20, 24)
    assert before(x).shape == after(x).shape
    assert parameters(after) < parameters(before)
    again = convert(conversion.code)
    assert again.code == conversion.code
    assert again.converted == ()


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_groups_by_name_give_the_counted_parameters(groups):
    source = "nn.Conv2d(8, 12, (3, 5), groups=groups)"
    conversion = convert(source, groups=groups)
    module = eval(conversion.code, {"nn": torch.nn, "groups": groups})
    assert parameters(module) == conversion.after.parameters
    assert isinstance(module, torch.nn.Sequential if groups == 1 else torch.nn.Conv2d)


def test_a_hidden_argument_that_clashes_fails_loudly():
    code = convert("nn.Conv2d(3, 8, **more)").code
    with pytest.raises(TypeError, match="groups"):
        eval(code, {"nn": torch.nn, "more": {"kernel_size": 3, "groups": 1}})


KERAS_MODEL = """
from keras.layers import Input, Conv2D as C, MaxPooling2D, UpSampling2D, BatchNormalization
from keras.layers import concatenate
from keras.models import Model

shape = (16, 24, 3)
inputs = Input(shape=shape)
c1 = C(8, (3, 3), activation='relu', kernel_initializer='he_normal', padding='same')(inputs)
c1 = BatchNormalization()(c1)
c2 = C(12, (3, 5), padding='same')(MaxPooling2D((2, 2))(c1))
up = UpSampling2D()(c2)
both = concatenate([up, c1], axis=3)
out = C(4, 3, groups=1,  # one
    padding='SAME')(both)
model = Model(inputs, C(1, 1)(out))
"""


def test_a_converted_keras_file_builds_with_its_import_and_the_counted_parameters():
    conversion = convert(KERAS_MODEL)
    before, after = (executed(code)["model"] for code in (KERAS_MODEL, conversion.code))
    assert before.output_shape == after.output_shape
    for model, kind, totals in (
        (before, keras.layers.Conv2D, conversion.before),
        (after, keras.layers.SeparableConv2D, conversion.after),
    ):
        layers = [one for one in model.layers if isinstance(one, kind) and one.kernel_size != (1, 1)]
        assert sum(one.count_params() for one in layers) == totals.parameters
    assert after(np.zeros((1, 16, 24, 3), np.float32)).shape == (1, 16, 24, 1)
    assert convert(conversion.code).code == conversion.code


@pytest.mark.parametrize(
    "source",
    [
        "torch.nn.Conv2d(3, 8, 3, stride=2, padding='same')",
        "torch.nn.Conv2d(3, 8, 3, padding='SAME')",
        "torch.nn.Conv2d(3, 8, 3, padding_mode='constant')",
        "torch.nn.Conv2d(3, 8, 3, groups=2)",
        "keras.layers.Conv2D(8, 3, strides=2, dilation_rate=2)",
        "keras.layers.Conv2D(8, 3, strides=(1, 2), dilation_rate=(2, 1))",
    ],
)
def test_what_the_converter_refuses_the_frameworks_refuse(source):
    with pytest.raises(CodeError):
        convert(source)
    with pytest.raises(ValueError, match=r"padding|divisible|strides"):
        eval(source, {"torch": torch, "keras": keras})


PRINTED = torch.nn.Sequential(
    torch.nn.Conv2d(3, 8, (3, 5), 2, 3, bias=False),
    torch.nn.Sequential(*[torch.nn.Sequential(torch.nn.Conv2d(8, 8, 3, padding="same")) for _ in range(3)]),
    torch.nn.ModuleList([torch.nn.Conv2d(8, 8, 3, padding_mode="reflect") for _ in range(3)]),
    torch.nn.Conv2d(8, 8, 3, groups=8),
    torch.nn.Conv2d(8, 8, 1),
)


def test_a_printed_model_is_counted_as_torch_counts_it():
    standard = [
        one
        for one in PRINTED.modules()
        if isinstance(one, torch.nn.Conv2d) and one.groups == 1 and one.kernel_size != (1, 1)
    ]
    conversion = convert(str(PRINTED))
    assert conversion.before.parameters == sum(map(parameters, standard))
    assert conversion.code == str(PRINTED)
