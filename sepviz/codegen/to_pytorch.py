"""A layer as PyTorch source: modules in a row, with the padding of the app and Keras's weights."""

from dataclasses import dataclass, replace

from sepviz.codegen.snippet import block, call, snippet, windows_of
from sepviz.layers import (
    Axes,
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    Layer,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)
from sepviz.layers.activations import LEAKY_SLOPE
from sepviz.layers.keras_convolution import KerasConvolution
from sepviz.shapes import Geometry, geometry
from sepviz.shapes.padding import Amounts

_NO_PADDING = ((0, 0), (0, 0))
_ONE_PIXEL = geometry((1, 1), (1, 1))
_IMPORTS = "import numpy as np\nimport torch\nfrom torch import nn"
_BODY = '''
model = {model}
{inference}

def tensor(array):
    """Copy an array to a tensor."""
    return torch.from_numpy(np.array(array, np.float32, order="C"))


def forward(x, weights):
    """Run the model on one image x of shape (H, W, C)."""
    weights = {{name: tensor(weights[name]) for name in SHAPES}}
{depthwise}    # PyTorch keeps a kernel as (out, in, kh, kw), and images as (N, C, H, W).
    state = {{{state}}}
{load}
{images}    with torch.no_grad():
        y = model(tensor(x).permute(2, 0, 1).unsqueeze({batch}))
    return y.squeeze({batch}).permute(1, 2, 0).numpy()
'''
_DEPTHWISE = """\
    # (kh, kw, in, multiplier) becomes (in x multiplier, 1, kh, kw).
    depthwise = weights["depthwise_kernel"].permute(2, 3, 0, 1).flatten(0, 1)
"""
_LOAD_NORMALISED = """\
    # Not strict, for BatchNorm2d would have its number of training steps as well.
    model.load_state_dict(state, strict=False)"""
_IMAGE_A_CHANNEL = """\
    # Each channel is an image of its own, so that one pair of kernels serves them all.
"""
_ACTIVATIONS = {
    "relu": "nn.ReLU()",
    "relu6": "nn.ReLU6()",
    "leaky_relu": f"nn.LeakyReLU({LEAKY_SLOPE})",
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "softmax": "nn.Softmax(dim=1)",
    "swish": "nn.SiLU()",
}


@dataclass(frozen=True, slots=True)
class _Module:
    """One module, and where its parameters come from: (name in PyTorch, expression)."""

    code: str
    state: tuple[tuple[str, str], ...] = ()
    note: str = ""


def pytorch_code(layer: Layer, input_shape: tuple[int, ...]) -> str:
    """Write a layer as a PyTorch program.

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
        ``layer.weight_shapes``; the result is a NumPy array with its channels last.
        As a script it runs itself on a random image and prints the output's shape.

    Raises
    ------
    ShapeError
        If the layer does not fit the input.
    TypeError
        If ``layer`` is no layer of sepviz.

    Notes
    -----
    PyTorch pads both sides of an axis alike. TensorFlow's ``"same"`` does not where the number of zeros is
    odd, as it often is for strides above 1; a ``ZeroPad2d`` in front gives the same numbers as the app.

    References
    ----------
    https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html

    Examples
    --------
    >>> code = pytorch_code(SeparableConv2D(filters=256, kernel_size=5), (12, 12, 3))
    >>> "nn.Conv2d(3, 3, 5, groups=3, bias=False)" in code
    True
    """
    axes, windows = windows_of(layer, input_shape)
    modules = [*_zeros(layer, windows), *_modules(layer, axes, windows)]
    items = [line for module in modules for line in (module.note, module.code) if line]
    state = [
        f'"{index}.{name}": {source}'
        for index, module in enumerate(modules)
        for name, source in module.state
    ]
    normalised = isinstance(layer, DepthwiseSeparableBlock | StandardBlock)
    separately = isinstance(layer, SpatiallySeparableConv2D)
    body = _BODY.format(
        model=call("nn.Sequential", *items, width=0),
        inference="model.eval()  # the statistics of the training, not those of x\n" if normalised else "",
        depthwise=_DEPTHWISE if "depthwise_kernel" in layer.weight_shapes(input_shape) else "",
        state=block(state).replace("\n", "\n    "),
        load=_LOAD_NORMALISED if normalised else "    model.load_state_dict(state)",
        images=_IMAGE_A_CHANNEL if separately else "",
        batch=1 if separately else 0,
    )
    return snippet(layer, input_shape, library="PyTorch", imports=_IMPORTS, body=body)


def _zeros(layer: Layer, windows: Geometry) -> list[_Module]:
    """Write the zeros around the image, where Conv2d cannot add them."""
    if windows.padding == _NO_PADDING or _own_padding(layer, windows) != _NO_PADDING:
        return []
    (top, bottom), (left, right) = windows.padding
    note = "# (left, right, top, bottom); Conv2d itself pads both sides of an axis alike."
    return [_Module(f"nn.ZeroPad2d({(left, right, top, bottom)})", note=note)]


def _own_padding(layer: Layer, windows: Geometry) -> Amounts:
    """Return the padding that Conv2d can add itself: the same on both sides of an axis."""
    alike = all(before == after for before, after in windows.padding)
    return windows.padding if alike and not isinstance(layer, SpatiallySeparableConv2D) else _NO_PADDING


