"""A network from pasted code: its layers are chained from the input's size on and counted, never run."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sepviz.architectures.chain import BIAS, Chain
from sepviz.architectures.line import LARGEST
from sepviz.architectures.network import Network
from sepviz.architectures.parse import MAX_LINES
from sepviz.codegen.layer_calls import LayerCall, layer_calls
from sepviz.codegen.standard_forms import Reason
from sepviz.errors import ArchitectureError, ShapeError
from sepviz.layers import Conv2D, DepthwiseConv2D, Layer, SeparableConv2D
from sepviz.shapes import padding_of, pair


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNetwork:
    """What was read: the network, and line and reason of each layer that is not, or not surely, in it."""

    network: Network
    notes: tuple[tuple[int, Reason], ...]


def read_network(source: str, *, input_shape: tuple[int, int, int]) -> CodeNetwork:
    """Read a network from PyTorch or Keras code, or from the output of ``print(model)``.

    Each layer takes the latest maps that have its input channels, so that a shortcut finds the maps
    where it branched off. No loop is run: what is written once is counted once. A name that the text
    sets to a number stands for it.

    Parameters
    ----------
    source : str
        What was pasted; it is parsed, never executed.
    input_shape : tuple of int
        (H, W, C) of one image; where the first layer names its channels, those replace C.

    Returns
    -------
    CodeNetwork
        The layers that could be counted, named by their line, and notes on the others.

    Raises
    ------
    CodeError
        If the source does not parse.
    ArchitectureError
        If it has no layer that can be counted, or more than 1,000.

    Examples
    --------
    >>> found = read_network("nn.Conv2d(3, 256, 5, bias=False)", input_shape=(12, 12, 3))
    >>> found.network.multiplications, found.network.parameters_with_bn_and_bias
    (1228800, 19200)
    """
    calls = list(islice(layer_calls(source), MAX_LINES + 1))
    if len(calls) > MAX_LINES:
        raise ArchitectureError(
            f"a network may have {MAX_LINES:,} layers, no more",
            line=calls[MAX_LINES].line,
            code="too_many_lines",
            limit=MAX_LINES,
        )
    reader = _Reader(input_shape)
    for call in calls:
        reader.take(call)
    if not reader.chain.layers:
        raise _nothing_counted(reader.notes)
    return CodeNetwork(network=reader.chain.network(), notes=tuple(dict.fromkeys(reader.notes)))


def _nothing_counted(notes: list[tuple[int, Reason]]) -> ArchitectureError:
    """Say why no layer was counted: by the first that was found, if there is one."""
    if not notes:
        return ArchitectureError("there is no layer with weights", line=1, code="no_layers")
    line, reason = notes[0]
    return ArchitectureError(
        f"no layer can be counted: {reason}", line=line, code="no_layer_counted", reason=reason.code
    )


class _Reader:
    """A network in the making, and all maps so far."""

    def __init__(self, input_shape: tuple[int, ...]) -> None:
        self.chain = Chain(input_shape)
        self.maps = [input_shape]
        self.notes: list[tuple[int, Reason]] = []

    def take(self, call: LayerCall) -> None:
        """Append a layer, or note why not."""
        reason = call.reason or self._appended(call)
        if reason:
            self.notes.append((call.line, reason))
        self.maps.append(self.chain.shape)

    def _appended(self, call: LayerCall) -> Reason | None:
        """Append what a call says; return what keeps it from being counted, or what is unsure about it."""
        numbers = {"padding": "valid", **call.numbers}
        sizes = (size for key, value in numbers.items() if key != "padding" for size in _flat(value))
        if any(not 0 < size <= LARGEST**2 for size in sizes):
            return Reason.IMPOSSIBLE
        before = self.chain.shape
        try:
            step: Callable[[str, Mapping[str, Any]], Reason | None] = getattr(self, f"_{call.kind}")
            return step(f"line{call.line}/{call.name}", numbers)
        except KeyError:
            return Reason.ARGUMENTS_MISSING
        except (ShapeError, TypeError) as error:
            self.chain.shape = before
            too_large = getattr(error, "code", "") == "kernel_too_large"
            return Reason.WINDOW if too_large else Reason.IMPOSSIBLE

    def _conv(self, name: str, numbers: Mapping[str, Any]) -> Reason | None:
        """Append a convolution."""
        layer = Conv2D(filters=numbers["filters"], groups=numbers.get("groups", 1), **_windows(numbers))
        return self._add(name, layer, numbers)

    def _depthwise(self, name: str, numbers: Mapping[str, Any]) -> Reason | None:
        """Append Keras's depthwise convolution."""
        multiplier = numbers.get("depth_multiplier", 1)
        return self._add(name, DepthwiseConv2D(depth_multiplier=multiplier, **_windows(numbers)), numbers)

    def _separable(self, name: str, numbers: Mapping[str, Any]) -> Reason | None:
        """Append Keras's depthwise-separable convolution."""
        multiplier = numbers.get("depth_multiplier", 1)
        layer = SeparableConv2D(
            filters=numbers["filters"], depth_multiplier=multiplier, **_windows(numbers)
        )
        return self._add(name, layer, numbers)

    def _add(self, name: str, layer: Layer, numbers: Mapping[str, Any]) -> Reason | None:
        """Append a layer to the latest maps with its channels."""
        channels = numbers.get("c_in", self.chain.channels)
        if not self.chain.layers and self.chain.channels == self.maps[0][-1]:
            self.maps.append((*self.chain.shape[:2], channels))  # the first layer says what the input has
        found = [shape for shape in self.maps if shape[-1] == channels]
        if not found:
            return Reason.NO_MAPS
        self.chain.shape = found[-1]
        self.chain.add(name, layer, beside=_beside(numbers))
        return None

    def _dense(self, name: str, numbers: Mapping[str, Any]) -> Reason | None:
        """Append a dense layer on all values or, where the code says so, on the mean of each channel."""
        values = math.prod(self.chain.shape)
        wanted, filters = numbers.get("c_in", values), numbers["filters"]
        note = None if wanted in (values, self.chain.channels) else Reason.OTHER_VALUES
        self.chain.shape = (1, 1, wanted)
        self.chain.add_dense(name, filters, beside=_beside(numbers))
        return note

    def _pool(self, _name: str, numbers: Mapping[str, Any]) -> Reason | None:
        """Pool, with the window's own size as its stride unless another is given."""
        size = _pair(numbers.get("kernel_size", 2))
        strides = _pair(numbers["strides"]) if "strides" in numbers else size
        self.chain.pool(size, strides, padding=_padding(numbers["padding"]))
        return None

    def _resize(self, _name: str, numbers: Mapping[str, Any]) -> Reason | None:
        """Pool to a size, or to one position."""
        self.chain.shape = (*_pair(numbers.get("kernel_size", 1)), self.chain.channels)
        return None

    def _pad(self, _name: str, numbers: Mapping[str, Any]) -> Reason | None:
        """Add zeros around the maps."""
        amounts = padding_of(1 if isinstance(numbers["padding"], str) else numbers["padding"])
        assert not isinstance(amounts, str)
        (top, bottom), (left, right) = amounts
        height, width, channels = self.chain.shape
        self.chain.shape = (height + top + bottom, width + left + right, channels)
        return None

    def _norm(self, _name: str, _numbers: Mapping[str, Any]) -> Reason | None:
        """Count gamma and beta."""
        self.chain.normalise()
        return None


