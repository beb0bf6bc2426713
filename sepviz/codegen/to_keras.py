"""A layer as Keras source: the layer of the same name, with all the arguments that are not defaults."""

from dataclasses import fields
from textwrap import indent
from typing import Any

from sepviz.codegen.snippet import block, call, snippet, windows_of
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    Layer,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
)
from sepviz.layers.keras_convolution import KerasConvolution
from sepviz.shapes import Geometry

_IMPORTS = "import keras\nimport numpy as np"
_FIRST = ("filters", "kernel_size", "strides", "padding", "dilation_rate", "groups", "depth_multiplier")
_NO_PADDING = ((0, 0), (0, 0))
_BODY = '''
model = {model}


def forward(x, weights):
    """Run the model on one image x of shape (H, W, C)."""
    # Keras lists its variables in the order of SHAPES.
    model.set_weights(
        [
            np.reshape(weights[name], variable.shape)
            for name, variable in zip(SHAPES, model.weights, strict=True)
        ]
    )
    {run}
'''
# Not keras.ops.convert_to_numpy: on torch it makes NumPy 2 warn (Keras 3.15).
_ONE_IMAGE = """y = model(np.expand_dims(x, 0))
    return np.asarray(keras.ops.stop_gradient(y))[0]"""
_IMAGE_A_CHANNEL = """# Each channel is an image of its own, so that one pair of kernels serves them all.
    y = model(np.expand_dims(np.moveaxis(x, -1, 0), -1))
    return np.moveaxis(np.asarray(keras.ops.stop_gradient(y))[..., 0], 0, -1)"""


def keras_code(layer: Layer, input_shape: tuple[int, ...]) -> str:
    """Write a layer as a Keras program, which runs on any backend.

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
    Keras knows no padding in pixels, so ``ZeroPadding2D`` adds it. TensorFlow's depthwise kernel has one
    stride for both axes: for two, every output is calculated and the others are dropped.

    References
    ----------
    https://keras.io/api/layers/convolution_layers/

    Examples
    --------
    >>> code = keras_code(SeparableConv2D(filters=256, kernel_size=5), (12, 12, 3))
    >>> "keras.layers.SeparableConv2D(filters=256, kernel_size=(5, 5))" in code
    True
    """
    axes, windows = windows_of(layer, input_shape)
    separately = isinstance(layer, SpatiallySeparableConv2D)
    channels = 1 if separately else axes.channels
    layers = [f"keras.Input(({axes.height}, {axes.width}, {channels}))", *_layers(layer, windows)]
    body = _BODY.format(
        model=f"keras.Sequential(\n    [{indent(block(layers), '    ')}    ]\n)",
        run=_IMAGE_A_CHANNEL if separately else _ONE_IMAGE,
    )
    return snippet(layer, input_shape, library="Keras", imports=_IMPORTS, body=body)


def _layers(layer: Layer, windows: Geometry) -> list[str]:
    """Write the Keras layers that compute a layer together."""
    match layer:
        case DepthwiseSeparableBlock():
            normalised = _normalised(layer.epsilon)
            halves = _windowed(layer.depthwise, windows), [_layer(layer.pointwise, {})]
            return [one for half in halves for one in (*half, *normalised)]
        case StandardBlock():
            return [*_windowed(layer.standard, windows), *_normalised(layer.epsilon)]
        case SpatiallySeparableConv2D():
            return _column_and_row(layer, windows)
        case Conv2D() | DepthwiseConv2D() | SeparableConv2D():
            slopes = ["keras.layers.PReLU(shared_axes=[1, 2])"] if layer.activation == "prelu" else []
            return [*_windowed(layer, windows), *slopes]
    raise TypeError(f"layer must be a layer of sepviz, not {type(layer).__name__}")


def _normalised(epsilon: float) -> list[str]:
    """Write batch normalisation and ReLU."""
    return [f"keras.layers.BatchNormalization(epsilon={epsilon})", "keras.layers.ReLU()"]


def _windowed(layer: KerasConvolution, windows: Geometry) -> list[str]:
    """Write a convolution, and what stands around it where Keras cannot place its windows so."""
    drop = not isinstance(layer, Conv2D) and len(set(windows.strides)) > 1
    by_hand = drop or not isinstance(layer.padding, str)
    before = _zeros(windows) if by_hand else []
    after = [
        "# TensorFlow's depthwise kernel takes one stride for both axes,",
        "# so the outputs in between are calculated and dropped.",
        f"keras.layers.MaxPooling2D(pool_size=1, strides={windows.strides})",
    ]
    settings = {"padding": "valid"} if by_hand else {}
    return [
        *before,
        _layer(layer, settings | ({"strides": (1, 1)} if drop else {})),
        *(after if drop else []),
    ]


def _zeros(windows: Geometry) -> list[str]:
    """Write the zeros around the image in pixels: (top, bottom), (left, right)."""
    if windows.padding == _NO_PADDING:
        return []
    return [f"keras.layers.ZeroPadding2D({windows.padding})"]


def _layer(layer: KerasConvolution, changes: dict[str, object]) -> str:
    """Write the Keras layer of the same name, without the arguments that Keras has as defaults."""
    given: dict[str, object] = {}
    for field in fields(layer):
        value = changes.get(field.name, getattr(layer, field.name))
        if value != field.default and (field.name, value) != ("activation", "prelu"):
            given[field.name] = value
    given.pop("data_format", None)  # forward has its channels last
    names = [name for name in _FIRST if name in given]
    names += [name for name in given if name not in _FIRST]
    arguments = (f"{name}={_value(name, given[name])}" for name in names)
    return call(f"keras.layers.{type(layer).__name__}", *arguments, width=74)


def _value(name: str, value: Any) -> str:
    """Write a value; settings become objects, for Keras does not know all of them by their names."""
    role = name.rpartition("_")[2]
    if role not in ("initializer", "regularizer", "constraint"):
        return f'"{value}"' if isinstance(value, str) else str(value)
    kind, settings = (value, ()) if isinstance(value, str) else value
    class_name = "".join(part.capitalize() for part in kind.split("_"))
    return call(f"keras.{role}s.{class_name}", *(f"{key}={one}" for key, one in settings))


def _column_and_row(layer: SpatiallySeparableConv2D, windows: Geometry) -> list[str]:
    """Write both passes as convolutions from one channel to one channel."""
    same = layer.padding == "same"
    layers = [] if same else _zeros(windows)
    for axis in (0, 1):

        def along(pair: tuple[int, int], axis: int = axis) -> tuple[int, int]:
            """Keep the setting of this axis, 1 on the other one."""
            return (pair[0], 1) if axis == 0 else (1, pair[1])

        convolution = Conv2D(
            filters=1,
            kernel_size=along(layer.kernel_size),
            strides=along(layer.strides),
            dilation_rate=along(layer.dilation_rate),
            padding="same" if same else "valid",
            use_bias=False,
        )
        layers.append(_layer(convolution, {}))
    return layers
