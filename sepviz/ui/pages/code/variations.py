"""What other values of one argument would make of the layer's shape and counts."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import streamlit as st

from sepviz.costs import Cost, count
from sepviz.costs.formula import formula
from sepviz.errors import SepvizError
from sepviz.layers import axes_of, shape_of
from sepviz.text import Translator
from sepviz.ui.pages.code.example_layer import Specimen, changed
from sepviz.ui.session import notices
from sepviz.ui.session.kinds import Layer

Change = Mapping[str, Any]
_VALUES: Mapping[str, tuple[Any, ...]] = {
    "filters": (1, 8, 64, 256),
    "kernel_size": ((1, 1), (3, 3), (5, 5), (7, 7)),
    "strides": ((1, 1), (2, 2), (3, 3)),
    "padding": ("same", "valid"),
    "data_format": ("channels_last", "channels_first"),
    "dilation_rate": ((1, 1), (2, 2), (3, 3)),
    "depth_multiplier": (1, 2, 4),
    "use_bias": (False, True),
}


def show(text: Translator, specimen: Specimen) -> None:
    """Show a row for the layer as it is, and one for each other value."""
    channels = specimen.input_shape[2]
    rows = [_row(text, specimen, change) for change in changes(specimen.argument, specimen.layer, channels)]
    heads = ("value", "output", "multiplications", "parameters")
    head = "".join(f'<th scope="col">{escape(text(f"code.{name}"))}</th>' for name in heads)
    caption = escape(text("code.variations_table", argument=specimen.argument))
    st.html(
        f'<div class="scroll" tabindex="0"><table class="bill code-variations">'
        f'<caption class="unseen">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    st.caption(text("code.count_note"))


def changes(argument: str, layer: Any, channels: int) -> list[Change]:
    """Return what is changed in each row; the layer as it is comes among them in its place.

    Examples
    --------
    >>> from sepviz.layers import Conv2D
    >>> changes("groups", Conv2D(filters=8, kernel_size=3), 3)
    [{'groups': 1}, {'groups': 3, 'filters': 9}]
    >>> changes("filters", Conv2D(filters=32, kernel_size=3), 3)[2]
    {'filters': 32}
    """
    if argument == "groups":
        filters = layer.filters
        fitting = -(-filters // channels) * channels
        return [
            {"groups": 1},
            {"groups": channels} | ({"filters": fitting} if fitting != filters else {}),
        ]
    present = getattr(layer, argument)
    values = dict.fromkeys((*_VALUES[argument], present))
    ordered: Iterable[Any] = values if isinstance(present, str) else sorted(values)
    return [{argument: value} for value in ordered]


def _row(text: Translator, specimen: Specimen, change: Change) -> str:
    """Return the row of one change, or why it cannot be."""
    layer = specimen.layer
    label = ", ".join(f"{name}={_written(value)}" for name, value in change.items())
    here = all(getattr(layer, name) == value for name, value in change.items())
    shown = f"<code>{escape(label)}</code>"
    if here and not specimen.other_kind:
        shown += f" {escape(text('code.on_screen'))}"
    start = f'<tr class="{"chosen" if here else ""}"><th scope="row">{shown}</th>'
    try:
        other = changed(layer, **change)
        shape = shape_of(axes_of(specimen.input_shape, "channels_last"), other.data_format)
        cost = count(other, shape)
    except SepvizError as error:
        return f'{start}<td colspan="3" class="refused">{escape(notices.sentence(error, text))}</td></tr>'
    cells = (
        " x ".join(map(str, cost.output_shape)),
        multiplications(cost),
        parameters(other, shape),
    )
    return f"{start}{''.join(f'<td>{escape(text.formula(cell))}</td>' for cell in cells)}</tr>"


def _written(value: object) -> str:
    """Return a value as Python writes it in Keras's documentation."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def multiplications(cost: Cost) -> str:
    """Return the products of all stages and their sum, such as ``8 x 8 x 3 x (5 x 5) = 4,800``."""
    products = " + ".join(formula(stage).split(" = ")[0] for stage in cost.stages)
    return f"{products} = {cost.multiplications:,}"


def parameters(layer: Layer, input_shape: tuple[int, ...]) -> str:
    """Return the sizes of all weights and their sum, such as ``5 x 5 x 3 x 1 + 256 = 331``."""
    shapes = layer.weight_shapes(input_shape).values()
    sizes = " + ".join(" x ".join(map(str, shape)) for shape in shapes)
    return f"{sizes} = {count(layer, input_shape).parameters:,}"
