"""The words of the walkthrough, each with the chapter that shows it."""

from collections.abc import Mapping
from types import MappingProxyType

TERMS: Mapping[str, int] = MappingProxyType(
    {
        "convolution": 1,
        "kernel": 1,
        "weight": 1,
        "window": 1,
        "channel": 1,
        "feature_map": 1,
        "flip": 1,
        "gaussian": 2,
        "sobel": 2,
        "spatial": 2,
        "rank": 3,
        "laplacian": 3,
        "padding": 4,
        "standard": 4,
        "depthwise": 5,
        "filter": 5,
        "pointwise": 6,
        "separable": 7,
        "mac": 7,
        "flop": 7,
        "depth_multiplier": 8,
        "groups": 8,
        "relu": 8,
        "mobilenet": 9,
        "accuracy": 9,
        "parameter": 10,
        "overfitting": 10,
    }
)
"""The chapter of each word by its id, in the order in which the walkthrough needs them."""
