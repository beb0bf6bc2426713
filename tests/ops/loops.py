"""The definition of a convolution as loops over single numbers: slow, and hard to get wrong."""

import itertools

import numpy as np


def pad_sizes(padding, size, window, strides):
    """Zeros before and after, on each axis."""
    if isinstance(padding, str) and padding.lower() == "valid":
        return [(0, 0), (0, 0)]
    if isinstance(padding, str):
        totals = [
            max((-(-n // s) - 1) * s + w - n, 0) for n, w, s in zip(size, window, strides, strict=True)
        ]
        return [(total // 2, total - total // 2) for total in totals]
    sides = padding if isinstance(padding, tuple) else (padding, padding)
    return [side if isinstance(side, tuple) else (side, side) for side in sides]


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def conv2d(x, kernel, *, strides=1, padding="valid", dilation_rate=1, groups=1, bias=None):
    """One image (H, W, C) or a batch, channels last; every product is written out."""
    if x.ndim == 4:
        settings = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}
        return np.stack([conv2d(one, kernel, groups=groups, bias=bias, **settings) for one in x])
    (down, across), (dh, dw) = pair(strides), pair(dilation_rate)
    kh, kw, per_group, c_out = kernel.shape
    window = (kh - 1) * dh + 1, (kw - 1) * dw + 1
    amounts = pad_sizes(padding, x.shape[:2], window, (down, across))
    x = np.pad(x.astype(np.float64), [*amounts, (0, 0)])
    height = (x.shape[0] - window[0]) // down + 1
    width = (x.shape[1] - window[1]) // across + 1
    y = np.zeros((height, width, c_out))
    for h, w, o in itertools.product(range(height), range(width), range(c_out)):
        first = o // (c_out // groups) * per_group
        for i, j, c in itertools.product(range(kh), range(kw), range(per_group)):
            y[h, w, o] += x[h * down + i * dh, w * across + j * dw, first + c] * float(kernel[i, j, c, o])
        if bias is not None:
            y[h, w, o] += bias[o]
    return y


def depthwise_conv2d(x, depthwise_kernel, *, bias=None, **settings):
    c_in, multiplier = depthwise_kernel.shape[2:]
    outputs = [
        conv2d(x[..., c : c + 1], depthwise_kernel[:, :, c : c + 1, m : m + 1], **settings)
        for c, m in itertools.product(range(c_in), range(multiplier))
    ]
    y = np.concatenate(outputs, axis=-1)
    return y if bias is None else y + bias


def pointwise_conv2d(x, pointwise_kernel, *, bias=None):
    return conv2d(x, pointwise_kernel, bias=bias)


def separable_conv2d(x, depthwise_kernel, pointwise_kernel, *, bias=None, **settings):
    return conv2d(depthwise_conv2d(x, depthwise_kernel, **settings), pointwise_kernel, bias=bias)


def spatially_separable_conv2d(x, column, row, **settings):
    kernel = np.outer(column, row)[:, :, np.newaxis, np.newaxis]
    return depthwise_conv2d(x, np.repeat(kernel, x.shape[-1], axis=2), **settings)
