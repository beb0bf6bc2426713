"""What running a layer once costs, in numbers that follow from shapes alone."""

import math
from dataclasses import dataclass

BYTES_PER_VALUE = 4  # float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The cost of one stage, or of a whole layer with its stages.

    Parameters
    ----------
    name : str
        ``"standard"``, ``"depthwise"``, ``"pointwise"``, ``"column"`` or ``"row"`` for a stage,
        the name of the layer's class for a whole layer.
    outputs, taps : tuple of (str, int)
        What the multiplications of a single stage are the product of, as (name, value): the sizes of
        the output, and the taps of the dot product. Empty where stages are summed.
    multiplications : int
        Scalar products; taps that fall on padding count, the bias does not.
    additions : int
        Taps - 1 for each output value, + 1 with a bias.
    parameters : int
        Learned numbers: kernels, bias, prelu's alpha, gamma and beta of batch normalisation.
    output_shape : tuple of int
        Shape of the output, in the order of the layer's ``data_format``.
    activation_bytes : int
        4 x the values of all stages' outputs; the input is not among them.
        Bias and activation work in place and add nothing.
    stages : tuple of Cost
        The convolutions in order of execution; empty for a stage.

    Examples
    --------
    >>> from sepviz.layers import Conv2D
    >>> from sepviz.costs import count
    >>> count(Conv2D(filters=256, kernel_size=5), (12, 12, 3)).multiplications
    1228800
    """

    name: str
    outputs: tuple[tuple[str, int], ...] = ()
    taps: tuple[tuple[str, int], ...] = ()
    multiplications: int
    additions: int
    parameters: int
    output_shape: tuple[int, ...]
    activation_bytes: int
    stages: "tuple[Cost, ...]" = ()

    @property
    def factors(self) -> tuple[tuple[str, int], ...]:
        """All factors of the multiplications of a single stage: outputs, then taps."""
        return self.outputs + self.taps

    @property
    def macs(self) -> int:
        """Multiply-accumulate operations: the same number as the multiplications."""
        return self.multiplications

    @property
    def flops(self) -> int:
        """Floating-point operations, counted as 2 for each multiply-accumulate."""
        return 2 * self.macs


def stage_cost(
    name: str,
    outputs: dict[str, int],
    taps: dict[str, int],
    *,
    output_shape: tuple[int, ...],
    kernels: int,
    learned_beside: int = 0,
    use_bias: bool = False,
) -> Cost:
    """Return the cost of one convolution: each output value is a dot product over the taps.

    ``outputs`` and ``taps`` are named factors, whose products are the number of output values
    and the length of the dot product; ``kernels`` different ones of that length are learned.
    """
    values, length = math.prod(outputs.values()), math.prod(taps.values())
    return Cost(
        name=name,
        outputs=tuple(outputs.items()),
        taps=tuple(taps.items()),
        multiplications=values * length,
        additions=values * (length - 1 + use_bias),
        parameters=length * kernels + learned_beside,
        output_shape=output_shape,
        activation_bytes=BYTES_PER_VALUE * values,
    )


def total_cost(name: str, stages: tuple[Cost, ...]) -> Cost:
    """Return the sum of the stages, which keeps the formula where there is only one."""
    return Cost(
        name=name,
        outputs=stages[0].outputs if len(stages) == 1 else (),
        taps=stages[0].taps if len(stages) == 1 else (),
        multiplications=sum(stage.multiplications for stage in stages),
        additions=sum(stage.additions for stage in stages),
        parameters=sum(stage.parameters for stage in stages),
        output_shape=stages[-1].output_shape,
        activation_bytes=sum(stage.activation_bytes for stage in stages),
        stages=stages,
    )
