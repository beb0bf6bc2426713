"""Rank of a kernel, its separable terms, and the projection on depthwise separable."""

from sepviz.separability.factors import separate
from sepviz.separability.low_rank import low_rank_terms
from sepviz.separability.projection import (
    DepthwiseSeparableFit,
    approximate_depthwise_separable,
    as_standard_kernel,
)
from sepviz.separability.rank import energy_shares, kernel_rank, rank_tolerance, singular_values
from sepviz.separability.rounding import decimals, rounding_tolerance

__all__ = [
    "DepthwiseSeparableFit",
    "approximate_depthwise_separable",
    "as_standard_kernel",
    "decimals",
    "energy_shares",
    "kernel_rank",
    "low_rank_terms",
    "rank_tolerance",
    "rounding_tolerance",
    "separate",
    "singular_values",
]
