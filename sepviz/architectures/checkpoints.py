"""The trained MobileNets that TensorFlow's slim published, with what its tables print.

Version 2 cuts to millions, version 1 rounds. Of version 1, all four of width 0.75 leave out the first
convolution (the paper prints 325 for the same network), and two rows are slips: 150 where 149.497 million
are counted, and 34 where it is 30.213.
"""

from sepviz.architectures.printed import Printed

_SLIM = "https://github.com/tensorflow/models, research/slim/nets/"
_A, _NO_FIRST, _SLIP = "multiplications", "without_first", None

# width multiplier, resolution, million MACs, million parameters, top-1, milliseconds on a Pixel 1
_V2 = [
    (1.4, 224, 582, 6.06, 75.0, 138.0),
    (1.3, 224, 509, 5.34, 74.4, 123.0),
    (1.0, 224, 300, 3.47, 71.8, 73.8),
    (1.0, 192, 221, 3.47, 70.7, 55.1),
    (1.0, 160, 154, 3.47, 68.8, 40.2),
    (1.0, 128, 99, 3.47, 65.3, 27.6),
    (1.0, 96, 56, 3.47, 60.3, 17.6),
    (0.75, 224, 209, 2.61, 69.8, 55.8),
    (0.75, 192, 153, 2.61, 68.7, 41.6),
    (0.75, 160, 107, 2.61, 66.4, 30.4),
    (0.75, 128, 69, 2.61, 63.2, 21.9),
    (0.75, 96, 39, 2.61, 58.8, 14.2),
    (0.5, 224, 97, 1.95, 65.4, 28.7),
    (0.5, 192, 71, 1.95, 63.9, 21.1),
    (0.5, 160, 50, 1.95, 61.0, 14.9),
    (0.5, 128, 32, 1.95, 57.7, 9.9),
    (0.5, 96, 18, 1.95, 51.2, 6.4),
    (0.35, 224, 59, 1.66, 60.3, 19.7),
    (0.35, 192, 43, 1.66, 58.2, 14.6),
    (0.35, 160, 30, 1.66, 55.7, 10.5),
    (0.35, 128, 20, 1.66, 50.8, 6.9),
    (0.35, 96, 11, 1.66, 45.5, 4.5),
]
# width multiplier, resolution, million MACs, million parameters, top-1, rule
_V1: list[tuple[float, int, int, float, float, str | None]] = [
    (1.0, 224, 569, 4.24, 70.9, _A),
    (1.0, 192, 418, 4.24, 70.0, _A),
    (1.0, 160, 291, 4.24, 68.0, _A),
    (1.0, 128, 186, 4.24, 65.2, _A),
    (0.75, 224, 317, 2.59, 68.4, _NO_FIRST),
    (0.75, 192, 233, 2.59, 67.2, _NO_FIRST),
    (0.75, 160, 162, 2.59, 65.3, _NO_FIRST),
    (0.75, 128, 104, 2.59, 62.1, _NO_FIRST),
    (0.5, 224, 150, 1.34, 63.3, _SLIP),
    (0.5, 192, 110, 1.34, 61.7, _A),
    (0.5, 160, 77, 1.34, 59.1, _A),
    (0.5, 128, 49, 1.34, 56.3, _A),
    (0.25, 224, 41, 0.47, 49.8, _A),
    (0.25, 192, 34, 0.47, 47.7, _SLIP),
    (0.25, 160, 21, 0.47, 45.5, _A),
    (0.25, 128, 14, 0.47, 41.5, _A),
]

MOBILENET_V2_CHECKPOINTS = tuple(
    Printed(
        "mobilenet_v2",
        {"width_multiplier": width, "resolution": resolution},
        macs,
        parameters,
        accuracy,
        _SLIM + "mobilenet/README.md",
        cut=True,
        pixel_1_ms=milliseconds,
    )
    for width, resolution, macs, parameters, accuracy, milliseconds in _V2
)
"""Every row comes out exactly; the parameters are rule A's weights."""

MOBILENET_V1_CHECKPOINTS = tuple(
    Printed(
        "mobilenet_v1",
        {"width_multiplier": width, "resolution": resolution},
        macs,
        parameters,
        accuracy,
        _SLIM + "mobilenet_v1.md",
        rule,
        parameters_rule="slim",
    )
    for width, resolution, macs, parameters, accuracy, rule in _V1
)
"""The parameters count 1,001 classes, their bias, and three numbers for each normalised channel."""

MOBILENET_V3_CHECKPOINTS = (
    Printed(
        "mobilenet_v3_large",
        {},
        217,
        5.4,
        75.2,
        _SLIM + "mobilenet/README.md",
        parameters_cut=True,
        pixel_1_ms=51.2,
    ),
)
"""The row of MobileNetV3-Large."""
