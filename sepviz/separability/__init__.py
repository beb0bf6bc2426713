"""Rank of a kernel, its separable terms, and the projection on depthwise separable."""
