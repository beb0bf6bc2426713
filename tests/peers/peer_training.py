"""Training against torch: the same weights and batches give the same losses for 50 steps.

pytest tests/peers/peer_training.py (see requirements-peers.txt). All in float64, where rounding cannot hide
a difference. The network is torch's own modules; only its kernels are transposed.
"""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from sepviz.layers import Conv2D, DepthwiseConv2D, DepthwiseSeparableBlock, SeparableConv2D, StandardBlock
from sepviz.training import SGD, Adam, Classifier, dataset, train_on_batch

STEPS, BATCH, CLASSES = 50, 12, 8
DATA = dataset("drawings", train=120, test=40, seed=7)
SAME: dict[str, Any] = {"kernel_size": (3, 5), "padding": ((1, 1), (2, 2))}
NETWORKS = {
    "standard blocks": (StandardBlock(filters=6, **SAME), StandardBlock(filters=9, strides=(2, 3), **SAME)),
    "separable blocks": (
        DepthwiseSeparableBlock(filters=6, depth_multiplier=2, **SAME),
        DepthwiseSeparableBlock(filters=9, strides=(2, 3), epsilon=0.01, **SAME),
    ),
    "plain layers": (
        Conv2D(filters=6, groups=3, activation="relu", **SAME),
        DepthwiseConv2D(depth_multiplier=2, dilation_rate=(2, 1), activation="relu", **SAME),
        SeparableConv2D(filters=9, strides=(2, 3), activation="tanh", **SAME),
    ),
}
OPTIMIZERS = {
    "sgd": (SGD(0.05, momentum=0.9), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    "plain sgd": (SGD(0.2, momentum=0.0), lambda p: torch.optim.SGD(p, lr=0.2)),
    "adam": (Adam(0.01, 0.8, 0.99, 1e-6), lambda p: torch.optim.Adam(p, 0.01, (0.8, 0.99), 1e-6)),
}


def convolution(kernel, layer, *, bias=None, depthwise=False):
    """Return torch's convolution with a kernel in Keras's layout."""
    kh, kw, channels, last = kernel.shape
    groups = channels if depthwise else getattr(layer, "groups", 1)
    ours = kernel.reshape(kh, kw, 1, channels * last) if depthwise else kernel
    inputs, outputs = ours.shape[2] * groups, ours.shape[3]
    padding = tuple(side[0] for side in layer.padding) if isinstance(layer.padding[0], tuple) else 0
    module = nn.Conv2d(
        inputs,
        outputs,
        (kh, kw),
        stride=layer.strides,
        padding=padding,
        dilation=getattr(layer, "dilation_rate", (1, 1)),
        groups=groups,
        bias=bias is not None,
        dtype=torch.float64,
    )
    module.weight.data = torch.tensor(ours.transpose(3, 2, 0, 1).copy())
    if bias is not None:
        module.bias.data = torch.tensor(bias)
    return module


def normalisation(channels, epsilon):
    return nn.BatchNorm2d(channels, eps=epsilon, momentum=0.1, dtype=torch.float64)


def modules(layer, own):
    """Return the modules of one layer, which start with our weights."""
    match layer:
        case StandardBlock():
            first = convolution(own["kernel"], layer)
            return [first, normalisation(layer.filters, layer.epsilon), nn.ReLU()]
        case DepthwiseSeparableBlock():
            first = convolution(own["depthwise_kernel"], layer, depthwise=True)
            second = convolution(own["pointwise_kernel"], layer.pointwise)
            return [
                first,
                normalisation(first.out_channels, layer.epsilon),
                nn.ReLU(),
                second,
                normalisation(layer.filters, layer.epsilon),
                nn.ReLU(),
            ]
        case Conv2D():
            found = [convolution(own["kernel"], layer, bias=own["bias"])]
        case DepthwiseConv2D():
            found = [convolution(own["depthwise_kernel"], layer, bias=own["bias"], depthwise=True)]
        case SeparableConv2D():
            found = [
                convolution(own["depthwise_kernel"], layer, depthwise=True),
                convolution(own["pointwise_kernel"], Conv2D(filters=1, kernel_size=1), bias=own["bias"]),
            ]
    return [*found, {"relu": nn.ReLU, "tanh": nn.Tanh}[layer.activation]()]


def in_torch(classifier, weights):
    """Return the classifier as a torch model."""
    parts = []
    for number, layer in enumerate(classifier.layers):
        prefix = f"{number}."
        own = {name.removeprefix(prefix): w for name, w in weights.items() if name.startswith(prefix)}
        parts += modules(layer, own)
    kernel = weights["dense.kernel"]
    dense = nn.Linear(*kernel.shape, dtype=torch.float64)
    dense.weight.data, dense.bias.data = torch.tensor(kernel.T.copy()), torch.tensor(weights["dense.bias"])
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), dense)


def batches():
    """Return the pictures and labels of each step."""
    order = np.random.default_rng(1).integers(0, len(DATA.images), (STEPS, BATCH))
    return [(DATA.images[chosen].astype(np.float64), DATA.labels[chosen]) for chosen in order]


def torch_losses(model, optimizer):
    losses = []
    for x, labels in batches():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(
            model(torch.tensor(x.transpose(0, 3, 1, 2).copy())), torch.tensor(labels)
        )
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@pytest.mark.parametrize("layers", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize(("ours", "theirs"), OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_the_first_50_losses_are_those_of_torch(layers, ours, theirs):
    classifier = Classifier(layers, CLASSES)
    weights = classifier.init_weights(DATA.images.shape[1:], seed=3)
    weights = {name: values.astype(np.float64) for name, values in weights.items()}
    model = in_torch(classifier, weights).train()
    expected = torch_losses(model, theirs(model.parameters()))
    losses, state = [], None
    for x, labels in batches():
        update = train_on_batch(classifier, x, labels, weights, optimizer=ours, state=state)
        losses.append(update.loss)
        weights, state = update.weights, update.state
    np.testing.assert_allclose(losses, expected, rtol=1e-6)
    assert np.ptp(losses) > 0.01  # else nothing was learned that could differ
    moving = [module for module in model if isinstance(module, nn.BatchNorm2d)]
    means = [values for name, values in weights.items() if name.endswith("mean")]
    for module, mean in zip(moving, means, strict=True):
        np.testing.assert_allclose(mean, module.running_mean.numpy(), rtol=1e-5, atol=1e-7)
