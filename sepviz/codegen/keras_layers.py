"""What Keras layers make of the channels that come in, as expressions of the text."""

import ast
from itertools import islice
from typing import TypeGuard

Channels = ast.expr | None
"""The expression of a number of channels; None where it is not known."""
KEEPING = frozenset(
    {
        *("MaxPooling2D", "MaxPool2D", "AveragePooling2D", "AvgPool2D", "DepthwiseConv2D", "Cropping2D"),
        *("BatchNormalization", "LayerNormalization", "GroupNormalization", "UnitNormalization"),
        *("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "ThresholdedReLU"),
        *("Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout"),
        *("ZeroPadding2D", "UpSampling2D", "Rescaling", "Resizing", "Normalization", "CenterCrop"),
        *("RandomFlip", "RandomRotation", "RandomZoom", "RandomCrop", "RandomTranslation"),
        *("relu", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"),
        *("add", "subtract", "multiply", "average", "maximum", "minimum"),
    }
)
"""Layers whose output has the channels of their input, or of the first of them."""
MAKING = frozenset({"Conv2D", "SeparableConv2D", "Conv2DTranspose"})
"""Layers whose first argument is the number of their output channels."""
JOINING = frozenset({"Concatenate", "concatenate"})
"""Layers whose output has the channels of all their inputs."""
INPUTS = frozenset({"Input", "InputLayer"})
"""What a model begins with."""
_LARGEST = 40
"""Channels longer than so many nodes, after many concatenations, count as unknown."""


def argument(call: ast.Call, position: int | None, *names: str) -> ast.expr | None:
    """Return an argument by position or by one of its names."""
    if position is not None and len(call.args) > position:
        return call.args[position]
    return next((one.value for one in call.keywords if one.arg in names), None)


def common(parts: list[Channels]) -> Channels:
    """Return the channels of tensors that are added or multiplied, value by value.

    Examples
    --------
    >>> common([ast.parse("8", mode="eval").body, None]).value
    8
    """
    known = {ast.unparse(one): one for one in parts if short(one)}
    # A single channel is spread over those of the other tensor, which may have more.
    return next(iter(known.values())) if len(known) == 1 and "1" not in known else None


def joined(parts: list[Channels]) -> Channels:
    """Return the channels of concatenated tensors, or None where one is not known."""
    known = [one for one in parts if short(one)]
    if not known or len(known) < len(parts):
        return None
    total = known[0]
    for part in known[1:]:
        total = ast.BinOp(left=total, op=ast.Add(), right=part)
    return total if short(total) else None


def short(channels: Channels) -> TypeGuard[ast.expr]:
    """Say whether channels are known, and not too long to be worth a thought."""
    return channels is not None and len(list(islice(ast.walk(channels), _LARGEST + 1))) <= _LARGEST
