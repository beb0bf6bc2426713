"""Which picture each chapter shows, before and after the answer is revealed."""

from collections.abc import Callable

from sepviz.text import Translator
from sepviz.ui.pages.walkthrough import channels, learning, price, ranks, windows

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
