"""What the picture of a layer shows: finished maps, kernels, connections and words."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sepviz.errors import ShapeError
from sepviz.figures.sprite import Sprite
from sepviz.shapes import Geometry

MOST_THUMBNAILS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """One map of a column.

    Parameters
    ----------
    channel : int
        Its channel in the stage.
    label : str
        Short name beside it.
    alt : str
        Text equivalent: name, size, range of values.
    sentence : str
        Its arithmetic in one sentence.
    """

    channel: int
    label: str
    alt: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapColumn:
    """The maps of one stage: those that are shown, and how many there are.

    Parameters
    ----------
    stage : str
        What a selection reports: "input", or the name of a stage.
    name, shape : str
        The heading, and height x width x channels below it.
    size : (int, int)
        Height and width of a map in pixels.
    count : int
        Maps of the stage; those without a thumbnail stand behind a button.
    thumbnails : tuple of Thumbnail
        At most `MOST_THUMBNAILS`, in the order of the sprite's tiles.
    sprite : Sprite
        Their pictures. Those of the input are not sent: the browser cuts them from the image.
    more, more_alt : str
        The button's text and its text equivalent.
    """

    stage: str
    name: str
    shape: str
    size: tuple[int, int]
    count: int
    thumbnails: tuple[Thumbnail, ...]
    sprite: Sprite
    more: str
    more_alt: str

    @property
    def hidden(self) -> int:
        """Maps without a thumbnail."""
        return self.count - len(self.thumbnails)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KernelStep:
    """The kernels between two columns.

    Parameters
    ----------
    kernels : str
        The kernels in words.
    formula, unit : str
        The count with its formula, and what is counted.
    targets : tuple of int
        The maps whose kernels are here; all maps of a column that another step reads.
    sources : tuple of tuple of int
        For each target the channels that it is made from.
    weights : ndarray of shape (targets, slices, kernel height, kernel width)
        Their kernel slices, in the order of ``sources``.
    geometry : Geometry
        Where the windows stand.
    """

    kernels: str
    formula: str
    unit: str
    targets: tuple[int, ...]
    sources: tuple[tuple[int, ...], ...]
    weights: NDArray[np.floating]
    geometry: Geometry

    def __post_init__(self) -> None:
        expected = (len(self.targets), len(self.sources[0]), *self.geometry.kernel_size)
        if self.weights.shape != expected or len(self.sources) != len(self.targets):
            raise ShapeError(
                f"weights of {self.weights.shape} do not fit {expected}", code="layer_picture_size"
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerPictureView:
    """A layer on one image: columns of maps, and the kernels between each two of them.

    Parameters
    ----------
    columns : tuple of MapColumn
        The input first.
    steps : tuple of KernelStep
        ``steps[n]`` makes ``columns[n + 1]`` from ``columns[n]``.
    image : ndarray of shape (H, W, 3), values from 0 to 1
        The input as the layer computes with it: the browser computes sums from it.
    image_key : str
        Identity of the image: it travels only when this changes.
    selected : (str, int), optional
        Stage and channel that are marked.
    labels : mapping of str to str
        Words: the table ``layer_picture.frontend`` of ``text/*.toml``, and ``rest``: the
        sentence that is shown while nothing is pointed at.
    """

    columns: tuple[MapColumn, ...]
    steps: tuple[KernelStep, ...]
    image: NDArray[np.floating]
    image_key: str
    labels: Mapping[str, str]
    selected: tuple[str, int] | None = None

    def __post_init__(self) -> None:
        if len(self.columns) != len(self.steps) + 1:
            raise ShapeError(
                f"{len(self.steps)} steps do not fit {len(self.columns)} columns",
                code="layer_picture_size",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the visitor asked for: a map, or with ``channel`` None all maps of the stage.

    ``pixel`` is the (y, x) of the map that was under the pointer, None by keyboard.
    """

    stage: str
    channel: int | None
    pixel: tuple[int, int] | None = None
