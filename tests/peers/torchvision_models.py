"""Torchvision's models, for tests that skip where they are not installed."""

import importlib.util
import os
import sys
import types

import pytest


def torchvision_models():
    """Import torchvision.models; its compiled part, which no model here needs, may not fit a CPU torch."""
    if importlib.util.find_spec("torchvision") is None and not os.environ.get("CI"):
        pytest.skip("torchvision is not installed: pip install --no-deps torchvision")
    try:
        import torchvision.models
    except RuntimeError:  # operator torchvision::nms does not exist
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        name = "torchvision._meta_registrations"
        sys.modules[name] = types.ModuleType(name)
        import torchvision.models
    return torchvision.models
