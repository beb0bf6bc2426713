"""Networks against keras.applications: what is trained, each layer's shape, and every multiplication.

Keras builds its models without weights, on torch. ResNet-50 is torchvision's here, whose convolutions
have no bias and whose stride stands in the 3 x 3: it is compared with Keras's by what differs.
"""

import math
import os
from collections import Counter

os.environ["KERAS_BACKEND"] = "torch"

import keras
import pytest

from sepviz.architectures import (
    convnext_tiny,
    efficientnet_b0,
    inception_v3,
    mobilenet_v1,
    mobilenet_v2,
    mobilenet_v3_large,
    resnet50,
    vgg16,
    xception,
)

K = keras.applications
PAIRS = {
    "vgg16": (lambda: K.VGG16(weights=None), vgg16()),
    "vgg16 small": (
        lambda: K.VGG16(weights=None, input_shape=(75, 75, 3), classes=7),
        vgg16(resolution=75, classes=7),
    ),
    "inception_v3": (lambda: K.InceptionV3(weights=None), inception_v3()),
    "inception_v3 small": (
        lambda: K.InceptionV3(weights=None, input_shape=(95, 95, 3), classes=7),
        inception_v3(resolution=95, classes=7),
    ),
    "xception": (lambda: K.Xception(weights=None), xception()),
    "v1": (lambda: K.MobileNet(weights=None), mobilenet_v1()),
    "v1 half": (
        lambda: K.MobileNet((128, 128, 3), alpha=0.5, weights=None),
        mobilenet_v1(width_multiplier=0.5, resolution=128),
    ),
    "v2": (lambda: K.MobileNetV2(weights=None), mobilenet_v2()),
    "v3": (lambda: K.MobileNetV3Large((224, 224, 3), weights=None), mobilenet_v3_large()),
    "v3 small": (
        lambda: K.MobileNetV3Large((96, 96, 3), weights=None, classes=7),
        mobilenet_v3_large(resolution=96, classes=7),
    ),
    "b0": (lambda: K.EfficientNetB0(weights=None), efficientnet_b0()),
    "b0 odd": (
        lambda: K.EfficientNetB0(weights=None, input_shape=(97, 97, 3), classes=7),
        efficientnet_b0(resolution=97, classes=7),
    ),
    "convnext": (lambda: K.ConvNeXtTiny(weights=None), convnext_tiny()),
    "convnext small": (
        lambda: K.ConvNeXtTiny(weights=None, input_shape=(70, 70, 3), classes=7),
        convnext_tiny(resolution=70, classes=7),
    ),
} | {
    f"v2 {width}": (
        lambda width=width: K.MobileNetV2((96, 96, 3), alpha=width, weights=None, classes=7),
        mobilenet_v2(width_multiplier=width, resolution=96, classes=7),
    )
    for width in (0.28, 0.35, 0.5, 0.56, 0.75, 0.84, 1.12, 1.3, 1.4)
}


def trained(model):
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)


def counted(model):
    """Count the rows (output shape, multiplications) of Keras's layers from their kernels."""
    rows = Counter()
    for layer in model.layers:
        if isinstance(layer, keras.Model | keras.Sequential):
            rows += counted(layer)  # ConvNeXt's stem and downsampling
            continue
        shape = getattr(layer.output, "shape", (None,))[1:]
        if isinstance(layer, keras.layers.SeparableConv2D):
            channels = layer.depthwise_kernel.shape[2]
            depthwise = math.prod(shape[:2]) * math.prod(layer.depthwise_kernel.shape)
            rows[tuple(shape), depthwise + math.prod(shape) * channels] += 1
        elif isinstance(layer, keras.layers.DepthwiseConv2D):
            rows[tuple(shape), math.prod(shape[:2]) * math.prod(layer.kernel.shape)] += 1
        elif isinstance(layer, keras.layers.Conv2D):
            taps = math.prod(layer.kernel.shape[:3])  # a group's channels alone
            rows[tuple(shape), math.prod(shape) * taps] += 1
        elif isinstance(layer, keras.layers.Dense):
            full = (1, 1, *shape) if len(shape) == 1 else tuple(shape)
            rows[full, math.prod(shape) * layer.kernel.shape[0]] += 1
    return rows


@pytest.mark.parametrize("name", PAIRS)
def test_parameters_and_every_layer_are_those_of_keras(name):
    build, ours = PAIRS[name]
    model = build()
    assert ours.parameters_with_bn_and_bias == trained(model)
    rows = Counter((entry.output_shape, entry.cost.multiplications) for entry in ours.layers)
    assert rows == counted(model)


def test_resnet_of_keras_has_biases_and_its_stride_in_the_1_x_1():
    model, ours = K.ResNet50(weights=None), resnet50()
    biases = sum(entry.output_shape[-1] for entry in ours.layers[:-1])
    assert trained(model) == ours.parameters_with_bn_and_bias + biases == 25_583_592
    theirs = sum(multiplications * times for (_, multiplications), times in counted(model).items())
    earlier = sum(
        entry.cost.multiplications * 3 // 4  # a reduced map has a quarter of the positions
        for before, entry in zip(ours.layers[1:], ours.layers[2:], strict=False)
        if entry.name.endswith("/reduce") and before.layer.strides == (2, 2)
    )
    assert theirs == ours.multiplications - earlier


def test_keras_counts_moving_statistics_as_well():
    assert K.MobileNet(weights=None).count_params() == 4_253_864
