"""Settings that teach something: what an empty visit shows, and the presets of the playground."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Settings that differ from the defaults; ``needs_sample`` where its numbers hang on the picture."""

    settings: Mapping[str, Any]
    needs_sample: bool = False


START: Mapping[str, Any] = {"weights": "random", "seed": 1605}
"""What an empty visit shows: kernels that differ, and maps that can be told apart at a glance.

A photo whose channels differ, and of the first 6,000 seeds one whose two most alike outputs differ most.
"""

PRESETS: Mapping[str, Preset] = {
    "sobel": Preset(settings={"op": "spatial", "kernel": "sobel_x", "sample": "photo"}),
    "bill": Preset(
        settings={
            "op": "separable",
            "sample": "example12",
            "weights": "random",
            "kh": 5,
            "kw": 5,
            "filters": 256,
            "padding": "valid",
        },
        needs_sample=True,
    ),
    "blur": Preset(settings={"op": "spatial", "kernel": "gaussian5", "sample": "texture"}),
    "multiplier": Preset(settings={**START, "op": "separable", "depth_multiplier": 2}),
    "one": Preset(settings={**START, "op": "separable", "filters": 1}),
    "twin": Preset(settings={**START, "op": "standard", "weights": "twin", "filters": 8}),
}
"""By the key of its words in ``text/*.toml``."""
