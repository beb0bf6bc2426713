"""How the weights of the layer on screen are made: from the catalogue, at random, or by hand."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.kernels import KERNELS
from sepviz.layers import Conv2D, SeparableConv2D, SpatiallySeparableConv2D
from sepviz.separability import approximate_depthwise_separable, as_standard_kernel, separate
from sepviz.ui.session.kinds import Layer
from sepviz.ui.session.parameters import Settings, Taps

Weights = dict[str, Array]


def chosen_kernel(values: Settings) -> NDArray[np.float64]:
    """Return the 2-D kernel that is chosen or typed, flipped where the visitor asks for it."""
    if values.kernel == "custom":
        kernel = Taps().kernel(values.taps)
        assert kernel is not None
    else:
        kernel = KERNELS[values.kernel].weights
    return kernel[::-1, ::-1] if values.flip else kernel


def make_weights(layer: Layer, channels: int, values: Settings) -> Weights:
    """Return the weights of a layer on ``channels`` input channels, as the settings say.

    Raises
    ------
    KernelError
        If a spatially separable layer is asked for a kernel of higher rank than 1.
    """
    shape = (64, 64, channels)
    weights: Weights = dict(layer.init_weights(shape, seed=values.seed))
    if values.weights == "random":
        return weights
    if isinstance(layer, SpatiallySeparableConv2D):
        column, row = separate(chosen_kernel(values))
        return {"column": column.astype(np.float32), "row": row.astype(np.float32)}
    if values.weights == "twin":
        return weights | _twin(layer, shape, values.seed)
    taps = _bank(layer.kernel_size) if values.weights == "bank" else [chosen_kernel(values)]
    if isinstance(layer, SeparableConv2D):
        return weights | _separable(layer, channels, taps, values)
    return weights | _standard(layer, channels, taps, values)


def seed_matters(values: Settings) -> bool:
    """Return whether another seed gives other weights.

    Nothing is random about a kernel of the catalogue, nor about the pair that a spatially separable
    layer starts with.

    Examples
    --------
    >>> seed_matters(Settings(op="spatial"))
    False
    """
    if values.op == "spatial":
        return False
    return values.weights in ("random", "twin") or values.pointwise == "random"


def made_how(op: str, weights: str) -> str:
    """Return the word for how the weights are made: a spatially separable layer starts with smoothing.

    Examples
    --------
    >>> made_how("spatial", "random"), made_how("standard", "random")
    ('smoothing', 'random')
    """
    return "smoothing" if (op, weights) == ("spatial", "random") else weights


def _separable(
    layer: SeparableConv2D, channels: int, taps: list[NDArray[np.float64]], values: Settings
) -> Weights:
    """Put one kernel after the other on the depthwise channels, and mix them as asked."""
    maps = channels * layer.depth_multiplier
    depthwise = np.stack([taps[index % len(taps)] for index in range(maps)], axis=-1)
    mix = _mix(values.pointwise, maps, layer.filters, values.seed)
    return {
        "depthwise_kernel": depthwise.reshape(*layer.kernel_size, channels, -1).astype(np.float32),
        "pointwise_kernel": mix[None, None].astype(np.float32),
    }


def _standard(layer: Conv2D, channels: int, taps: list[NDArray[np.float64]], values: Settings) -> Weights:
    """Give each filter one kernel on all of its input channels, weighted by the same mix."""
    mix = _mix(values.pointwise, channels // layer.groups, layer.filters, values.seed)
    kernels = np.stack([taps[index % len(taps)] for index in range(layer.filters)], axis=-1)
    return {"kernel": (kernels[:, :, None, :] * mix).astype(np.float32)}


def _mix(kind: str, inputs: int, outputs: int, seed: int) -> NDArray[np.floating]:
    """Return the (inputs, outputs) weights of a 1 x 1 convolution."""
    if kind == "average":
        return np.full((inputs, outputs), 1 / inputs)
    if kind == "identity":
        return np.eye(inputs)[:, np.arange(outputs) % inputs]
    layer = Conv2D(filters=outputs, kernel_size=1, use_bias=False)
    return layer.init_weights((1, 1, inputs), seed=seed)["kernel"][0, 0]


def _twin(layer: Conv2D | SeparableConv2D, shape: tuple[int, int, int], seed: int) -> Weights:
    """Return the nearest weights to those of the other kind of layer with the same seed."""
    settings: dict[str, Any] = {
        "filters": layer.filters,
        "kernel_size": layer.kernel_size,
        "use_bias": False,
    }
    if isinstance(layer, SeparableConv2D):
        standard = Conv2D(**settings).init_weights(shape, seed=seed)["kernel"]
        fit = approximate_depthwise_separable(standard, layer.depth_multiplier)
        return {
            "depthwise_kernel": fit.depthwise_kernel.astype(np.float32),
            "pointwise_kernel": fit.pointwise_kernel.astype(np.float32),
        }
    separable = SeparableConv2D(**settings).init_weights(shape, seed=seed)
    kernel = as_standard_kernel(separable["depthwise_kernel"], separable["pointwise_kernel"])
    return {"kernel": kernel.astype(np.float32)}


def _bank(size: tuple[int, int]) -> list[NDArray[np.float64]]:
    """Return the catalogue kernels of this size, smaller ones with zeros around them."""
    bank = []
    for entry in KERNELS.values():
        height, width = entry.weights.shape
        down, right = size[0] - height, size[1] - width
        if min(down, right) >= 0 and down % 2 == 0 and right % 2 == 0 and height > 1:
            bank.append(np.pad(entry.weights, ((down // 2, down // 2), (right // 2, right // 2))))
    return bank or [np.full(size, 1 / (size[0] * size[1]))]
