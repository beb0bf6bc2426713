"""Settings that follow from a chosen network: the resolution of its paper, and what stands beside it."""

from typing import Any

from sepviz.ui.session.parameters import Settings

_USUAL = 224
_RESOLUTIONS = {"inception_v3": 299, "xception": 299}
_RIVALS = {
    "xception": "inception_v3",
    "mobilenet_v1": "mobilenet_v1_full",
    "mobilenet_v1_full": "mobilenet_v1",
    "mobilenet_v1_shallow": "mobilenet_v1",
    "mobilenet_v2": "mobilenet_v1",
    "mobilenet_v3_large": "mobilenet_v2",
    "efficientnet_b0": "resnet50",
    "convnext_tiny": "resnet50",
}


def usual_resolution(network: str) -> int:
    """Return height and width of the image in the network's paper."""
    return _RESOLUTIONS.get(network, _USUAL)


def usual_rival(network: str) -> str:
    """Return what a network is compared with at first: often its own separable twin."""
    return _RIVALS.get(network, "twin")


def follow(values: Settings, given: set[str]) -> dict[str, Any]:
    """Return the settings that follow from those given, apart from those that were given, too."""
    changes: dict[str, Any] = {}
    if "network" in given:
        if "resolution" not in given:
            changes["resolution"] = usual_resolution(values.network)
        if "rival" not in given:
            changes["rival"] = usual_rival(values.network)
    rival = changes.get("rival", values.rival)
    if ("rival" in given or "rival" in changes) and "rival_resolution" not in given:
        changes["rival_resolution"] = usual_resolution(rival)
    return changes
