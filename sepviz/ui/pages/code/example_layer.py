"""The layer on which one argument of Keras is shown: the one on screen, or the nearest that has it."""

import math
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D
from sepviz.ui.session.kinds import Layer, layer_of
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.run import Run
from sepviz.ui.session.weights import Weights, make_weights

KERAS_LAYERS = (Conv2D, DepthwiseConv2D, SeparableConv2D)
ROLES = ("initializer", "regularizer", "constraint")
_CORNER = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A layer that has the argument, its weights, and a corner of the picture to run it on.

    ``input_shape`` is the whole picture's, which is what is counted; ``key`` stands for everything
    that numbers of the specimen hang on.
    """

    argument: str
    layer: Layer
    weights: Weights
    input_shape: tuple[int, int, int]
    x: NDArray[np.float32]
    seed: int
    key: str
    other_kind: bool
    bias_added: bool

    @property
    def output_bytes(self) -> int:
        """Memory of the output on the corner of the picture in float64, the most that is used here."""
        return 8 * math.prod(self.layer.output_shape(self.x.shape))

    @property
    def weight(self) -> str:
        """Name of the weight that an initializer, a regularizer or a constraint is for."""
        name = self.argument.rpartition("_")[0]
        return name if name in ("bias", "kernel") else f"{name}_kernel"

    def with_setting(self, setting: Any) -> Layer:
        """Return the layer with another value for the argument."""
        return changed(self.layer, **{self.argument: setting})


def changed(layer: Layer, **settings: Any) -> Any:
    """Return the layer with other settings; that it has them is the caller's to know."""
    return replace(layer, **settings)


def role_of(argument: str) -> str:
    """Return "initializer", "regularizer" or "constraint", or "" for what is none of them.

    Examples
    --------
    >>> role_of("bias_initializer"), role_of("strides")
    ('initializer', '')
    """
    role = argument.rpartition("_")[2]
    return role if role in ROLES else ""


def owners(argument: str) -> dict[str, Any]:
    """Return the default in each of Keras's layers that has the argument; MISSING where it must be given.

    Examples
    --------
    >>> owners("depth_multiplier")
    {'DepthwiseConv2D': 1, 'SeparableConv2D': 1}
    >>> list(owners("groups"))
    ['Conv2D']
    """
    return {
        kind.__name__: one.default for kind in KERAS_LAYERS for one in fields(kind) if one.name == argument
    }


def specimen_of(argument: str, run: Run) -> Specimen:
    """Return the layer on screen if it has the argument, otherwise one of the same settings that has."""
    layer, weights = run.layer, run.weights
    other_kind = not hasattr(layer, argument)
    if other_kind:
        layer = _other_kind(argument, run.settings)
        weights = make_weights(layer, run.picture.pixels.shape[2], run.settings)
    bias_added = argument.startswith("bias_") and not getattr(layer, "use_bias", True)
    if bias_added:
        layer = changed(layer, use_bias=True)
    if argument.startswith("bias_"):
        weights = weights | {"bias": _learned_bias(layer, run)}
    return Specimen(
        argument=argument,
        layer=layer,
        weights=weights,
        input_shape=run.picture.pixels.shape,
        x=run.picture.pixels[:_CORNER, :_CORNER],
        seed=run.settings.seed,
        key=_digest(run.picture.digest, layer, weights),
        other_kind=other_kind,
        bias_added=bias_added,
    )


def _digest(picture: str, layer: Layer, weights: Weights) -> str:
    """Return a key for what the layer puts out."""
    digest = blake2b(f"{picture}|{layer!r}".encode(), digest_size=16)
    for name in sorted(weights):
        digest.update(np.ascontiguousarray(weights[name]).data)
    return digest.hexdigest()


def _other_kind(argument: str, values: Settings) -> Layer:
    """Return the layer with the same settings of the first other kind that has the argument."""
    kinds = (layer_of(values.changed(op=op)) for op in ("separable", "standard"))
    return next(layer for layer in kinds if hasattr(layer, argument))


def _learned_bias(layer: Layer, run: Run) -> NDArray[np.float32]:
    """Return a bias as it might be after training: it starts at 0, where nothing could be seen."""
    shape = layer.weight_shapes(run.picture.pixels.shape)["bias"]
    return np.random.default_rng(run.settings.seed).standard_normal(shape, np.float32)
