"""Every kind of convolution stands in one registry."""

import pytest

from sepviz.ui.session.kinds import KINDS, layer_of
from sepviz.ui.session.parameters import OPERATIONS, PARAMETERS, WEIGHTS, Settings


def test_the_link_knows_exactly_the_registered_kinds():
    assert tuple(KINDS) == OPERATIONS


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_kind_names_settings_and_weights_that_there_are(kind):
    assert kind.controls <= set(PARAMETERS)
    assert set(kind.weight_choices) <= set(WEIGHTS)
    layer = layer_of(Settings(op=kind.id, filters=6, kh=3, kw=5, stride=2))
    assert (layer.kernel_size, layer.strides) == ((3, 5), (2, 2))
    for control in ("filters", "depth_multiplier", "use_bias"):
        assert hasattr(layer, control) == kind.has(control)
