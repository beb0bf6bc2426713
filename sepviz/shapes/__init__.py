"""Integers only, no arrays: pairs, padding and output sizes of a convolution."""

from sepviz.shapes.arguments import data_format_of, integer, pair
from sepviz.shapes.geometry import Geometry, geometry
from sepviz.shapes.padding import Padding, pad_amounts, padding_of, same_padding

__all__ = [
    "Geometry",
    "Padding",
    "data_format_of",
    "geometry",
    "integer",
    "pad_amounts",
    "padding_of",
    "pair",
    "same_padding",
]