def _beside(numbers: Mapping[str, Any]) -> int:
    """Return how many learned numbers each output has beside its weights: its bias, or nothing."""
    return BIAS if numbers.get("use_bias", True) else 0


def _windows(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that all convolutions share; a bias is counted beside them."""
    kernel, rate = _pair(numbers["kernel_size"]), _pair(numbers.get("dilation_rate", 1))
    padding = _padding(numbers["padding"])
    centred = tuple((taps - 1) * step // 2 for taps, step in zip(kernel, rate, strict=True))
    if padding == tuple((amount, amount) for amount in centred) and all(taps % 2 for taps in kernel):
        padding = "same" if any(centred) else "valid"
    return {
        "kernel_size": kernel,
        "strides": numbers.get("strides", 1),
        "dilation_rate": rate,
        "padding": padding,
        "use_bias": False,
    }


def _padding(value: Any) -> Any:
    """Return a padding by its name or as its amounts."""
    return value.lower() if isinstance(value, str) else padding_of(value)


def _pair(value: Any) -> tuple[int, int]:
    """Return two numbers."""
    return pair(value, "kernel_size")


def _flat(value: object) -> Iterator[int]:
    """Yield the whole numbers of a value."""
    if isinstance(value, tuple):
        for one in value:
            yield from _flat(one)
    elif type(value) is int:
        yield value
