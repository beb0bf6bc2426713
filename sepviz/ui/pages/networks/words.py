"""The same few numbers and layers in words, for table, drawing and file."""

from typing import Any

from sepviz.architectures import NetworkLayer
from sepviz.costs.formula import formula
from sepviz.figures.network_strip import LayerBar
from sepviz.text import Translator

_SMALLEST = 0.00005  # anything below would read as 0


def share(part: float) -> str:
    """Return a part of 1 as per cent with two decimals.

    Examples
    --------
    >>> share(0.94858)
    '94.86%'
    """
    return "< 0.01%" if 0 < part < _SMALLEST else f"{100 * part:.2f}%"


def size(shape: tuple[int, ...]) -> str:
    """Return height, width and channels.

    Examples
    --------
    >>> size((112, 112, 64))
    '112 x 112 x 64'
    """
    return " x ".join(f"{value:,}" for value in shape)


def kernel(entry: NetworkLayer) -> str:
    """Return the kernel's size, and its stride where there is one."""
    layer: Any = entry.layer
    (rows, columns), (down, right) = layer.kernel_size, layer.strides
    stride = "" if (down, right) == (1, 1) else f" / {down}" if down == right else f" / {down} x {right}"
    return f"{rows} x {columns}{stride}"


def kinds(text: Translator, entry: NetworkLayer) -> str:
    """Return the kinds of its convolutions."""
    return " + ".join(text(f"networks.kinds.{kind}") for kind, _ in entry.kinds())


def kind_share(text: Translator, kind: str, part: float) -> str:
    """Return a kind of convolution with its part of the multiplications."""
    return text("networks.kind_share", kind=text(f"networks.kinds.{kind}"), share=share(part))


def parts(entry: NetworkLayer, total: int) -> tuple[tuple[str, float], ...]:
    """Return kind and share of each of its convolutions."""
    return tuple((kind, stage.multiplications / total) for kind, stage in entry.kinds())


def bars(text: Translator, layers: tuple[NetworkLayer, ...], total: int) -> list[LayerBar]:
    """Return the layers as bars, each with its formula in words."""
    return [
        LayerBar(
            parts=parts(entry, total),
            words=text(
                "networks.layer_words",
                name=entry.name,
                kind=kinds(text, entry),
                formula=" + ".join(formula(stage) for _, stage in entry.kinds()),
                share=share(entry.cost.multiplications / total),
            ),
        )
        for entry in layers
    ]
