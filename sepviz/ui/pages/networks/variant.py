"""What a visitor chose, as a value that caches can be asked by, and the network that it stands for."""

from dataclasses import dataclass, replace
from functools import lru_cache

from sepviz.architectures import NETWORKS, Network, parse, separable_twin
from sepviz.architectures.line import is_code
from sepviz.errors import SepvizError
from sepviz.text import Translator

_V1 = "mobilenet_v1"
OWN = "own"
_COLOURS = 3
Notes = tuple[tuple[int, str], ...]
"""Lines of pasted code, each with the code of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A network of the menu with its settings; `layers` is the text of one's own."""

    network: str
    resolution: int
    alpha: str = "1.0"
    layers: str = ""
    twin: bool = False

    @property
    def builder(self) -> str:
        """The function of `sepviz.architectures` that builds it; empty for one's own."""
        return "" if self.network == OWN else _V1 if self.network.startswith(_V1) else self.network

    @property
    def arguments(self) -> dict[str, object]:
        """What the function is called with, as far as it differs from its defaults but the resolution."""
        changes: dict[str, object] = {"resolution": self.resolution}
        if has_alpha(self.network) and self.alpha != "1.0":
            changes["width_multiplier"] = float(self.alpha)
        if self.network == "mobilenet_v1_full":
            changes["separable"] = False
        if self.network == "mobilenet_v1_shallow":
            changes["shallow"] = True
        return changes


def has_alpha(network: str) -> bool:
    """Return whether a network has a width multiplier."""
    return network.startswith(_V1) or network == "mobilenet_v2"


def build(variant: Variant) -> Network:
    """Return the network, layer by layer.

    Raises
    ------
    SepvizError
        If it cannot be; an ArchitectureError names the line.
    """
    return _own(variant)[0] if variant.network == OWN else _published(variant)


@lru_cache(maxsize=32)
def _published(variant: Variant) -> Network:
    """Build a network of the menu, or its twin."""
    if variant.twin:
        return separable_twin(_published(replace(variant, twin=False)))
    return NETWORKS[variant.builder](**variant.arguments)


@lru_cache(maxsize=8)  # a thousand lines take megabytes
def _own(variant: Variant) -> tuple[Network, Notes]:
    """Read one's own network, or make its twin."""
    if variant.twin:
        network, said = _own(replace(variant, twin=False))
        return separable_twin(network), said
    shape = (variant.resolution, variant.resolution, _COLOURS)
    if is_code(variant.layers):
        from sepviz.codegen import read_network  # its parser takes 6 MB

        found = read_network(variant.layers, input_shape=shape)
        return found.network, tuple((line, reason.code) for line, reason in found.notes)
    return parse(variant.layers, input_shape=shape), ()


def notes(variant: Variant) -> Notes:
    """Return what of pasted code is not, or not surely, in the network that was read of it."""
    return _own(variant)[1] if variant.network == OWN and not variant.twin else ()


def smallest_resolution(variant: Variant) -> int | None:
    """Return the smallest resolution from the chosen one on that works, or None where none is near."""
    for resolution in range(variant.resolution, variant.resolution + 100):
        try:
            build(replace(variant, resolution=resolution))
        except SepvizError:
            continue
        return resolution
    return None


def name_of(text: Translator, variant: Variant) -> str:
    """Return the name with what distinguishes it, such as ``MobileNetV1 0.5, 224 px``."""
    name = text(f"networks.names.{variant.network}")
    if has_alpha(variant.network) and variant.alpha != "1.0":
        name += f" {variant.alpha}"
    name = text("networks.name_at", name=name, resolution=str(variant.resolution))
    return text("networks.twin_of", name=name) if variant.twin else name
