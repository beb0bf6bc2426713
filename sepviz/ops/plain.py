"""One multiplication at a time: the five operations with time in proportion to their multiplications.

Each is the definition written down: pad, look at the windows, multiply and add by ``np.einsum``,
which without ``optimize`` never calls a matrix product. Slower than ``sepviz.ops`` by far,
and honest: half the multiplications take half the time. Arguments and results are those of
the functions of the same name in ``sepviz.ops``.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from sepviz.ops import problem
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.problem import Problem
from sepviz.shapes import Geometry


def conv2d(
    x: ArrayLike,
    kernel: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    groups: int = 1,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> NDArray:
    """Compute a standard convolution, see `sepviz.ops.conv2d`."""
    return problem.standard_problem(
        x,
        kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        groups=groups,
        bias=bias,
        data_format=data_format,
    ).solve(_standard)


def depthwise_conv2d(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> NDArray:
    """Compute a depthwise convolution, see `sepviz.ops.depthwise_conv2d`."""
    return problem.depthwise_problem(
        x,
        depthwise_kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        bias=bias,
        data_format=data_format,
    ).solve(_depthwise)


def pointwise_conv2d(
    x: ArrayLike,
    pointwise_kernel: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> NDArray:
    """Compute a pointwise convolution, see `sepviz.ops.pointwise_conv2d`."""
    return problem.pointwise_problem(x, pointwise_kernel, bias=bias, data_format=data_format).solve(
        _pointwise
    )


def separable_conv2d(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    pointwise_kernel: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> NDArray:
    """Compute a depthwise-separable convolution, see `sepviz.ops.separable_conv2d`."""
    return problem.separable_problem(
        x,
        depthwise_kernel,
        pointwise_kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        bias=bias,
        data_format=data_format,
    ).solve(_depthwise_separable)


def spatially_separable_conv2d(
    x: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    data_format: str = "channels_last",
) -> NDArray:
    """Compute a spatially separable convolution, see `sepviz.ops.spatially_separable_conv2d`."""
    return problem.spatially_separable_problem(
        x,
        column,
        row,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        data_format=data_format,
    ).solve(_spatially_separable)


def _standard(p: Problem) -> NDArray:
    """Multiply each window by each kernel of its group."""
    windows = _windows(p.images, p.geometry, p.dtype)
    kh, kw, channels, c_out = p.weights[0].shape
    kernel = p.weights[0].reshape(kh, kw, channels, p.groups, c_out // p.groups)
    windows = windows.reshape(*windows.shape[:3], p.groups, channels, kh, kw)
    y = np.einsum("nhwgcij,ijcgo->nhwgo", windows, kernel)
    return _add_bias(y.reshape(*y.shape[:3], c_out), p.bias)


def _depthwise(p: Problem) -> NDArray:
    """Multiply each channel of each window by that channel's kernels."""
    windows = _windows(p.images, p.geometry, p.dtype)
    y = np.einsum("nhwcij,ijcm->nhwcm", windows, p.weights[0])
    return _add_bias(y.reshape(*y.shape[:3], -1), p.bias)


def _pointwise(p: Problem) -> NDArray:
    """Multiply the channels of each pixel by each kernel."""
    images = p.images.astype(p.dtype, copy=False)
    return _add_bias(np.einsum("nhwc,co->nhwo", images, p.weights[0][0, 0]), p.bias)


def _depthwise_separable(p: Problem) -> NDArray:
    """Filter each channel on its own, then mix the channels."""
    windows = _windows(p.images, p.geometry, p.dtype)
    y = np.einsum("nhwcij,ijcm->nhwcm", windows, p.weights[0])
    y = np.einsum("nhwc,co->nhwo", y.reshape(*y.shape[:3], -1), p.weights[1][0, 0])
    return _add_bias(y, p.bias)


def _spatially_separable(p: Problem) -> NDArray:
    """Filter the columns, then the rows of what comes out."""
    padded = _pad(p.images, p.geometry, p.dtype)
    (down, across), (dh, dw), (wh, ww) = p.geometry.strides, p.geometry.dilation_rate, p.geometry.window
    columns = sliding_window_view(padded, wh, axis=1)[:, ::down, ..., ::dh]
    y = np.einsum("nhwci,i->nhwc", columns, p.weights[0])
    rows = sliding_window_view(y, ww, axis=2)[:, :, ::across, :, ::dw]
    return np.einsum("nhwcj,j->nhwc", rows, p.weights[1])


def _windows(images: NDArray, g: Geometry, dtype: np.dtype) -> NDArray:
    """View the padded images as (N, output height, output width, C, kh, kw)."""
    view = sliding_window_view(_pad(images, g, dtype), g.window, axis=(1, 2))
    return view[:, :: g.strides[0], :: g.strides[1], :, :: g.dilation_rate[0], :: g.dilation_rate[1]]


def _pad(images: NDArray, g: Geometry, dtype: np.dtype) -> NDArray:
    """Return the images in the result's dtype with zeros around them."""
    return np.pad(images.astype(dtype, copy=False), ((0, 0), *g.padding, (0, 0)))


def _add_bias(y: NDArray, bias: NDArray | None) -> NDArray:
    """Add one value to each output channel."""
    return y if bias is None else np.add(y, bias, out=y)
