"""One run of the layer on screen: what was asked for, whether it may be done, and what came out."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.costs import Comparison, Cost, compare, count
from sepviz.errors import SepvizError
from sepviz.figures.colour import Scale, scale_of
from sepviz.layers import Conv2D, activate, can_be_negative
from sepviz.ui.session.kinds import Layer, layer_of
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.weights import Weights, make_weights

_QUANTILE, _SAMPLE = 0.999, 50_000
_BAND = 2**20
MAX_MULTIPLICATIONS = 6_000_000_000
MAX_GROUPED_MULTIPLICATIONS = 2_000_000_000
MAX_BYTES = 96 * 2**20
"""What one visitor of a shared server may ask for: about a second of one core, and feature maps.

With a group for each colour nothing is a matrix product, and a multiplication takes three times as
long. `tests/load/heaviest_settings.py` measures what these limits let through.
"""


cost_of, comparison_of = lru_cache(maxsize=128)(count), lru_cache(maxsize=256)(compare)
"""A page asks six times for the same few layers, and again at each run."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A layer with its weights on a picture; its feature maps are computed when first looked at.

    ``stands_in`` is set where it is shown in place of a layer that cannot be.
    """

    layer: Layer
    weights: Weights
    picture: Picture
    cost: Cost
    settings: Settings
    stands_in: bool = False
    _computed: dict[str, NDArray[np.float32]] = field(default_factory=dict, repr=False, compare=False)
    _scales: dict[str, Scale] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def key(self) -> str:
        """Digest of everything that the feature maps depend on."""
        return self.stage_key(self.stage_names[-1])

    def stage_key(self, stage: str) -> str:
        """Digest of what the maps of one stage depend on; depthwise maps outlive new pointwise weights."""
        layer, names = self.layer, [made.name for made in self.cost.stages]
        parts = [self.picture.digest, stage, layer.kernel_size, layer.strides, layer.padding]
        parts += [layer.dilation_rate, getattr(layer, "groups", 1)]
        if stage in names:
            used = layer.KERNELS[: names.index(stage) + 1]
        else:
            used = (*layer.KERNELS, "bias")
            parts.append(getattr(layer, "activation", None) if stage == "activation" else None)
        digest = blake2b(repr(parts).encode(), digest_size=16)
        for weights in (self.weights[name] for name in used if name in self.weights):
            digest.update(f"{weights.shape}".encode() + np.ascontiguousarray(weights).tobytes())
        return digest.hexdigest()

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """The same settings as each kind of layer, and what each kind may be compared with."""
        kinds = ["standard", "spatial", "separable"] + ["grouped"] * (self.settings.op == "grouped")
        shape = self.picture.pixels.shape
        return {kind: comparison_of(layer_of(self.settings.changed(op=kind)), shape) for kind in kinds}

    @property
    def comparison(self) -> Comparison:
        """The layer on screen beside the one that it may be compared with."""
        return self.comparisons[self.settings.op]

    @cached_property
    def comparable(self) -> dict[str, Cost]:
        """The layers that put out the same maps as the one on screen, their reference among them."""
        reference = self.comparison.reference
        costs = {reference.stages[0].name: reference}
        return costs | {
            kind: found.cost for kind, found in self.comparisons.items() if found.reference == reference
        }

    @property
    def stage_names(self) -> list[str]:
        """The steps through the layer, known without computing them."""
        names = [stage.name for stage in self.cost.stages]
        names += ["bias"] * bool(getattr(self.layer, "use_bias", False))
        return names + ["activation"] * bool(getattr(self.layer, "activation", None))

    def maps(self, stage: str, channel: int = 0) -> NDArray[np.float32]:
        """Return the maps of "input", of a stage, or of "slices": the products inside one channel."""
        if stage == "input":
            return self.picture.pixels
        if stage == "slices":
            assert isinstance(self.layer, Conv2D)
            return self.layer.slices(self.picture.pixels, self.weights, filter=channel)
        if stage not in self._computed:
            self._compute(stage)
        return self._computed[stage]

    def _compute(self, stage: str) -> None:
        """Compute the maps of the convolutions and, where asked for, what bias and activation make of them.

        These replace what they act on, which is drawn before them: the last maps are by far the
        most, and a shared server has no room for three copies of them.
        """
        maps, last = self._computed, self.cost.stages[-1].name
        if last not in maps:
            maps.clear()
            convolutions = self.layer.convolution_only().stages(self.picture.pixels, self.weights)
            maps |= {made.name: made.output for made in convolutions}
        if stage in ("bias", "activation"):
            self.scale(last)  # the slices inside a filter are drawn later, with this scale
            maps[stage] = maps.pop(last)
            activation = getattr(self.layer, "activation", None) if stage == "activation" else None
            _finish(maps[stage], self.weights.get("bias"), activation)

    def is_signed(self, stage: str) -> bool:
        """Return whether a stage's maps can be negative; those that cannot are drawn in grey."""
        if stage == "activation":
            return can_be_negative(getattr(self.layer, "activation", None))
        return stage != "input"

    def scale(self, stage: str) -> Scale:
        """Return the one scale of all maps of a stage, without the last thousandth of outliers.

        It is taken from a regular sample, for a quantile of millions of values takes longer than
        the convolution; what lies beyond it is counted exactly and said. The slices inside a
        filter are compared with the outputs that they sum up to, and so have their scale.
        """
        if stage == "input":
            return Scale(limit=1.0, signed=False)
        if stage == "slices":
            stage = "standard"
        if stage not in self._scales:
            values = self.maps(stage).reshape(-1)
            sample = values[:: max(1, values.size // _SAMPLE)]
            self._scales[stage] = scale_of(sample, signed=self.is_signed(stage), quantile=_QUANTILE)
        return self._scales[stage]


def _finish(y: NDArray[np.float32], bias: Array | None, activation: str | None) -> None:
    """Add the bias and activate in place, a band of rows at a time, for no value sees another pixel."""
    rows = max(1, _BAND // y[0].nbytes)
    for top in range(0, y.shape[0], rows):
        band = y[top : top + rows]
        if bias is not None:
            band += bias.astype(np.float32)
        if activation is not None:
            band[:] = activate(band, activation)


def prepare(values: Settings, picture: Picture) -> Run:
    """Describe the run, refusing what does not fit together or is too much work.

    Raises
    ------
    SepvizError
        With the code of the sentence that says what to change.
    """
    layer, cost = checked(values, picture)
    return Run(
        layer=layer,
        weights=make_weights(layer, picture.pixels.shape[2], values),
        picture=picture,
        cost=cost,
        settings=values,
    )


def checked(values: Settings, picture: Picture) -> tuple[Layer, Cost]:
    """Return the layer and its cost, refusing all that `prepare` refuses but a kernel of too high rank."""
    layer = layer_of(values)
    cost = cost_of(layer, picture.pixels.shape)
    most = MAX_GROUPED_MULTIPLICATIONS if getattr(layer, "groups", 1) > 1 else MAX_MULTIPLICATIONS
    if cost.multiplications > most or cost.activation_bytes > MAX_BYTES:
        raise SepvizError(
            f"{cost.multiplications} multiplications and {cost.activation_bytes} bytes are too much",
            code="too_much_work",
            work=cost.multiplications,
            memory=f"{cost.activation_bytes / 2**20:.0f} MiB",
            max_work=most,
            max_memory=f"{MAX_BYTES / 2**20:.0f} MiB",
        )
    return layer, cost
