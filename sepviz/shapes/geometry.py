"""Where the windows of a convolution stand: everything that follows from sizes alone."""

from dataclasses import dataclass

from sepviz.errors import ShapeError
from sepviz.shapes.padding import Amounts, Padding, pad_amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The resolved geometry of one convolution; every pair is (vertical, horizontal)."""

    size: tuple[int, int]
    kernel_size: tuple[int, int]
    strides: tuple[int, int]
    dilation_rate: tuple[int, int]
    padding: Amounts
    output_size: tuple[int, int]

    @property
    def window(self) -> tuple[int, int]:
        """Extent of the dilated kernel in pixels."""
        return (
            (self.kernel_size[0] - 1) * self.dilation_rate[0] + 1,
            (self.kernel_size[1] - 1) * self.dilation_rate[1] + 1,
        )


def geometry(
    size: tuple[int, int],
    kernel_size: tuple[int, int],
    *,
    strides: tuple[int, int] = (1, 1),
    padding: Padding = "valid",
    dilation_rate: tuple[int, int] = (1, 1),
    name: str = "kernel",
) -> Geometry:
    """Resolve normalised arguments for an input of ``size`` = (height, width).

    ``name`` is what the caller's signature calls the kernel; an error names it so.

    Raises
    ------
    ShapeError
        If the dilated kernel is larger than the padded input.

    Examples
    --------
    >>> geometry((12, 12), (5, 5)).output_size
    (8, 8)
    """
    window = (
        (kernel_size[0] - 1) * dilation_rate[0] + 1,
        (kernel_size[1] - 1) * dilation_rate[1] + 1,
    )
    amounts = pad_amounts(padding, size, window, strides)
    padded = size[0] + sum(amounts[0]), size[1] + sum(amounts[1])
    if window[0] > padded[0] or window[1] > padded[1]:
        raise ShapeError(
            f"{name} of {kernel_size[0]} x {kernel_size[1]} with dilation_rate={dilation_rate} covers "
            f"{window[0]} x {window[1]}, more than the padded input x of {padded[0]} x {padded[1]}",
            code="kernel_too_large",
            window=f"{window[0]} x {window[1]}",
            padded=f"{padded[0]} x {padded[1]}",
        )
    output = (padded[0] - window[0]) // strides[0] + 1, (padded[1] - window[1]) // strides[1] + 1
    return Geometry(
        size=size,
        kernel_size=kernel_size,
        strides=strides,
        dilation_rate=dilation_rate,
        padding=amounts,
        output_size=output,
    )
