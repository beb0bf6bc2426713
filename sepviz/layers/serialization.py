"""From a dict, as ``Layer.to_dict`` writes it, back to a layer."""

from collections.abc import Mapping
from dataclasses import MISSING, fields

from sepviz.errors import SepvizError
from sepviz.layers.base import Layer
from sepviz.layers.block import DepthwiseSeparableBlock
from sepviz.layers.depthwise import DepthwiseConv2D
from sepviz.layers.depthwise_separable import SeparableConv2D
from sepviz.layers.spatially_separable import SpatiallySeparableConv2D
from sepviz.layers.standard import Conv2D
from sepviz.layers.standard_block import StandardBlock

LAYERS: dict[str, type[Layer]] = {
    kind.__name__: kind
    for kind in (
        Conv2D,
        DepthwiseConv2D,
        SeparableConv2D,
        SpatiallySeparableConv2D,
        DepthwiseSeparableBlock,
        StandardBlock,
    )
}


def layer_from_dict(d: Mapping[str, object]) -> Layer:
    """Make the layer that a dict describes, checked like any other.

    Parameters
    ----------
    d : mapping
        The name of the layer under ``"layer"``, and its fields; those that are missing have
        their defaults. Lists stand for tuples, so what comes back from JSON will do.

    Returns
    -------
    Layer
        Equal to the layer whose ``to_dict`` this was.

    Raises
    ------
    SepvizError
        If the layer or a field is unknown, a field is missing, or a value is refused by the layer.
    TypeError
        If ``d`` is no mapping, or a value has the wrong type.

    Examples
    --------
    >>> layer = Conv2D(filters=8, kernel_size=(3, 5), kernel_regularizer=("l2", {"l2": 0.05}))
    >>> layer_from_dict(layer.to_dict()) == layer
    True
    """
    if not isinstance(d, Mapping):
        raise TypeError(f"d must be a mapping, not {type(d).__name__}")
    name = d.get("layer")
    if not isinstance(name, str) or name not in LAYERS:
        known = ", ".join(LAYERS)
        raise SepvizError(
            f"d['layer'] must be one of {known}",
            code="unknown_name",
            name="layer",
            value=str(name),
            known=known,
        )
    arguments = {key: value for key, value in d.items() if key != "layer"}
    _check_names(LAYERS[name], arguments)
    try:
        return LAYERS[name](**arguments)  # type: ignore[arg-type] # each layer checks its own fields
    except SepvizError:
        raise
    except (ValueError, RecursionError) as error:  # a number or a nesting too large to be printed
        raise SepvizError(f"d has a value that {name} cannot take: {type(error).__name__}") from None


def _check_names(kind: type[Layer], arguments: Mapping[str, object]) -> None:
    """Raise for a field that the layer does not have, or that it needs."""
    known = {field.name: field for field in fields(kind)}
    for key in arguments:
        if key not in known:
            raise SepvizError(
                f"d has an unknown field for {kind.__name__}: {str(key)[:60]!r}",
                code="unknown_field",
                layer=kind.__name__,
                field=str(key)[:60],
            )
    for key, field in known.items():
        if key not in arguments and field.default is MISSING:
            raise SepvizError(
                f"d has no {key!r}, which {kind.__name__} needs",
                code="missing_field",
                layer=kind.__name__,
                field=key,
            )
