"""A layer from a dict that came from anywhere: the right layer, or one of two errors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.errors import SepvizError
from sepviz.layers import Conv2D, DepthwiseSeparableBlock, layer_from_dict

GOOD = Conv2D(filters=2, kernel_size=3).to_dict()


def test_dict_names_the_layer_and_all_fields():
    d = Conv2D(
        filters=2, kernel_size=(3, 5), bias_regularizer=("l1", {"l1": 0.5}), padding=(1, 2)
    ).to_dict()
    assert d["layer"] == "Conv2D"
    assert d["kernel_size"] == [3, 5]
    assert d["bias_regularizer"] == ["l1", {"l1": 0.5}]
    assert d["padding"] == [[1, 1], [2, 2]]
    assert d["kernel_constraint"] is None


def test_fields_that_are_missing_have_their_defaults():
    assert layer_from_dict({"layer": "DepthwiseSeparableBlock", "filters": 4}) == DepthwiseSeparableBlock(
        filters=4
    )


@pytest.mark.parametrize("name", [None, "", "Dense", "Layer", "object", 3, ["Conv2D"], {"Conv2D": 1}])
def test_unknown_layers_are_refused(name):
    with pytest.raises(SepvizError, match="layer"):
        layer_from_dict({**GOOD, "layer": name})


@pytest.mark.parametrize("key", ["filter", "__class__", "_windows", "KERNELS", "x\ny", 3, ("a", "b")])
def test_unknown_fields_are_refused(key):
    with pytest.raises(SepvizError, match="unknown field"):
        layer_from_dict({**GOOD, key: 1})


@pytest.mark.parametrize("key", ["filters", "kernel_size"])
def test_missing_fields_are_named(key):
    with pytest.raises(SepvizError, match=key):
        layer_from_dict({name: value for name, value in GOOD.items() if name != key})


@pytest.mark.parametrize("d", [None, [], "Conv2D", 3, [("layer", "Conv2D")]])
def test_what_is_no_mapping_is_refused(d):
    with pytest.raises(TypeError, match="d must be a mapping"):
        layer_from_dict(d)


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


MONSTERS = {
    "deep": nested(100_000),
    "long": -(10**5000),
    "nan": float("nan"),
    "empty": [[]],
    "dict": {"a": nested(9)},
}


@pytest.mark.parametrize("monster", MONSTERS)
@pytest.mark.parametrize("key", [key for key in GOOD if key != "layer"])
def test_monsters_only_raise_the_two_errors(key, monster):
    with pytest.raises((SepvizError, TypeError)):
        layer_from_dict({**GOOD, key: MONSTERS[monster]})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["l2", "same"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*GOOD, "depth_multiplier", "x"]), JSON, max_size=5))
def test_any_json_is_a_layer_or_one_of_the_two_errors(changes):
    try:
        layer = layer_from_dict({**GOOD, **changes})
    except (SepvizError, TypeError):
        return
    assert layer_from_dict(layer.to_dict()) == layer
