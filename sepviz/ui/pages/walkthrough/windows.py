"""Chapters 1 and 2: one window, and two short kernels in its place."""

import numpy as np

from sepviz.figures.colour import Scale
from sepviz.figures.tiles import map_tile, tile_rows
from sepviz.kernels import KERNELS
from sepviz.lessons import example
from sepviz.lessons.numbers import by
from sepviz.separability import separate
from sepviz.text import Translator
from sepviz.text.lessons import Choice
from sepviz.ui.pages.walkthrough import scope

_GREY = Scale(limit=1.0, signed=False)


def one_window(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Slide a blur over the red channel; then the kernel that tells a flip."""
    scope.one_channel(text, example.corner_kernel() if revealed else example.five_by_five("gaussian5"))


def outcomes(text: Translator, choices: tuple[Choice, ...]) -> str:
    """Return the three pictures of chapter 1 among which the student chooses."""
    red = example.image()[:, :, 0]
    size = red.shape[0] - example.TAPS + 1
    whole = np.linspace(0, red.shape[0] - 1, size).round().astype(int)
    maps = {
        "upper_left": red[:size, :size],
        "lower_right": red[-size:, -size:],
        "smaller": red[np.ix_(whole, whole)],
    }
    tiles = [
        map_tile(
            maps[one.id],
            one.letter,
            text(f"walk.outcome_{one.id}", letter=one.letter, map=by(*maps[one.id].shape)),
            scale=_GREY,
        )
        for one in choices
    ]
    return tile_rows([tiles], description=text("walk.outcomes"))


def two_short_kernels(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Take Sobel apart; then the 5 x 5 Gaussian of the question."""
    column, row = separate(KERNELS["gaussian5" if revealed else "sobel_x"].weights)
    if revealed:  # both passes are averages, whose values stay within those of the picture
        column, row = column / column.sum(), row * column.sum()
    scope.two_passes(text, column, row)
