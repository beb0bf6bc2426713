"""Standard convolution: the windows as rows of a matrix, times the kernels as its columns (im2col)."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.depthwise import depthwise
from sepviz.ops.problem import Problem, standard_problem
from sepviz.ops.tiles import TILE_BYTES, PaddedInput, Scratch, tiles
from sepviz.ops.windows import copy_runs, window_view


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
) -> Array:
    """Compute a standard convolution, which mixes space and channels.

    "Convolution" is what deep learning means by it: cross-correlation, the kernel is not flipped.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        One image or a batch; (C, H, W) or (N, C, H, W) with ``data_format="channels_first"``.
        float64 gives a float64 result, every other real type float32.
    kernel : array_like, (kh, kw, C // groups, c_out)
        The weights, laid out so whatever ``data_format`` says.
    strides : int or (int, int), optional
        Steps of the window in pixels, (vertical, horizontal).
    padding : optional
        ``"valid"``; ``"same"`` (TensorFlow's rule: output size ``ceil(size / stride)``, the odd pixel
        at the bottom and the right); an int; (vertical, horizontal); ((top, bottom), (left, right)).
        Zeros.
    dilation_rate : int or (int, int), optional
        Distance between neighbouring taps in pixels, (vertical, horizontal).
    groups : int, optional
        Cuts the channels into groups that are convolved apart; divides both channel counts.
    bias : array_like, (c_out,), optional
        Added to each output channel.
    data_format : {"channels_last", "channels_first"}, optional
        Where the channels of ``x`` and of the result stand.

    Returns
    -------
    ndarray, (H', W', c_out) or (N, H', W', c_out)
        As many axes as ``x``, in the same ``data_format``.

    Raises
    ------
    ShapeError
        If sizes, channel counts or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    References
    ----------
    Keras, ``keras.ops.conv``, whose kernel layout this is: https://keras.io/api/ops/nn/

    Examples
    --------
    >>> import numpy as np
    >>> image, kernel = np.ones((12, 12, 3)), np.ones((5, 5, 3, 256))
    >>> y = conv2d(image, kernel)
    >>> y.shape, float(y[0, 0, 0])
    ((8, 8, 256), 75.0)
    """
    return standard_problem(
        x,
        kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        groups=groups,
        bias=bias,
        data_format=data_format,
    ).solve("standard", standard)


def standard(p: Problem) -> Array:
    """Compute (N, H', W', c_out), one matrix product a tile."""
    kernel = p.weights[0]
    if p.groups == p.images.shape[-1] > 1:  # a group for each channel is a depthwise convolution
        return depthwise(p.with_weights(kernel.reshape(*kernel.shape[:2], p.groups, -1)))
    taps, c_out = kernel[..., 0].size, kernel.shape[-1]
    y = p.output(c_out)
    matrix = kernel.reshape(taps, p.groups, c_out // p.groups).swapaxes(0, 1)
    # Each product reads the whole kernel again: worth it only for a window matrix of some size.
    room = max(TILE_BYTES, kernel.nbytes // 2)
    plan = tiles(p, output_values=taps * p.groups, input_values=p.images.shape[-1], output_bytes=room)
    padded = PaddedInput(p)
    buffer = Scratch(p.dtype)
    for tile in plan:
        out = y[tile]
        windows = window_matrix(p, padded.under(tile), out.shape, buffer)
        np.matmul(windows, matrix, out=out.reshape(-1, p.groups, c_out // p.groups).swapaxes(0, 1))
        if p.bias is not None:
            out += p.bias
    return y


def window_matrix(p: Problem, source: Array, out: tuple[int, ...], buffer: Scratch) -> Array:
    """Return the windows as rows of a matrix, one matrix for each group: (groups, windows, taps)."""
    g = p.geometry
    images, rows, columns, _ = out
    channels = source.shape[3] // p.groups
    if g.kernel_size == g.strides == (1, 1):
        return source.reshape(-1, p.groups, channels).swapaxes(0, 1)
    view = window_view(source, g, rows, columns).reshape(
        images, rows, columns, *g.kernel_size, p.groups, channels
    )
    view = np.moveaxis(view, 5, 0)
    if view.strides[-2] == channels * view.itemsize:  # no dilation, one group: a row of taps is one run
        view = view.reshape(*view.shape[:-2], -1)
    matrix = buffer.shaped(*view.shape)
    copy_runs(view, matrix)
    return matrix.reshape(p.groups, images * rows * columns, -1)
