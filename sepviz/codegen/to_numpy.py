"""A layer as NumPy source: every window is a view, and every sum is spelled out."""

from textwrap import indent

from sepviz.codegen.snippet import snippet, windows_of
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    Layer,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)
from sepviz.layers.activations import LEAKY_SLOPE
from sepviz.shapes import Geometry

_IMPORTS = "import numpy as np\nfrom numpy.lib.stride_tricks import sliding_window_view"
_SIGMOID = "np.exp(-np.logaddexp(0, -y))"  # 1 / (1 + exp(-y)), which would overflow
_NORMALISED = 'y = np.maximum(batch_norm(y, "{}", weights), 0)'
_ACTIVATIONS = {
    "relu": ["y = np.maximum(y, 0)  # ReLU"],
    "relu6": ["y = np.clip(y, 0, 6)  # ReLU6"],
    "leaky_relu": [f"y = np.where(y > 0, y, {LEAKY_SLOPE} * y)  # leaky ReLU"],
    "prelu": ['y = np.where(y > 0, y, weights["alpha"] * y)  # PReLU: one slope a channel'],
    "sigmoid": [f"y = {_SIGMOID}  # sigmoid: 1 / (1 + exp(-y)), without overflow"],
    "tanh": ["y = np.tanh(y)"],
    "softmax": [
        "# Softmax over the channels; the largest is taken off, so that nothing overflows.",
        "y = np.exp(y - y.max(axis=-1, keepdims=True))",
        "y = y / y.sum(axis=-1, keepdims=True)",
    ],
    "swish": [f"y = y * {_SIGMOID}  # swish: y times its sigmoid"],
}


def numpy_code(layer: Layer, input_shape: tuple[int, ...]) -> str:
    """Write a layer as a NumPy program.

    Parameters
    ----------
    layer : Layer
        Any layer of sepviz.
    input_shape : tuple of int
        Shape of one image, in the order of the layer's ``data_format``.

    Returns
    -------
    str
        Source that defines ``forward(x, weights)``: ``x`` of shape (H, W, C), weights by the names of
        ``layer.weight_shapes``; the result has its channels last.
        As a script it runs itself on a random image and prints the output's shape.

    Raises
    ------
    ShapeError
        If the layer does not fit the input.
    TypeError
        If ``layer`` is no layer of sepviz.

    References
    ----------
    https://numpy.org/doc/stable/reference/generated/numpy.lib.stride_tricks.sliding_window_view.html

    Examples
    --------
    >>> code = numpy_code(SeparableConv2D(filters=256, kernel_size=5), (12, 12, 3))
    >>> exec(code, {"__name__": "__main__"})
    (8, 8, 256)
    """
    _, windows = windows_of(layer, input_shape)
    lines = [*_padding(layer, windows), *_convolution(layer, windows)]
    if getattr(layer, "use_bias", False):
        lines.append('y = y + weights["bias"]')
    lines += _ACTIVATIONS.get(getattr(layer, "activation", None) or "", [])
    forward = '\n\ndef forward(x, weights):\n    """Run the layer on one image x of shape (H, W, C)."""\n'
    body = forward + indent("\n".join([*lines, "return y"]), "    ") + "\n"
    if isinstance(layer, DepthwiseSeparableBlock | StandardBlock):
        body = _batch_norm(layer.epsilon) + body
    return snippet(layer, input_shape, library="NumPy", imports=_IMPORTS, body=body)


def _padding(layer: Layer, windows: Geometry) -> list[str]:
    """Write the zeros around the image."""
    if windows.padding == ((0, 0), (0, 0)):
        return []
    same = getattr(layer, "padding", None) == "same"
    rule = "Zeros as in TensorFlow's 'same', an odd one last" if same else "Zeros around the image"
    vertical, horizontal = windows.padding
    return [
        f"# {rule}: (top, bottom), (left, right).",
        f"x = np.pad(x, ({vertical}, {horizontal}, (0, 0)))",
    ]


