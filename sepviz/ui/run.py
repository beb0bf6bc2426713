"""One run of the layer on screen: what was asked for, whether it may be done, and what came out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.costs import Cost, count
from sepviz.errors import SepvizError
from sepviz.figures.colour import Scale, scale_of
from sepviz.layers import Conv2D, SeparableConv2D, SpatiallySeparableConv2D, Stage
from sepviz.ui.controls import arguments
from sepviz.ui.pictures import Picture
from sepviz.ui.weights import Layer, Weights, make_weights

_NEVER_NEGATIVE = ("relu", "relu6", "sigmoid", "softmax")
_QUANTILE, _SAMPLE = 0.999, 200_000
MAX_MULTIPLICATIONS = 6_000_000_000
MAX_BYTES = 160 * 2**20
"""What one visitor of a shared server may ask for: about a second of one core, and feature maps."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A layer with its weights on a picture; its feature maps are computed when first looked at."""

    layer: Layer
    weights: Weights
    picture: Picture
    cost: Cost
    values: dict[str, Any]

    @cached_property
    def key(self) -> str:
        """Digest of everything that the feature maps depend on."""
        digest = blake2b(f"{self.picture.digest}|{self.layer!r}".encode(), digest_size=16)
        for name in sorted(self.weights):
            digest.update(np.ascontiguousarray(self.weights[name]).data)
        return digest.hexdigest()

    @cached_property
    def stages(self) -> list[Stage]:
        """The feature maps of every stage, in order."""
        return self.layer.stages(self.picture.values, self.weights)

    @property
    def output(self) -> NDArray[np.float32]:
        """The feature maps that the layer puts out."""
        return self.stages[-1].output

    @property
    def stage_names(self) -> list[str]:
        """What `stages` holds, known without computing it."""
        names = [stage.name for stage in self.cost.stages]
        names += ["bias"] * bool(getattr(self.layer, "use_bias", False))
        return names + ["activation"] * bool(getattr(self.layer, "activation", None))

    def maps(self, stage: str, channel: int = 0) -> NDArray[np.float32]:
        """Return the maps of "input", of a stage, or of "slices": the products inside one channel."""
        if stage == "input":
            return self.picture.values
        if stage == "slices":
            assert isinstance(self.layer, Conv2D)
            return self.layer.slices(self.picture.values, self.weights, filter=channel)
        return next(made.output for made in self.stages if made.name == stage)

    def is_signed(self, stage: str) -> bool:
        """Return whether a stage's maps can be negative; those that cannot are drawn in grey."""
        never = stage == "activation" and getattr(self.layer, "activation", None) in _NEVER_NEGATIVE
        return stage != "input" and not never

    def scale(self, stage: str) -> Scale:
        """Return the one scale of all maps of a stage, without the last thousandth of outliers.

        It is taken from a regular sample, for a quantile of millions of values takes longer than
        the convolution; what lies beyond it is counted exactly and said. The slices inside a
        filter are compared with the outputs that they sum up to, and so have their scale.
        """
        if stage == "input":
            return Scale(limit=1.0, signed=False)
        values = self.maps("standard" if stage == "slices" else stage).reshape(-1)
        sample = values[:: max(1, values.size // _SAMPLE)]
        return scale_of(sample, signed=self.is_signed(stage), quantile=_QUANTILE)


def layer_of(values: Mapping[str, Any]) -> Layer:
    """Return the layer that the settings describe."""
    if values["op"] == "spatial":
        return SpatiallySeparableConv2D(**arguments(values))
    common: dict[str, Any] = arguments(values) | {
        "filters": values["filters"],
        "activation": None if values["activation"] == "none" else values["activation"],
        "use_bias": values["use_bias"],
    }
    if values["op"] == "separable":
        return SeparableConv2D(depth_multiplier=values["depth_multiplier"], **common)
    return Conv2D(groups=int(values["groups"]) if values["op"] == "grouped" else 1, **common)


def prepare(values: Mapping[str, Any], picture: Picture) -> Run:
    """Describe the run, refusing what does not fit together or is too much work.

    Raises
    ------
    SepvizError
        With the code of the sentence that says what to change.
    """
    channels = picture.values.shape[2]
    layer = layer_of(values)
    cost = count(layer, picture.values.shape)
    if cost.multiplications > MAX_MULTIPLICATIONS or cost.activation_bytes > MAX_BYTES:
        raise SepvizError(
            f"{cost.multiplications} multiplications and {cost.activation_bytes} bytes are too much",
            code="too_much_work",
            work=cost.multiplications,
            memory=f"{cost.activation_bytes / 2**20:.0f} MiB",
            max_work=MAX_MULTIPLICATIONS,
            max_memory=f"{MAX_BYTES / 2**20:.0f} MiB",
        )
    return Run(
        layer=layer,
        weights=make_weights(layer, channels, values),
        picture=picture,
        cost=cost,
        values=dict(values),
    )
