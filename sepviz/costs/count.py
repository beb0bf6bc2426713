"""From a layer and the shape of its input to what running it once costs."""

from functools import singledispatch

from sepviz.costs.cost import Cost, stage_cost, total_cost
from sepviz.layers import (
    Axes,
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    Layer,
    SeparableConv2D,
    SpatiallySeparableConv2D,
    StandardBlock,
    axes_of,
    shape_of,
)


def count(layer: Layer, input_shape: tuple[int, ...]) -> Cost:
    """Count what one run of a layer on one image costs.

    Parameters
    ----------
    layer : Layer
        Any layer of ``sepviz.layers``.
    input_shape : tuple of int
        Shape of one image in the order of the layer's ``data_format``, without a batch axis.

    Returns
    -------
    Cost
        The sum, with one ``Cost`` for each convolution under ``stages``.

    Raises
    ------
    ShapeError
        If the layer does not fit the input.
    TypeError
        If ``layer`` is no layer.

    Notes
    -----
    Multiplications are scalar products, taps that fall on padding included and bias excluded.
    A spatially separable pair does the column first, over the whole width of the input.

    Examples
    --------
    >>> cost = count(SeparableConv2D(filters=256, kernel_size=5, use_bias=False), (12, 12, 3))
    >>> cost.multiplications, [(stage.name, stage.multiplications) for stage in cost.stages]
    (53952, [('depthwise', 4800), ('pointwise', 49152)])
    >>> cost.stages[1].factors
    (('out_height', 8), ('out_width', 8), ('filters', 256), ('channels', 3))
    """
    if not isinstance(layer, Layer):
        raise TypeError(f"layer must be a layer of sepviz, not {type(layer).__name__}")
    before = axes_of(input_shape, layer.data_format)
    after = axes_of(layer.output_shape(input_shape), layer.data_format)
    return total_cost(type(layer).__name__, _stages(layer, before, after))


@singledispatch
def _stages(layer: Layer, before: Axes, after: Axes) -> tuple[Cost, ...]:
    """Return the cost of each convolution of a layer, by the layer's type."""
    raise TypeError(f"layer must be one that can be counted, not {type(layer).__name__}")


@_stages.register
def _(layer: Conv2D, before: Axes, after: Axes) -> tuple[Cost, ...]:
    """Each filter takes all channels of its group at once."""
    beside = _beside_kernel(layer)
    return (_standard(layer, before, after, beside=beside, groups=layer.groups, use_bias=layer.use_bias),)


@_stages.register
def _(layer: StandardBlock, before: Axes, after: Axes) -> tuple[Cost, ...]:
    """Count the convolution; normalisation folds into its kernel, and gamma and beta are learned."""
    return (_standard(layer, before, after, beside=2),)


@_stages.register
def _(layer: DepthwiseConv2D, before: Axes, after: Axes) -> tuple[Cost, ...]:
    """Each output channel takes one input channel."""
    return (_depthwise(layer, before, after, beside=_beside_kernel(layer), use_bias=layer.use_bias),)


@_stages.register
def _(layer: SeparableConv2D, before: Axes, after: Axes) -> tuple[Cost, ...]:
    """Count the depthwise half, then the pointwise half, to which bias and activation belong."""
    return (
        _depthwise(layer, before, after),
        _pointwise(layer, before, after, beside=_beside_kernel(layer), use_bias=layer.use_bias),
    )


@_stages.register
def _(layer: DepthwiseSeparableBlock, before: Axes, after: Axes) -> tuple[Cost, ...]:
    """Count both halves; normalisation folds into the kernels, so only its gamma and beta are counted."""
    return _depthwise(layer, before, after, beside=2), _pointwise(layer, before, after, beside=2)


@_stages.register
def _(layer: SpatiallySeparableConv2D, before: Axes, after: Axes) -> tuple[Cost, ...]:
    """Count the column pass over the whole width of the input, then the row pass."""
    kh, kw = layer.kernel_size
    column = stage_cost(
        "column",
        {"out_height": after.height, "in_width": before.width, "channels": before.channels},
        {"kh": kh},
        output_shape=shape_of(Axes(after.height, before.width, before.channels), layer.data_format),
        kernels=1,  # the channels share the pair
    )
    row = stage_cost(
        "row",
        {"out_height": after.height, "out_width": after.width, "channels": before.channels},
        {"kw": kw},
        output_shape=shape_of(after, layer.data_format),
        kernels=1,
    )
    return column, row


def _standard(
    layer: Conv2D | StandardBlock,
    before: Axes,
    after: Axes,
    *,
    beside: int,
    groups: int = 1,
    use_bias: bool = False,
) -> Cost:
    """Count a standard convolution with ``beside`` learned numbers a filter beside the kernel."""
    kh, kw = layer.kernel_size
    return stage_cost(
        "standard",
        {"out_height": after.height, "out_width": after.width, "filters": layer.filters},
        {"kh": kh, "kw": kw, "channels": before.channels // groups},
        output_shape=shape_of(after, layer.data_format),
        kernels=layer.filters,
        learned_beside=beside * layer.filters,
        use_bias=use_bias,
    )


def _depthwise(
    layer: DepthwiseConv2D | SeparableConv2D | DepthwiseSeparableBlock,
    before: Axes,
    after: Axes,
    *,
    beside: int = 0,
    use_bias: bool = False,
) -> Cost:
    """Count a depthwise convolution with ``beside`` learned numbers an output channel beside the kernel."""
    kh, kw = layer.kernel_size
    kernels = before.channels * layer.depth_multiplier
    return stage_cost(
        "depthwise",
        {
            "out_height": after.height,
            "out_width": after.width,
            "channels": before.channels,
            "depth_multiplier": layer.depth_multiplier,
        },
        {"kh": kh, "kw": kw},
        output_shape=shape_of(Axes(after.height, after.width, kernels), layer.data_format),
        kernels=kernels,
        learned_beside=beside * kernels,
        use_bias=use_bias,
    )


def _pointwise(
    layer: SeparableConv2D | DepthwiseSeparableBlock,
    before: Axes,
    after: Axes,
    *,
    beside: int = 0,
    use_bias: bool = False,
) -> Cost:
    """Count the 1 x 1 convolution behind a depthwise one."""
    return stage_cost(
        "pointwise",
        {"out_height": after.height, "out_width": after.width, "filters": layer.filters},
        {"channels": before.channels * layer.depth_multiplier},
        output_shape=shape_of(after, layer.data_format),
        kernels=layer.filters,
        learned_beside=beside * layer.filters,
        use_bias=use_bias,
    )


def _beside_kernel(layer: Conv2D | DepthwiseConv2D | SeparableConv2D) -> int:
    """Return the numbers learned for each output channel beside its kernel: bias, and prelu's alpha."""
    return layer.use_bias + (layer.activation == "prelu")
