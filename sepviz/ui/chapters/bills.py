"""Pictures of chapters 7 and 9: the bill to scale, and MobileNet's table."""

from html import escape
from typing import Any

from sepviz.architectures import PRINTED, Printed
from sepviz.costs import Cost, count
from sepviz.costs.formula import formula
from sepviz.figures.bars import Bar, bars_html
from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.lessons import example
from sepviz.lessons.numbers import ratio
from sepviz.text import Translator
from sepviz.ui.views.pipeline import drawing


def both(outputs: int) -> tuple[Cost, Cost]:
    """Return what the standard and the depthwise-separable layer with so many outputs cost."""
    common: dict[str, Any] = {"filters": outputs, "kernel_size": example.TAPS, "use_bias": False}
    layers = Conv2D(**common), SeparableConv2D(**common)
    return count(layers[0], example.INPUT_SHAPE), count(layers[1], example.INPUT_SHAPE)


def pipeline(text: Translator, outputs: int, *, revealed: bool) -> str:
    """Return the standard layer's stages; then those of the separable one."""
    return drawing(text, both(outputs)[revealed], example.INPUT_SHAPE)


def bars(text: Translator, outputs: int, *, revealed: bool) -> str:
    """Return the standard layer's count as a bar; then the separable one's, to the same scale."""
    standard, separable = both(outputs)
    rows = [
        Bar(
            name=text("ops.standard"),
            value=standard.multiplications,
            note=text.formula(formula(standard.stages[0])),
        )
    ]
    rows += [
        Bar(
            name=text(f"stages.{stage.name}"),
            value=stage.multiplications if revealed else None,
            note=text.formula(formula(stage)) if revealed else "?",
            chosen=True,
        )
        for stage in separable.stages
    ]
    return bars_html(rows, description=text("walk.bill_alt"))


def verdict(text: Translator, outputs: int) -> str:
    """Say which of the two is the cheaper one, and by how much."""
    standard, separable = both(outputs)
    pays = separable.multiplications < standard.multiplications
    counts = {"standard": standard.multiplications, "separable": separable.multiplications}
    return text("walk.bill_sum" if pays else "walk.bill_more", ratio=ratio(standard, separable), **counts)


def networks(text: Translator, *, revealed: bool) -> str:
    """Return MobileNet's table; then its accuracy, too."""
    columns = ["network", "multiplications", "printed", "parameters"] + ["accuracy"] * revealed
    head = "".join(f'<th scope="col">{escape(text(f"walk.{column}"))}</th>' for column in columns)
    rows = "".join(_row(text, row, revealed=revealed) for row in _rows())
    return (
        '<div class="scroll"><table class="bill networks">'
        f'<caption class="unseen">{escape(text("walk.table"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _rows() -> list[Printed]:
    """Return MobileNet as its paper lists it: the twin first, then ever narrower ones."""
    ours = [row for row in PRINTED if row.builder == "mobilenet_v1"]
    twin = [row for row in ours if row.arguments == {"separable": False}]
    wide = [row for row in ours if not row.arguments or "width_multiplier" in row.arguments]
    return twin + wide


def _row(text: Translator, row: Printed, *, revealed: bool) -> str:
    """Return one network with the counted figures beside the printed one."""
    network = row.network()
    alpha = row.arguments.get("width_multiplier", 1.0)
    name = text("walk.twin") if "separable" in row.arguments else text("walk.mobilenet", alpha=alpha)
    cells = [
        f"{network.multiplications:,}",
        f"{row.million_multiplications:,} M",
        f"{network.parameters:,}",
    ]
    cells += [f"{row.accuracy}%"] * revealed
    return f"<tr><td>{escape(name)}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
