"""What the snippets of all three libraries share: the frame, the windows, and how calls are laid out."""

from textwrap import indent

from sepviz.layers import (
    Axes,
    Conv2D,
    Convolution,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    Layer,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
    axes_of,
)
from sepviz.shapes import Geometry, geometry

_WHAT: dict[type[Layer], tuple[str, str]] = {
    Conv2D: ("A standard convolution", "Each filter sums over its window and over the channels."),
    DepthwiseConv2D: ("A depthwise convolution", "Each channel is filtered on its own, none are mixed."),
    SeparableConv2D: (
        "A depthwise-separable convolution",
        "Each channel is filtered on its own, then 1 x 1 kernels mix the channels.",
    ),
    SpatiallySeparableConv2D: (
        "A spatially separable convolution",
        "A column, then a row of weights filters each channel on its own.",
    ),
    DepthwiseSeparableBlock: (
        "A depthwise-separable block",
        "Depthwise, then pointwise; batch normalisation and ReLU follow each half.",
    ),
    StandardBlock: (
        "A standard block",
        "A standard convolution; batch normalisation and ReLU follow.",
    ),
}
_FRAME = '''"""{what} in {library}.

{before} -> {after}, channels last; no kernel is flipped.
{explanation}
"""

{imports}

# Shapes of the weights, in the layout of Keras: kernels are (kh, kw, in, out).
SHAPES = {{
{shapes}
}}
{body}

if __name__ == "__main__":
    rng = np.random.default_rng(seed=0)
    weights = {{name: rng.random(shape, np.float32) for name, shape in SHAPES.items()}}
    x = rng.random({before}, np.float32)
    print(forward(x, weights).shape)
'''


def snippet(layer: Layer, input_shape: tuple[int, ...], *, library: str, imports: str, body: str) -> str:
    """Put the frame around a library's own lines.

    Parameters
    ----------
    layer : Layer
        The layer that is exported.
    input_shape : tuple of int
        Shape of one image in the order of the layer's ``data_format``.
    library : str
        Name for the title.
    imports, body : str
        Source; the body defines ``forward``.

    Returns
    -------
    str
        A whole program.

    Examples
    --------
    >>> code = snippet(Conv2D(filters=4, kernel_size=3), (9, 8, 2), library="X", imports="", body="")
    >>> code.splitlines()[0].strip('"')
    'A standard convolution in X.'
    """
    what, explanation = _WHAT[type(layer)]
    shapes = layer.weight_shapes(input_shape)
    return _FRAME.format(
        what=what,
        explanation=explanation,
        library=library,
        before=tuple(axes_of(input_shape, layer.data_format)),
        after=tuple(axes_of(layer.output_shape(input_shape), layer.data_format)),
        imports=imports,
        shapes="\n".join(f'    "{name}": {shape},' for name, shape in shapes.items()),
        body=body,
    )


def windows_of(layer: Layer, input_shape: tuple[int, ...]) -> tuple[Axes, Geometry]:
    """Return the sizes of the input, and where the windows of a layer stand.

    Parameters
    ----------
    layer : Layer
        Any layer; a block is represented by its first convolution.
    input_shape : tuple of int
        Shape of one image in the order of the layer's ``data_format``.

    Returns
    -------
    tuple of Axes and Geometry
        With the padding in pixels, whatever the layer calls it.

    Raises
    ------
    ShapeError
        If the layer does not fit the input.
    TypeError
        If ``layer`` is no layer of sepviz.

    Examples
    --------
    >>> windows_of(Conv2D(filters=4, kernel_size=3, strides=2, padding="same"), (12, 9, 2))[1].padding
    ((0, 1), (1, 1))
    """
    if type(layer) not in _WHAT:
        raise TypeError(f"layer must be a layer of sepviz, not {type(layer).__name__}")
    layer.output_shape(input_shape)  # raises where channels or sizes do not fit
    axes = axes_of(input_shape, layer.data_format)
    match layer:
        case DepthwiseSeparableBlock():
            convolution: Layer = layer.depthwise
        case StandardBlock():
            convolution = layer.standard
        case _:
            convolution = layer
    assert isinstance(convolution, Convolution)
    return axes, geometry(
        (axes.height, axes.width),
        convolution.kernel_size,
        strides=convolution.strides,
        padding=convolution.padding,
        dilation_rate=convolution.dilation_rate,
    )


def call(function: str, *arguments: str, width: int = 48) -> str:
    """Lay out a call: on one line of at most ``width`` characters, otherwise one argument a line.

    The trailing comma of the long form keeps a formatter from joining the lines again.
    """
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= width and "\n" not in line:
        return line
    return f"{function}({block(arguments)})"


def block(items: tuple[str, ...] | list[str]) -> str:
    """Lay out the inside of a bracket, one item a line; comments may stand among the items."""
    lines = (item if item.startswith("#") else f"{item}," for item in items)
    return "\n" + indent("\n".join(lines), "    ") + "\n"
