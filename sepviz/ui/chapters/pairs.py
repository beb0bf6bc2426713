"""Pictures of chapter 3: a kernel beside its best column and row, and what they miss."""

import numpy as np

from sepviz.figures.colour import scale_of
from sepviz.figures.kernel_card import kernel_card
from sepviz.figures.tiles import Tile, map_tile, tile_rows
from sepviz.kernels import KERNELS
from sepviz.lessons import example
from sepviz.ops import conv2d
from sepviz.separability import kernel_rank, low_rank_terms, separate
from sepviz.text import Translator

QUESTION = "laplacian4"
_SECOND_DERIVATIVE, _HERE = np.array([1.0, -2.0, 1.0]), np.array([0.0, 1.0, 0.0])
PAIRS = ((_SECOND_DERIVATIVE, _HERE), (_HERE, _SECOND_DERIVATIVE))
"""The Laplacian as column-row pairs: the second derivative downwards plus that across."""


def one_pair(text: Translator, name: str) -> tuple[str, str]:
    """Return a kernel beside its best column and row, and what is said to that."""
    weights = KERNELS[name].weights
    exact = kernel_rank(weights) == 1
    column, row = separate(weights) if exact else low_rank_terms(weights, 1)[0]
    factors = ("column", "row") if exact else ("best_column", "best_row")
    parts = [
        (text(f"kernels.{name}"), weights),
        (text(f"walk.{factors[0]}"), column[:, None]),
        (text(f"walk.{factors[1]}"), row[None, :]),
    ]
    if exact:
        return kernel_card(parts, ["=", "×"]), text("walk.comes_apart")
    parts.append((text("walk.missing"), weights - np.outer(column, row)))
    return kernel_card(parts, ["=", "×", "+"]), text("walk.does_not_come_apart")


def asked(text: Translator) -> str:
    """Return the kernel of the question."""
    return kernel_card([(text(f"kernels.{QUESTION}"), KERNELS[QUESTION].weights)], [])


def sum_of_pairs(text: Translator) -> tuple[str, str]:
    """Return the Laplacian as the sum of its pairs, and on the picture what a single one misses."""
    weights = KERNELS[QUESTION].weights
    terms = [np.outer(column, row) for column, row in PAIRS]
    parts = [(text(f"kernels.{QUESTION}"), weights)]
    for index, (column, row) in enumerate(PAIRS, 1):
        parts += [(text("walk.pair", index=index), column[:, None]), ("", row[None, :])]
    card = kernel_card(parts, ["=", "×", *["+", "×"] * (len(PAIRS) - 1)])
    return card, tile_rows([_maps(text, [weights, *terms])], description=text("walk.pairs_on_picture"))


def _maps(text: Translator, kernels: list[np.ndarray]) -> list[Tile | str]:
    """Return what each kernel makes of the picture, on one scale, as an equation."""
    green = example.image()[:, :, 1:2]
    maps = [conv2d(green, kernel[:, :, None, None])[:, :, 0] for kernel in kernels]
    scale = scale_of(np.stack(maps), signed=True)
    captions = [text(f"kernels.{QUESTION}")]
    captions += [text("walk.pair", index=index) for index in range(1, len(kernels))]
    tiles = [
        map_tile(values, caption, text("walk.map_of", name=caption), scale=scale)
        for values, caption in zip(maps, captions, strict=True)
    ]
    row: list[Tile | str] = [tiles[0]]
    for sign, tile in zip(["=", *["+"] * len(tiles)], tiles[1:], strict=False):
        row += [sign, tile]
    return row
