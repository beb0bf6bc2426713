"""Which picture each chapter shows, before and after the answer is revealed."""

from collections.abc import Callable
from typing import Any

from sepviz.text import Translator
from sepviz.ui.pages.walkthrough import channels, learning, price, ranks, windows
from sepviz.ui.session.parameters import PARAMETERS, Settings
from sepviz.ui.session.presets import PRESETS

Picture = Callable[[Translator, bool], None]

PICTURES: dict[int, Picture] = {
    1: windows.one_window,
    2: windows.two_short_kernels,
    3: ranks.pairs,
    4: channels.colour,
    5: channels.depthwise,
    6: channels.pointwise,
    7: price.bill,
    8: channels.depth_multiplier,
    9: price.networks,
    10: learning.curves,
}

SETTINGS: dict[int, tuple[str, ...]] = {
    1: ("pin",),
    2: ("pin",),
    3: ("pair_kernel",),
    4: ("channel", "pin"),
    5: ("colour", "pin"),
    6: ("channel", "pin"),
    7: ("outputs",),
    8: ("multiplier",),
    9: (),
    10: (),
}
"""The settings of each chapter's picture, which its link carries."""


def in_playground(chapter: int, values: Settings) -> dict[str, str]:
    """Return the settings with which a chapter's layer opens in the playground; 9 and 10 show none.

    Examples
    --------
    >>> in_playground(3, Settings(pair_kernel="sharpen"))
    {'op': 'spatial', 'sample': 'example12', 'padding': 'valid', 'kernel': 'sharpen'}
    """
    small = {"op": "spatial", "sample": "example12", "padding": "valid"}
    bill = dict(PRESETS["bill"].settings)
    layers: dict[int, dict[str, Any]] = {
        1: small | {"op": "standard", "kernel": "gaussian5", "filters": 1, "section": "pixel"},
        2: small | {"kernel": "sobel_x"},
        3: small | {"kernel": values.pair_kernel},
        4: bill | {"op": "standard", "channel": values.channel},
        5: bill,
        6: bill | {"channel": values.channel},
        7: bill | {"filters": values.outputs, "section": "bill"},
        8: bill | {"depth_multiplier": values.multiplier},
    }
    return {name: PARAMETERS[name].write(value) for name, value in layers.get(chapter, {}).items()}
