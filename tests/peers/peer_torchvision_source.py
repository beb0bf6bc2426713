"""The source of torchvision's models, converted as pasted text and executed."""

import importlib
import inspect

import pytest
import torch
from torch import nn

from sepviz.codegen import Reason, convert
from tests.peers.torchvision_models import torchvision_models

pytestmark = pytest.mark.filterwarnings("ignore:The default weight initialization:FutureWarning")


def source_of(module):
    """Return the text of one of torchvision's files."""
    torchvision_models()
    return inspect.getsource(importlib.import_module(f"torchvision.models.{module}"))


def built(module, source, name, **settings):
    """Execute a file and build one of its models."""
    namespace = {"__name__": f"torchvision.models.{module}", "__package__": "torchvision.models"}
    with pytest.MonkeyPatch.context() as patch:
        # Each file registers its models by name, and refuses to do so twice.
        patch.setattr("torchvision.models._api.BUILTIN_MODELS", {})
        exec(source, namespace)
        return namespace[name](weights=None, num_classes=10, **settings)


def parameters(modules):
    return sum(values.numel() for one in modules for values in one.parameters())


def convolutions(model):
    return [one for one in model.modules() if isinstance(one, nn.Conv2d)]


def standard(model):
    return [one for one in convolutions(model) if one.groups == 1 and one.kernel_size != (1, 1)]


def shapes(outputs):
    """Return the shapes of what a model gives: a tensor, or a tuple of some and None."""
    tensors = [outputs] if isinstance(outputs, torch.Tensor) else outputs
    return [None if one is None else tuple(one.shape) for one in tensors]


def outputs(model, x):
    """Run a model as in training, where the helpers of GoogLeNet and Inception run too."""
    with torch.no_grad():
        return shapes(model.train()(x))


def test_resnet_18_keeps_about_one_and_a_half_million_parameters_of_convolutions():
    source = source_of("resnet")
    before, after = (built("resnet", text, "resnet18") for text in (source, convert(source).code))
    assert parameters(convolutions(before)) == 11_166_912
    assert 1.4e6 < parameters(convolutions(after)) < 1.6e6
    assert standard(after) == []
    x = torch.zeros(2, 3, 64, 80)
    assert outputs(after, x) == outputs(before, x) == [(2, 10)]


def test_resnext_50_still_runs_and_keeps_its_groups():
    source = source_of("resnet")
    before, after = (built("resnet", text, "resnext50_32x4d") for text in (source, convert(source).code))
    grouped = [[one for one in convolutions(model) if one.groups == 32] for model in (before, after)]
    assert len(grouped[0]) == len(grouped[1]) == 16
    assert parameters(grouped[0]) == parameters(grouped[1])
    x = torch.zeros(2, 3, 64, 80)
    assert outputs(after, x) == outputs(before, x) == [(2, 10)]


@pytest.mark.parametrize(
    ("module", "name", "size"),
    [("googlenet", "googlenet", (64, 80)), ("inception", "inception_v3", (299, 310))],
)
def test_models_that_hide_arguments_run_with_the_same_shapes(module, name, size):
    source = source_of(module)
    settings = {"init_weights": True, "aux_logits": True}
    before, after = (built(module, text, name, **settings) for text in (source, convert(source).code))
    assert standard(after) == []
    assert parameters(convolutions(after)) < parameters(convolutions(before))
    x = torch.zeros(2, 3, *size)
    assert outputs(after, x) == outputs(before, x)


@pytest.mark.parametrize("module", ["resnet", "googlenet", "inception"])
def test_a_second_conversion_changes_nothing(module):
    once = convert(source_of(module))
    assert once.converted
    assert {reason for _, reason in once.skipped} <= {Reason.ONE_BY_ONE}
    twice = convert(once.code)
    assert twice.code == once.code
    assert twice.converted == ()
