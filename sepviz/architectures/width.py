"""The width multiplier: how many channels a thinner or wider network keeps."""

import math

from sepviz.errors import ShapeError
from sepviz.layers.settings import finite


def scaled(channels: int, width_multiplier: float) -> float:
    """Return ``width_multiplier * channels``, which leaves at least one channel.

    Raises
    ------
    ShapeError
        If no channel is left, or the number is beyond all measure.
    SepvizError, TypeError
        If ``width_multiplier`` is not a finite number.
    """
    product = finite(width_multiplier, "width_multiplier", minimum=0.0) * channels
    if not math.isfinite(product) or product < 1:
        raise ShapeError(
            f"width_multiplier={width_multiplier} makes {product:g} channels of {channels}",
            code="width_multiplier",
            width_multiplier=width_multiplier,
            channels=channels,
        )
    return product


def thinned(channels: int, width_multiplier: float) -> int:
    """Return ``int(width_multiplier * channels)``, as MobileNetV1 counts; raises as ``scaled``."""
    return int(scaled(channels, width_multiplier))


def divisible(channels: float, divisor: int = 8) -> int:
    """Return the nearest multiple of ``divisor`` that is at least it, and not below 90% of ``channels``.

    MobileNetV2's rule, see ``_make_divisible`` in https://github.com/tensorflow/models.
    """
    nearest = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < 0.9 * channels else nearest
