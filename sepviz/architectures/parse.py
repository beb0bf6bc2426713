"""A network of one's own from text, a layer a line; the text is read, never executed."""

import re
from collections.abc import Callable
from typing import Any

from sepviz.architectures.chain import Chain
from sepviz.architectures.line import Line, check_range, read
from sepviz.architectures.network import Network
from sepviz.errors import ArchitectureError, ShapeError
from sepviz.layers import Conv2D, DepthwiseConv2D, Layer, SeparableConv2D, axes_of

MAX_LINES = 1_000
"""Lines that a text may have, comments included."""


def parse(text: str, *, input_shape: tuple[int, int, int]) -> Network:
    """Read a network, a layer a line.

    Case and spare blanks do not matter, ``#`` begins a comment. The words:

    - ``conv 3x3 32``: standard convolution, kernel and filters; then, where wanted, ``s2`` stride,
      ``d2`` dilation, ``g4`` groups, ``valid`` (padding is ``same`` otherwise)
    - ``dw 3x3``: depthwise; ``s2``, ``d2``, ``m2`` depth multiplier, ``valid``
    - ``pw 64``: pointwise, filters; ``s2``, ``g4``
    - ``sep 3x3 128``: depthwise separable; ``s2``, ``d2``, ``m2``, ``valid``
    - ``pool 2``: pooling, whose stride is its size unless given, as in ``pool 3 s2``; ``valid``
    - ``gap``: the mean of each channel
    - ``fc 1000``: dense layer on all values

    Parameters
    ----------
    text : str
        At most 1,000 lines of at most 200 characters; no number above 65,536.
    input_shape : tuple of int
        (H, W, C) of one image.

    Returns
    -------
    Network
        A layer is named by its line and word, such as ``line2/conv``; pooling has no row. For
        ``parameters_with_bn_and_bias`` each convolution is followed by batch normalisation (gamma and
        beta) and has no bias, and each dense layer has a bias, as in the MobileNets.

    Raises
    ------
    ArchitectureError
        If a line is not understood, a number is 0 or too large, a kernel is larger than its input,
        there are too many lines or no layer; ``line`` is the line's number, 0 for ``input_shape``.
    TypeError
        If ``text`` is not a string or ``input_shape`` not made of integers.

    Examples
    --------
    >>> network = parse("conv 5x5 256 valid", input_shape=(12, 12, 3))
    >>> network.multiplications, network.parameters, network.layers[0].output_shape
    (1228800, 19200, (8, 8, 256))
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}")
    chain = Chain(_shape(input_shape))
    for number, line in enumerate(_lines(text), 1):
        what = read(line, number)
        if what is not None:
            _add(chain, what)
    if not chain.layers:
        raise ArchitectureError("there is no layer with weights", line=1, code="no_layers")
    return chain.network()


def _lines(text: str) -> list[str]:
    """Return the lines, or raise where they are too many."""
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff").rstrip(), maxsplit=MAX_LINES)
    if len(lines) > MAX_LINES:
        raise ArchitectureError(
            f"a network may have {MAX_LINES:,} lines, no more",
            line=MAX_LINES + 1,
            code="too_many_lines",
            limit=MAX_LINES,
        )
    return lines


def _shape(input_shape: object) -> tuple[int, int, int]:
    """Return the shape of one image, or raise."""
    try:
        shape = axes_of(input_shape, "channels_last")
    except ShapeError as error:
        raise ArchitectureError(str(error), line=0, code=error.code, **error.fields) from None
    for size in shape:
        check_range(size, 0)
    return shape.height, shape.width, shape.channels


def _add(chain: Chain, line: Line) -> None:
    """Append what a line says to the network."""
    _check_kernel(chain, line)
    name = f"line{line.number}/{line.word}"
    if line.word == "pool":
        chain.pool(line.kernel, line.strides or line.kernel, padding=line.padding)
    elif line.word == "gap":
        chain.pool_all()
    elif line.word == "fc":
        chain.add_dense(name, line.filters)
    else:
        _add_convolution(chain, name, line)


def _check_kernel(chain: Chain, line: Line) -> None:
    """Raise where the window is larger than the maps, even if padding would make up for it."""
    window = [(taps - 1) * rate + 1 for taps, rate in zip(line.kernel, line.dilation_rate, strict=True)]
    if window[0] > chain.shape[0] or window[1] > chain.shape[1]:
        covers, maps = f"{window[0]} x {window[1]}", f"{chain.shape[0]} x {chain.shape[1]}"
        raise ArchitectureError(
            f"the kernel covers {covers}, more than its input of {maps}",
            line=line.number,
            code="line_kernel",
            window=covers,
            maps=maps,
        )


def _add_convolution(chain: Chain, name: str, line: Line) -> None:
    """Append a convolution; what its layer refuses is the line's fault."""
    try:
        chain.add(name, _LAYERS[line.word](line))
    except ShapeError as error:
        raise ArchitectureError(str(error), line=line.number, code=error.code, **error.fields) from None
    check_range(chain.channels, line.number)


def _windows(line: Line) -> dict[str, Any]:
    """Return the settings that all convolutions share."""
    return {
        "kernel_size": line.kernel,
        "strides": line.strides or 1,
        "dilation_rate": line.dilation_rate,
        "padding": line.padding,
        "use_bias": False,
    }


def _conv(line: Line) -> Layer:
    """Return a standard or, with a kernel of 1 x 1, a pointwise convolution."""
    return Conv2D(filters=line.filters, groups=line.groups, **_windows(line))


def _dw(line: Line) -> Layer:
    """Return a depthwise convolution."""
    return DepthwiseConv2D(depth_multiplier=line.depth_multiplier, **_windows(line))


def _sep(line: Line) -> Layer:
    """Return a depthwise-separable convolution."""
    multiplier = line.depth_multiplier
    return SeparableConv2D(filters=line.filters, depth_multiplier=multiplier, **_windows(line))


_LAYERS: dict[str, Callable[[Line], Layer]] = {"conv": _conv, "pw": _conv, "dw": _dw, "sep": _sep}
