"""What papers and programs print for one network, and the rule of counting that gives each figure."""

from typing import NamedTuple

from sepviz.architectures.rules import Figure

_MILLION, _GIGA = 10**6, 10**9
_TORCHVISION = "torchvision, documentation of its models"
_TIMM = "https://github.com/huggingface/pytorch-image-models, results/*.csv"

FIVE_COUNTERS = (
    Figure("mobilenet_v2", {}, "300", _MILLION, "multiplications", "arXiv:1801.04381, Table 4", cut=True),
    Figure("mobilenet_v2", {}, "0.30", _GIGA, "multiplications", _TORCHVISION),
    Figure("mobilenet_v2", {}, "0.31", _GIGA, "normalisation_2", _TIMM),
    Figure(
        "mobilenet_v2", {}, "0.33", _GIGA, "normalisation_4", "https://github.com/Lyken17/pytorch-OpCounter"
    ),
    Figure("mobilenet_v2", {}, "0.60", _GIGA, "doubled", "https://github.com/jahongir7174/FLOPS-pt"),
)
"""MobileNetV2 1.0 at 224 pixels as five counters print it.

What timm's and thop's counters add for normalisation is read from their source: fvcore's
``batchnorm_flop_jit`` takes 2 for each value in inference, thop's ``count_normalization`` 4.
"""

OTHER_COUNTS = (
    Figure("vgg16", {}, "15.47", _GIGA, "multiplications", _TIMM),
    Figure("vgg16", {}, "138.4", _MILLION, "trained", "https://keras.io/api/applications/"),
    Figure("resnet50", {}, "4.11", _GIGA, "normalisation_2", _TIMM),
    Figure("inception_v3", {}, "5.73", _GIGA, "normalisation_2", _TIMM),
    Figure("xception", {}, "8.40", _GIGA, "normalisation_2", _TIMM),
    Figure("mobilenet_v1", {}, "0.58", _GIGA, "normalisation_2", _TIMM),
    Figure("mobilenet_v2", {}, "3504872", 1, "trained", _TORCHVISION),
    Figure("mobilenet_v3_large", {}, "0.23", _GIGA, "normalisation_2", _TIMM),
    Figure("mobilenet_v3_large", {}, "5483032", 1, "trained", _TORCHVISION),
    Figure("efficientnet_b0", {}, "0.39", _GIGA, "multiplications", _TORCHVISION),
    Figure("efficientnet_b0", {}, "0.40", _GIGA, "normalisation_2", _TIMM),
    Figure("efficientnet_b0", {}, "5288548", 1, "trained", _TORCHVISION),
    Figure("convnext_tiny", {}, "4.456", _GIGA, "multiplications", _TORCHVISION),
    Figure("convnext_tiny", {}, "28.6", _MILLION, "trained", _TORCHVISION),
)
"""What is printed for the other networks, with the rule that gives it."""


class Slip(NamedTuple):
    """A printed figure that no rule gives.

    Parameters
    ----------
    key : str
        Its name, by which a page words it.
    printed : float
        What is printed.
    counted : float
        What stands there when it is counted, in the same unit and with as many decimals.
    source : str
        Where it is printed.

    Examples
    --------
    >>> SLIPS[0].printed, SLIPS[0].counted
    (1.19, 1.91)
    """

    key: str
    printed: float
    counted: float
    source: str


_PAPER = "arXiv:1704.04861, "
_V1_FILE = "https://github.com/tensorflow/models, research/slim/nets/mobilenet_v1.md"
SLIPS = (
    Slip("first_convolution_share", 1.19, 1.91, _PAPER + "Table 2"),
    Slip("last_depthwise_stride", 2, 1, _PAPER + "Table 1"),
    Slip("half_width_224", 150, 149, _V1_FILE),
    Slip("quarter_width_192", 34, 30, _V1_FILE),
    Slip("keras_mobilenet", 529, 569, "Keras's documentation of MobileNet, TensorFlow 2.3 to 2.11"),
)
"""Known slips in print: a share in per cent, a stride, and three counts in millions."""
