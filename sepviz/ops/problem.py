"""The arguments of an operation, checked and normalised once; every engine starts from here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.errors import ShapeError
from sepviz.ops.arguments import (
    Layout,
    bias_of,
    geometry_of,
    groups_of,
    images_of,
    result_type,
    same_channels,
    weights_of,
)
from sepviz.shapes import Geometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One convolution, ready to be computed.

    ``images`` is a view of the caller's ``x`` as (N, H, W, C), of the caller's dtype and memory layout;
    ``weights`` are C-contiguous and have the dtype of the result, and so has ``bias``.
    """

    images: Array
    weights: tuple[Array, ...]
    geometry: Geometry
    layout: Layout
    groups: int = 1
    bias: Array | None = None

    @property
    def dtype(self) -> np.dtype:
        """Type of the result."""
        return self.weights[0].dtype

    def with_weights(self, *weights: Array) -> "Problem":
        """Return the same problem for other weights, of one group."""
        return replace(self, weights=weights, groups=1)

    def output(self, channels: int) -> Array:
        """Return memory for (N, H', W', channels), or raise MemoryError before any work is done."""
        shape = (self.images.shape[0], *self.geometry.output_size, channels)
        try:
            return np.empty(shape, self.dtype)
        except ValueError:  # more than an address can count
            raise MemoryError(f"an output of {shape} does not fit into memory") from None

    def solve(self, kind: str, fast: Callable[["Problem"], Array]) -> Array:
        """Compute (N, H, W, C) and give the result the axes that ``x`` came with.

        ``fast`` computes it, unless another engine is in use for this kind of operation.
        """
        compute = _engine.get().get(kind, fast)
        # As in the frameworks, an overflow or inf - inf is a value in the result and no warning.
        with np.errstate(all="ignore"):
            y = compute(self)
        return self.laid_out(y)

    def laid_out(self, y: Array) -> Array:
        """Give (N, H, W, C) the axes that ``x`` came with."""
        if self.layout.channels_first:
            y = np.moveaxis(y, -1, 1)
        return y if self.layout.is_batch else y[0]


Engine = Mapping[str, Callable[[Problem], Array]]
"""A way to compute each kind of operation; a kind that is missing is computed as fast as we can."""

FAST: Engine = {}
_engine: ContextVar[Engine] = ContextVar("engine", default=FAST)


@contextmanager
def using(engine: Engine) -> Iterator[None]:
    """Let the operations inside the block be computed by another engine, in this thread only."""
    token = _engine.set(engine)
    try:
        yield
    finally:
        _engine.reset(token)


def standard_problem(
    x: ArrayLike,
    kernel: ArrayLike,
    *,
    groups: object,
    bias: ArrayLike | None,
    data_format: str,
    **window: object,
) -> Problem:
    """Check the arguments of a standard convolution; ``window`` is strides, padding, dilation_rate."""
    images, layout = images_of(x, data_format)
    weights = weights_of(kernel, "kernel", "kh, kw, c_in // groups, c_out", result_type(images))
    c_in, c_out = images.shape[-1], weights.shape[-1]
    number = groups_of(groups, c_in, c_out)
    if number == 1:
        same_channels("kernel", weights.shape[2], "x", c_in)
    else:
        same_channels(
            "kernel",
            weights.shape[2],
            f"each of groups={number} of the {c_in} channels of x",
            c_in // number,
        )
    return Problem(
        images=images,
        weights=(weights,),
        geometry=geometry_of(images, weights.shape[:2], "kernel", **window),
        groups=number,
        bias=bias_of(bias, c_out, weights.dtype),
        layout=layout,
    )


def depthwise_problem(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    *,
    bias: ArrayLike | None,
    data_format: str,
    **window: object,
) -> Problem:
    """Check the arguments of a depthwise convolution."""
    images, layout = images_of(x, data_format)
    weights = _depthwise_weights(depthwise_kernel, images)
    return Problem(
        images=images,
        weights=(weights,),
        geometry=geometry_of(images, weights.shape[:2], "depthwise_kernel", **window),
        bias=bias_of(bias, weights.shape[2] * weights.shape[3], weights.dtype),
        layout=layout,
    )


def pointwise_problem(
    x: ArrayLike, pointwise_kernel: ArrayLike, *, bias: ArrayLike | None, data_format: str
) -> Problem:
    """Check the arguments of a pointwise convolution."""
    images, layout = images_of(x, data_format)
    weights = _pointwise_weights(pointwise_kernel, "x", images.shape[-1], result_type(images))
    return Problem(
        images=images,
        weights=(weights,),
        geometry=geometry_of(images, (1, 1), "pointwise_kernel"),
        bias=bias_of(bias, weights.shape[-1], weights.dtype),
        layout=layout,
    )


def separable_problem(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    pointwise_kernel: ArrayLike,
    *,
    bias: ArrayLike | None,
    data_format: str,
    **window: object,
) -> Problem:
    """Check the arguments of a depthwise-separable convolution."""
    images, layout = images_of(x, data_format)
    depthwise = _depthwise_weights(depthwise_kernel, images)
    between = depthwise.shape[2] * depthwise.shape[3]
    pointwise = _pointwise_weights(
        pointwise_kernel, "the result of depthwise_kernel", between, depthwise.dtype
    )
    return Problem(
        images=images,
        weights=(depthwise, pointwise),
        geometry=geometry_of(images, depthwise.shape[:2], "depthwise_kernel", **window),
        bias=bias_of(bias, pointwise.shape[-1], depthwise.dtype),
        layout=layout,
    )


def spatially_separable_problem(
    x: ArrayLike, column: ArrayLike, row: ArrayLike, *, data_format: str, **window: object
) -> Problem:
    """Check the arguments of a spatially separable convolution."""
    images, layout = images_of(x, data_format)
    dtype = result_type(images)
    taps = weights_of(column, "column", "kh", dtype), weights_of(row, "row", "kw", dtype)
    return Problem(
        images=images,
        weights=taps,
        geometry=geometry_of(images, (taps[0].size, taps[1].size), "column x row", **window),
        layout=layout,
    )


def _depthwise_weights(depthwise_kernel: ArrayLike, images: Array) -> Array:
    """Return the depthwise kernel, checked against the images' channels."""
    axes = "kh, kw, c_in, depth_multiplier"
    weights = weights_of(depthwise_kernel, "depthwise_kernel", axes, result_type(images))
    same_channels("depthwise_kernel", weights.shape[2], "x", images.shape[-1])
    return weights


def _pointwise_weights(pointwise_kernel: ArrayLike, source: str, channels: int, dtype: np.dtype) -> Array:
    """Return the pointwise kernel, checked against the channels of ``source``."""
    weights = weights_of(pointwise_kernel, "pointwise_kernel", "1, 1, channels, c_out", dtype)
    if weights.shape[:2] != (1, 1):
        raise ShapeError(
            f"pointwise_kernel must be 1 x 1, but its shape is {weights.shape}",
            code="not_pointwise",
            shape=str(weights.shape),
        )
    same_channels("pointwise_kernel", weights.shape[2], source, channels)
    return weights
