"""What the microscope shows: finished arrays, finished words, nothing left to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sepviz.errors import ShapeError
from sepviz.figures.colour import Scale, scale_of
from sepviz.layers import can_be_negative
from sepviz.shapes import Geometry

Kind = Literal["standard", "spatial", "separable", "grouped"]
Floats = NDArray[np.floating]
_NEVER_NEGATIVE = ("relu", "relu6", "sigmoid", "softmax")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MicroscopeView:
    """One layer on one image, seen through one of its output channels.

    Parameters
    ----------
    kind : str
        ``"standard"``, ``"grouped"``, ``"separable"`` (depthwise, then pointwise) or
        ``"spatial"`` (column, then row). A depthwise layer is a grouped one with as many
        groups as input channels.
    image : ndarray of shape (H, W, C)
        The layer's input, channels last, padding excluded.
    channel_names : tuple of str
        The name of each input channel; a channel without one has its number.
    signed_image : bool
        Whether the input is a feature map that can be negative, and not a picture.
    weights : mapping of str to ndarray
        The layer's weights by the names and in the layouts of the contract. With ``flip``, too,
        as they were written: the microscope turns them.
    geometry : Geometry
        Where the windows stand.
    output : ndarray of shape (output height, output width)
        The final map of the open channel, after bias and activation, as the layer computed it.
    channel : int
        The open output channel.
    depth_multiplier, groups : int
        As the layer has them.
    activation : str, optional
        Name of the activation, written beside the arithmetic; ``output`` has its values.
    scale : Scale, optional
        Colour scale of the output; by default the one that covers this map, signed unless the
        activation lets nothing negative through: what a colour means must not hang on the data.
    pinned : (int, int), optional
        The pinned output pixel (y, x), until the visitor pins another.
    flip : bool
        Whether ``output`` is a convolution as mathematics defines it: the kernel turned by
        180 degrees.
    large : bool
        Larger type for a projector.
    labels : mapping of str to str
        All words: the table ``microscope`` of ``text/*.toml``.
    """

    kind: Kind
    image: Floats
    weights: Mapping[str, Floats]
    geometry: Geometry
    output: Floats
    labels: Mapping[str, str]
    channel: int = 0
    depth_multiplier: int = 1
    groups: int = 1
    activation: str | None = None
    channel_names: tuple[str, ...] = ()
    signed_image: bool = False
    scale: Scale | None = None
    pinned: tuple[int, int] | None = None
    flip: bool = False
    large: bool = False

    def __post_init__(self) -> None:
        sizes = {"image": (self.image.shape[:2], self.geometry.size)}
        sizes["output"] = self.output.shape, self.geometry.output_size
        for name, (shape, expected) in sizes.items():
            if shape != expected:
                raise ShapeError(
                    f"{name} of {shape} does not fit the geometry's {expected}", code="microscope_size"
                )

    @property
    def image_scale(self) -> Scale:
        """Colour scale of the input: an image is 0 to 1, a feature map is centred on 0."""
        covering = scale_of(self.image, signed=self.signed_image)
        return covering if self.signed_image else Scale(limit=max(1.0, covering.limit), signed=False)

    @property
    def output_scale(self) -> Scale:
        """Colour scale of the output: signed where the layer can put out negative values."""
        return self.scale or scale_of(self.output, signed=can_be_negative(self.activation))

    def pixel(self, pin: tuple[int, int] | None) -> tuple[int, int] | None:
        """Return the output pixel nearest to ``pin``: a smaller output keeps a pin that it still has."""
        if pin is None:
            return None
        height, width = self.geometry.output_size
        return min(max(pin[0], 0), height - 1), min(max(pin[1], 0), width - 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slices:
    """The same arithmetic for every kind: 2-D kernels on input channels, then a sum.

    ``kernels[n]`` filters input channel ``sources[n]``; the sums are added, weighted by ``mix``
    where there is one. ``column`` and ``row`` are the two passes that stand for a single kernel.
    """

    sources: NDArray[np.integer]
    kernels: Floats
    mix: Floats | None = None
    column: Floats | None = None
    row: Floats | None = None


def slices_of(view: MicroscopeView) -> Slices:
    """Resolve the open channel of a layer into its slices."""
    turn = slice(None, None, -1 if view.flip else 1)
    if view.kind == "spatial":
        column, row = view.weights["column"][turn], view.weights["row"][turn]
        return Slices(
            sources=np.array([view.channel]), kernels=np.outer(column, row)[None], column=column, row=row
        )
    if view.kind == "separable":
        depthwise = view.weights["depthwise_kernel"][turn, turn]
        return Slices(
            sources=np.arange(view.image.shape[2]).repeat(view.depth_multiplier),
            kernels=np.moveaxis(depthwise.reshape(*depthwise.shape[:2], -1), -1, 0),
            mix=view.weights["pointwise_kernel"][0, 0, :, view.channel],
        )
    kernel = view.weights["kernel"][turn, turn]
    group = view.channel // (kernel.shape[3] // view.groups)
    first = group * kernel.shape[2]
    return Slices(
        sources=np.arange(first, first + kernel.shape[2]),
        kernels=np.moveaxis(kernel[..., view.channel], -1, 0),
    )