def _modules(layer: Layer, axes: Axes, windows: Geometry) -> list[_Module]:
    """Write the modules that compute a layer together, behind its padding."""
    windows = replace(windows, padding=_own_padding(layer, windows))
    match layer:
        case Conv2D():
            return [_standard(layer, axes.channels, windows), *_activation(layer, layer.filters)]
        case DepthwiseConv2D():
            outputs = axes.channels * layer.depth_multiplier
            depthwise = _depthwise(axes.channels, outputs, windows, use_bias=layer.use_bias)
            return [depthwise, *_activation(layer, outputs)]
        case SeparableConv2D():
            between = axes.channels * layer.depth_multiplier
            return [
                _depthwise(axes.channels, between, windows),
                _pointwise(between, layer.filters, use_bias=layer.use_bias),
                *_activation(layer, layer.filters),
            ]
        case DepthwiseSeparableBlock():
            between = axes.channels * layer.depth_multiplier
            return [
                _depthwise(axes.channels, between, windows),
                *_normalised("depthwise_", between, layer.epsilon),
                _pointwise(between, layer.filters),
                *_normalised("pointwise_", layer.filters, layer.epsilon),
            ]
        case StandardBlock():
            standard = _standard(layer.standard, axes.channels, windows)
            return [standard, *_normalised("", layer.filters, layer.epsilon)]
        case SpatiallySeparableConv2D():
            return _column_and_row(windows)
    raise TypeError(f"layer must be a layer of sepviz, not {type(layer).__name__}")


def _standard(layer: Conv2D, channels: int, windows: Geometry) -> _Module:
    """Write a standard convolution."""
    kernel = 'weights["kernel"].permute(3, 2, 0, 1)'
    settings = {"groups": str(layer.groups)} if layer.groups > 1 else {}
    return _conv2d(channels, layer.filters, windows, kernel, settings, use_bias=layer.use_bias)


def _depthwise(channels: int, outputs: int, windows: Geometry, *, use_bias: bool = False) -> _Module:
    """Write a depthwise convolution: as many groups as channels."""
    kernel, settings = "depthwise.unsqueeze(1)", {"groups": str(channels)}
    return _conv2d(channels, outputs, windows, kernel, settings, use_bias=use_bias)


def _pointwise(channels: int, filters: int, *, use_bias: bool = False) -> _Module:
    """Write the 1 x 1 convolution that mixes the channels."""
    kernel = 'weights["pointwise_kernel"].permute(3, 2, 0, 1)'
    return _conv2d(channels, filters, _ONE_PIXEL, kernel, {}, use_bias=use_bias)


def _column_and_row(windows: Geometry) -> list[_Module]:
    """Write both passes as convolutions from one channel to one channel."""
    modules = []
    for axis, (factor, shape) in enumerate([("column", "1, 1, -1, 1"), ("row", "1, 1, 1, -1")]):

        def along(pair: tuple[int, int], axis: int = axis) -> tuple[int, int]:
            """Keep the setting of this axis, 1 on the other one."""
            return (pair[0], 1) if axis == 0 else (1, pair[1])

        one_axis = replace(
            windows,
            kernel_size=along(windows.kernel_size),
            strides=along(windows.strides),
            dilation_rate=along(windows.dilation_rate),
        )
        modules.append(_conv2d(1, 1, one_axis, f'weights["{factor}"].reshape({shape})', {}, use_bias=False))
    return modules


def _conv2d(
    channels: int, filters: int, windows: Geometry, kernel: str, settings: dict[str, str], *, use_bias: bool
) -> _Module:
    """Write one nn.Conv2d without the arguments that are defaults, and where its weights come from."""
    (top, _), (left, _) = windows.padding
    given = {"stride": windows.strides, "padding": (top, left), "dilation": windows.dilation_rate}
    defaults = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
    arguments = [str(channels), str(filters), _short(windows.kernel_size)]
    arguments += [f"{name}={_short(pair)}" for name, pair in given.items() if pair != defaults[name]]
    arguments += [f"{name}={value}" for name, value in settings.items()]
    state = [("weight", kernel)]
    if use_bias:
        state.append(("bias", 'weights["bias"]'))
    else:
        arguments.append("bias=False")
    return _Module(call("nn.Conv2d", *arguments, width=80), tuple(state))


def _short(pair: tuple[int, int]) -> str:
    """Write a pair, or the one number that stands for both."""
    return str(pair[0] if pair[0] == pair[1] else pair)


def _normalised(prefix: str, channels: int, epsilon: float) -> list[_Module]:
    """Write batch normalisation and ReLU."""
    names = {"weight": "gamma", "bias": "beta", "running_mean": "mean", "running_var": "variance"}
    state = tuple((name, f'weights["{prefix}{ours}"]') for name, ours in names.items())
    return [_Module(f"nn.BatchNorm2d({channels}, eps={epsilon})", state), _Module("nn.ReLU()")]


def _activation(layer: KerasConvolution, channels: int) -> list[_Module]:
    """Write the activation, if there is one."""
    if layer.activation == "prelu":
        return [_Module(f"nn.PReLU({channels})", (("weight", 'weights["alpha"]'),))]
    return [_Module(_ACTIVATIONS[layer.activation])] if layer.activation else []
