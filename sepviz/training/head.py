"""The end of a classifier: a dense layer on the mean of each feature map, softmax and cross-entropy."""

import numpy as np

from sepviz.arrays import Array
from sepviz.training.part import Arrays

KERNEL, BIAS = "dense.kernel", "dense.bias"


def means(maps: Array) -> Array:
    """Return the mean of each feature map: (N, channels) from (channels, height, width, N)."""
    return maps.mean(axis=(1, 2)).T


def scores(means: Array, weights: Arrays) -> Array:
    """Return one number a class, (N, classes), in the type of ``means`` (N, channels)."""
    kernel, bias = (weights[name].astype(means.dtype, copy=False) for name in (KERNEL, BIAS))
    return means @ kernel + bias


def softmax(scores: Array) -> Array:
    """Return the probabilities, (N, classes); the largest score is taken off, so nothing overflows."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(scores: Array, labels: Array) -> float:
    """Return the mean of minus the logarithm of the right class's probability.

    It is computed from the scores: a probability may round to 0, whose logarithm is infinite.
    """
    below = scores - scores.max(axis=1, keepdims=True)
    each = np.log(np.exp(below).sum(axis=1)) - below[np.arange(len(labels)), labels]
    return float(each.mean(dtype=np.float64))


def back(maps: Array, weights: Arrays, labels: Array, scores: Array) -> tuple[Array, dict[str, Array]]:
    """Return the derivatives of the mean cross-entropy by the feature maps and by the dense layer."""
    by_scores = softmax(scores)
    by_scores[np.arange(len(labels)), labels] -= 1
    by_scores /= len(labels)
    found = {KERNEL: means(maps).T @ by_scores, BIAS: by_scores.sum(axis=0)}
    by_means = weights[KERNEL].astype(maps.dtype, copy=False) @ by_scores.T
    each = by_means[:, np.newaxis, np.newaxis] / (maps.shape[1] * maps.shape[2])
    return np.broadcast_to(each, maps.shape).copy(), found
