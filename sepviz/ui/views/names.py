"""What channels, maps and stages are called, the same in sheets, formulas and text equivalents."""

from sepviz.text import Translator
from sepviz.ui.session.run import Run

_OF_ONE_CHANNEL = ("depthwise", "column", "row")


def input_channels(text: Translator) -> list[str]:
    """Return the names of the picture's channels."""
    return [text(f"channels.{name}") for name in ("red", "green", "blue")]


def stage_key(kind: str, stage: str) -> str:
    """Return the word for a stage: a standard convolution in groups is a grouped one.

    Examples
    --------
    >>> stage_key("grouped", "standard"), stage_key("standard", "standard"), stage_key("grouped", "bias")
    ('grouped', 'standard', 'bias')
    """
    return "grouped" if (kind, stage) == ("grouped", "standard") else stage


def map_names(text: Translator, run: Run, stage: str) -> list[str]:
    """Return the name of each map of a stage: its number from 0, with the channel that it is made from.

    A map that mixes channels has only its number.
    """
    colours = input_channels(text)
    if stage in ("input", "slices"):
        return colours
    count = next(
        (cost.output_shape[2] for cost in run.cost.stages if cost.name == stage), run.cost.output_shape[2]
    )
    if stage not in _OF_ONE_CHANNEL:
        return [str(index) for index in range(count)]
    each = count // len(colours)
    return [f"{index} · {colours[index // each]}" for index in range(count)]
