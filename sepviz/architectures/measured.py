"""Accuracy and time as others printed them, to stand beside our counts; none was measured here."""

from typing import NamedTuple

KERAS = "https://keras.io/api/applications/"
KERAS_V3 = "keras.applications.MobileNetV3Large, documentation"
TIMM = "https://github.com/huggingface/pytorch-image-models, results/*.csv, commit aa4b5850"


class Accuracy(NamedTuple):
    """Top-1 accuracy on ImageNet of one network's weights.

    Parameters
    ----------
    builder : str
        Name of the function of ``sepviz.architectures``.
    per_cent : float
        Right first guesses on the validation pictures.
    source : str
        Where it is printed.

    Examples
    --------
    >>> ACCURACIES[0].builder, ACCURACIES[0].per_cent
    ('vgg16', 71.3)
    """

    builder: str
    per_cent: float
    source: str


ACCURACIES = (
    Accuracy("vgg16", 71.3, KERAS),
    Accuracy("resnet50", 74.9, KERAS),
    Accuracy("inception_v3", 77.9, KERAS),
    Accuracy("xception", 79.0, KERAS),
    Accuracy("mobilenet_v1", 70.4, KERAS),
    Accuracy("mobilenet_v2", 71.3, KERAS),
    Accuracy("mobilenet_v3_large", 75.6, KERAS_V3),
    Accuracy("efficientnet_b0", 77.1, KERAS),
    Accuracy("convnext_tiny", 81.3, KERAS),
)
"""All nine as the documentation of Keras has them: MobileNetV3-Large on its own page, not in the table.

Other tables print other figures for the same name, by other weights: 75.2 for MobileNetV3-Large in
TensorFlow's slim, 70.6 for MobileNetV1 in its paper.
"""


class Clock(NamedTuple):
    """How long VGG-16 and MobileNet 1.0 take on one machine.

    Parameters
    ----------
    key : str
        The machine and the program, by which a page words it.
    vgg16, mobilenet_v1 : float or None
        Milliseconds for one picture, or pictures a second; None where only their ratio is known.
    unit : str
        ``"ms"`` or ``"pictures_per_second"``.
    times_faster : float
        How many times faster MobileNet is, as printed or as these two figures give.
    source : str
        Where it is printed.

    Examples
    --------
    >>> [clock.times_faster for clock in FIVE_CLOCKS]
    [3.1, 1.2, 29.0, 5.1, 6.0]
    """

    key: str
    vgg16: float | None
    mobilenet_v1: float | None
    unit: str
    times_faster: float
    source: str


FIVE_CLOCKS = (
    Clock("keras_cpu", 69.5, 22.6, "ms", 3.1, KERAS),
    Clock("keras_gpu", 4.2, 3.4, "ms", 1.2, KERAS),
    Clock("pytorch_i9", 117.9, 4.0, "ms", 29.0, TIMM),
    Clock("rtx_4090", 2905, 14689, "pictures_per_second", 5.1, TIMM),
    Clock("rtx_5090", None, None, "pictures_per_second", 6.0, TIMM),
)
"""The same two networks on five clocks: 27.2 times fewer multiplications, 1.2 to 29 times faster."""


class Speed(NamedTuple):
    """What timm's tables print for one network.

    Parameters
    ----------
    network : str
        The network, by its builder's name where we have it.
    giga_macs : float
        Multiplications in thousand millions, 2 for each normalised value included.
    million_values : float
        Values that its convolutions write, in millions.
    i9_ms : float
        Milliseconds for one picture on an i9-10940X, float32.
    rtx_4090 : int
        Pictures a second on an RTX 4090, mixed precision.

    Examples
    --------
    >>> {row.network: row.i9_ms for row in SPEEDS}["mobilenet_v2"]
    5.3
    """

    network: str
    giga_macs: float
    million_values: float
    i9_ms: float
    rtx_4090: int


SPEEDS = (
    Speed("resnet18", 1.82, 2.48, 7.9, 18_247),
    Speed("resnet50", 4.11, 11.11, 14.9, 5_088),
    Speed("mobilenet_v1", 0.58, 5.04, 4.0, 14_689),
    Speed("mobilenet_v2", 0.31, 6.68, 5.3, 11_768),
    Speed("mobilenet_v3_large", 0.23, 4.41, 5.7, 16_892),
    Speed("ghostnet", 0.15, 3.55, 8.1, 15_502),
    Speed("efficientnet_b0", 0.40, 6.75, 9.9, 9_832),
    Speed("efficientnet_es", 1.81, 8.73, 7.0, 8_327),
    Speed("convnext_tiny", 4.47, 13.44, 14.5, 4_845),
    Speed("inception_v3", 5.73, 8.97, 23.0, 4_357),
    Speed("xception", 8.40, 35.83, 21.6, 2_266),
    Speed("vgg16", 15.47, 13.56, 117.9, 2_905),
)
"""Twelve networks by ``TIMM``: fewer multiplications are not always less time."""
