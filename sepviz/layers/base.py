"""What every layer offers, whatever it computes: shapes, running, stages, and its description."""

from abc import abstractmethod
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.layers.arguments import normalised
from sepviz.layers.axes import Axes, axes_of, shape_of
from sepviz.layers.inputs import Shape, Weights, images, weights_of
from sepviz.layers.settings import plain
from sepviz.layers.trainable import Trainable
from sepviz.ops.arguments import result_type
from sepviz.ops.gradients.upstream import of_shape


class Stage(NamedTuple):
    """One step on the way through a layer, and the feature maps behind it.

    Parameters
    ----------
    name : str
        ``"depthwise"``, ``"pointwise"``, ``"column"``, ``"row"``, ``"standard"``, ``"bias"``
        or ``"activation"``.
    output : ndarray
        Feature maps with as many axes as the layer's input.

    Examples
    --------
    >>> import numpy as np
    >>> name, output = Stage("column", np.zeros((8, 12, 3)))
    >>> name, output.shape
    ('column', (8, 12, 3))
    """

    name: str
    output: Array


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Layer(Trainable):
    """The frozen description of a layer; its fields are normalised and validated once, when it is made.

    Parameters
    ----------
    data_format : str, optional
        Where the channels of images are, ``"channels_last"`` or ``"channels_first"``.
        Kernels keep one layout under both.

    Examples
    --------
    >>> from sepviz.layers import Conv2D
    >>> Conv2D(filters=8, kernel_size=3, strides=(2, 1))
    Conv2D(filters=8, kernel_size=(3, 3), strides=(2, 1))
    """

    KERNELS: ClassVar[tuple[str, ...]] = ()
    """Names of the kernels, in the order in which they are used."""

    data_format: str = "channels_last"

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, normalised(field, getattr(self, field.name)))
        self._check_together()

    def __repr__(self) -> str:
        """Show what must be given, then what differs from its default; the text makes the same layer."""
        values = [(field, getattr(self, field.name)) for field in fields(self)]
        shown = sorted((pair for pair in values if pair[1] != pair[0].default), key=_rank)
        return f"{type(self).__name__}({', '.join(f'{field.name}={value!r}' for field, value in shown)})"

    def output_shape(self, input_shape: Shape) -> tuple[int, int, int]:
        """Return the shape of the output for one image.

        Parameters
        ----------
        input_shape : tuple of int
            (H, W, C), or (C, H, W) with ``data_format="channels_first"``; no batch axis.

        Returns
        -------
        tuple of int
            In the same order.

        Raises
        ------
        ShapeError
            If the kernel is larger than the padded input, or the channels do not fit.
        TypeError
            If ``input_shape`` is not made of integers.

        Examples
        --------
        >>> from sepviz.layers import Conv2D
        >>> Conv2D(filters=256, kernel_size=5).output_shape((12, 12, 3))
        (8, 8, 256)
        """
        after = self._output_axes(axes_of(input_shape, self.data_format))
        return shape_of(after, self.data_format)

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the shape of each weight by its name.

        Parameters
        ----------
        input_shape : tuple of int
            Shape of one image; only its channels matter here.

        Returns
        -------
        dict of str to tuple of int
            Kernels in Keras's layout whatever ``data_format`` says; the rest one value a channel.

        Raises
        ------
        ShapeError
            If the channels do not fit the layer.
        TypeError
            If ``input_shape`` is not made of integers.

        Examples
        --------
        >>> from sepviz.layers import Conv2D
        >>> Conv2D(filters=256, kernel_size=5).weight_shapes((12, 12, 3))
        {'kernel': (5, 5, 3, 256), 'bias': (256,)}
        """
        return self._weight_shapes(axes_of(input_shape, self.data_format).channels)

    def apply(self, x: ArrayLike, weights: Weights) -> Array:
        """Run the layer on one image or a batch.

        Parameters
        ----------
        x : array_like
            One image, or a batch with a batch axis in front, channels where ``data_format`` says.
        weights : mapping of str to array_like
            By the names of ``weight_shapes``; what the layer does not have is not looked at.

        Returns
        -------
        ndarray
            Float64 where ``x`` is float64, otherwise float32; as many axes as ``x``.

        Raises
        ------
        SepvizError
            If a weight is missing.
        ShapeError
            If shapes do not fit.
        TypeError
            If an array does not hold real numbers.

        Examples
        --------
        >>> import numpy as np
        >>> from sepviz.layers import Conv2D
        >>> layer = Conv2D(filters=1, kernel_size=2, use_bias=False, activation="relu6")
        >>> layer.apply(np.ones((2, 3, 2)), {"kernel": np.ones((2, 2, 2, 1))})[:, :, 0]
        array([[6., 6.]])
        """
        return self._run(*self._checked(x, weights))

    def stages(self, x: ArrayLike, weights: Weights) -> list[Stage]:
        """Run the layer and keep the feature maps behind each step.

        Parameters
        ----------
        x : array_like
            One image or a batch, as for ``apply``.
        weights : mapping of str to array_like
            By the names of ``weight_shapes``.

        Returns
        -------
        list of Stage
            The convolutions, then ``bias`` and ``activation`` where the layer has them;
            the last output is that of ``apply``.

        Raises
        ------
        SepvizError, TypeError
            As ``apply``.

        Examples
        --------
        >>> import numpy as np
        >>> from sepviz.layers import SeparableConv2D
        >>> layer = SeparableConv2D(filters=4, kernel_size=3)
        >>> weights = layer.init_weights((6, 7, 3), seed=1)
        >>> [(name, output.shape) for name, output in layer.stages(np.ones((6, 7, 3)), weights)]
        [('depthwise', (4, 5, 3)), ('pointwise', (4, 5, 4)), ('bias', (4, 5, 4))]
        """
        return self._run_stages(*self._checked(x, weights))

    def gradients(self, x: ArrayLike, weights: Weights, upstream: ArrayLike) -> dict[str, Array]:
        """Compute the derivatives of a loss by the input and by each weight of the layer.

        Parameters
        ----------
        x : array_like
            One image or a batch, as for ``apply``.
        weights : mapping of str to array_like
            By the names of ``weight_shapes``.
        upstream : array_like
            The derivative of the loss by the output of ``apply``, of the output's shape.

        Returns
        -------
        dict of str to ndarray
            ``"x"``, then the names of ``weight_shapes``, each of the shape of what it belongs to;
            float64 where ``x`` is float64, otherwise float32. The layer's own penalties on a loss
            are not in it.

        Raises
        ------
        SepvizError, TypeError
            As ``apply``; a ``ShapeError`` where ``upstream`` does not have the output's shape.

        Examples
        --------
        >>> import numpy as np
        >>> from sepviz.layers import Conv2D
        >>> layer = Conv2D(filters=1, kernel_size=2, activation="relu")
        >>> weights = {"kernel": np.ones((2, 2, 1, 1)), "bias": np.array([-5.0])}
        >>> x = np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 0.0]])[:, :, np.newaxis]
        >>> found = layer.gradients(x, weights, np.ones((1, 2, 1)))
        >>> found["x"][:, :, 0], found["bias"]
        (array([[1., 1., 0.],
               [1., 1., 0.]]), array([1.]))
        """
        array, checked = self._checked(x, weights)
        output = (*array.shape[:-3], *self.output_shape(array.shape[-3:]))
        with np.errstate(over="ignore"):  # a float64 beyond float32 is an infinity there
            given = of_shape(upstream, output).astype(result_type(array))
        found = self._gradients(array, checked, given)
        return {name: found[name] for name in ("x", *checked)}

    def to_dict(self) -> dict[str, Any]:
        """Return the description in types that JSON knows; ``layer_from_dict`` reads it.

        Returns
        -------
        dict
            The layer's name under ``"layer"``, and all of its fields.

        Examples
        --------
        >>> from sepviz.layers import SpatiallySeparableConv2D
        >>> SpatiallySeparableConv2D(kernel_size=3).to_dict()["kernel_size"]
        [3, 3]
        """
        values = {field.name: plain(getattr(self, field.name)) for field in fields(self)}
        return {"layer": type(self).__name__, **values}

    def _check_together(self) -> None:
        """Raise where two fields, each good on its own, do not fit."""

    def _checked(self, x: ArrayLike, weights: Weights) -> tuple[Array, dict[str, Array]]:
        """Return the images, and the weights that the layer uses on them, or raise."""
        array = images(x)
        input_shape = array.shape[-3:]
        return array, weights_of(weights, self.weight_shapes(input_shape), input_shape)

    def _weight_names(self) -> tuple[str, ...]:
        """Return the names of the weights that this layer has."""
        return self.KERNELS

    @abstractmethod
    def _output_axes(self, before: Axes) -> Axes:
        """Return the sizes of the output."""

    @abstractmethod
    def _weight_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shape of each weight for this many input channels."""

    @abstractmethod
    def _run(self, x: Array, weights: dict[str, Array]) -> Array:
        """Run the layer the fast way, on checked arrays."""

    @abstractmethod
    def _gradients(self, x: Array, weights: dict[str, Array], upstream: Array) -> dict[str, Array]:
        """Return the derivatives by ``x`` and by each weight, from checked arrays."""

    @abstractmethod
    def _run_stages(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Run the layer step by step, on checked arrays."""


def _rank(shown: tuple[Field[Any], object]) -> tuple[bool, bool]:
    """Put filters first, then what else has no default, then the rest."""
    return shown[0].default is not MISSING, shown[0].name != "filters"