def _convolution(layer: Layer, windows: Geometry) -> list[str]:
    """Write what turns the padded x into y, before the bias."""
    match layer:
        case Conv2D():
            return [*_windows(windows), *_standard(layer)]
        case DepthwiseConv2D():
            return [*_windows(windows), *_depthwise()]
        case SeparableConv2D():
            return [*_windows(windows), *_depthwise(), *_pointwise()]
        case SpatiallySeparableConv2D():
            return _spatially_separable(windows)
        case DepthwiseSeparableBlock():
            first, second = _NORMALISED.format("depthwise_"), _NORMALISED.format("pointwise_")
            return [*_windows(windows), *_depthwise(), first, *_pointwise(), second]
        case StandardBlock():
            return [*_windows(windows), *_standard(layer.standard), _NORMALISED.format("")]
    raise TypeError(f"layer must be a layer of sepviz, not {type(layer).__name__}")


def _windows(windows: Geometry) -> list[str]:
    """Write the view of all windows."""
    lines = [
        "# A view with axes (row, column, channel, vertical tap, horizontal tap).",
        f"windows = sliding_window_view(x, {windows.window}, axis=(0, 1))",
    ]
    if windows.strides != (1, 1):
        vertical, horizontal = windows.strides
        lines.append(f"windows = windows[::{vertical}, ::{horizontal}]  # strides")
    if windows.dilation_rate != (1, 1):
        vertical, horizontal = windows.dilation_rate
        lines.append(f"windows = windows[..., ::{vertical}, ::{horizontal}]  # dilation")
    return lines


def _standard(layer: Conv2D) -> list[str]:
    """Write the sum over window and channels, group by group where there are groups."""
    if layer.groups == 1:
        return ['y = np.einsum("hwcij,ijco->hwo", windows, weights["kernel"], optimize=True)']
    return [
        f"# {layer.groups} groups: each sees its own channels only, and has its own filters.",
        f"windows = np.stack(np.split(windows, {layer.groups}, axis=2), axis=2)",
        f'kernel = np.stack(np.split(weights["kernel"], {layer.groups}, axis=3), axis=3)',
        'y = np.einsum("hwgcij,ijcgo->hwgo", windows, kernel)',
        "y = y.reshape(*y.shape[:2], -1)",
    ]


def _depthwise() -> list[str]:
    """Write the sum over the window alone."""
    return [
        "# Depthwise: channel c meets its own kernels only, one for each multiplier m.",
        'y = np.einsum("hwcij,ijcm->hwcm", windows, weights["depthwise_kernel"])',
        "y = y.reshape(*y.shape[:2], -1)",
    ]


def _pointwise() -> list[str]:
    """Write the sum over the channels alone."""
    return [
        "# Pointwise: at each position, the channels are mixed.",
        'y = y @ weights["pointwise_kernel"][0, 0]',
    ]


def _spatially_separable(windows: Geometry) -> list[str]:
    """Write the column pass, then the row pass, over one-dimensional windows."""
    lines = []
    for axis, (factor, source) in enumerate([("column", "x"), ("row", "y")]):
        stride, dilation = windows.strides[axis], windows.dilation_rate[axis]
        lines.append(f"windows = sliding_window_view({source}, {windows.window[axis]}, axis={axis})")
        if stride > 1:
            lines.append(f"windows = windows[{':, ' * axis}::{stride}]  # strides")
        if dilation > 1:
            lines.append(f"windows = windows[..., ::{dilation}]  # dilation")
        lines.append(f'y = windows @ weights["{factor}"]  # the {factor}, on every channel')
    return lines


def _batch_norm(epsilon: float) -> str:
    """Write the normalisation with the statistics of the training."""
    return f'''

def batch_norm(y, prefix, weights):
    """Normalise each channel as after training: a scale and a shift."""
    scale = weights[f"{{prefix}}gamma"] / np.sqrt(weights[f"{{prefix}}variance"] + {epsilon})
    return (y - weights[f"{{prefix}}mean"]) * scale + weights[f"{{prefix}}beta"]
'''
