"""A stage's multiplications written out as a product."""

from collections.abc import Sequence

from sepviz.costs.cost import Cost


def formula(stage: Cost) -> str:
    """Return a stage's multiplications as ``8 x 8 x 256 x (5 x 5 x 3) = 1,228,800``."""
    outputs = [f"{value:,}" for _, value in stage.outputs]
    return f"{product(outputs, [f'{value:,}' for _, value in stage.taps])} = {stage.multiplications:,}"


def product(outputs: Sequence[str], taps: Sequence[str]) -> str:
    """Join the factors of a stage, those of the dot product in parentheses where there are several."""
    window = " x ".join(taps)
    return " x ".join([*outputs, f"({window})" if len(taps) > 1 else window])
