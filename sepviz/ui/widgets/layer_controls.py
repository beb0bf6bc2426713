"""The controls of the layer; each widget's key is its parameter's name in the link."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from sepviz.kernels import KERNELS
from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.parameters import ACTIVATIONS, OPERATIONS, PARAMETERS, POINTWISE, Taps, Whole

_DETAILS = (
    *("kh", "kw", "stride", "dilation", "padding", "weights", "pointwise"),
    *("activation", "use_bias", "flip", "scale"),
)
_OPENED = "_more_opened"


def layer(text: Translator) -> None:
    """Show the controls that say what the layer is: its kind, kernel, sizes and channels."""
    op = _segments(text, "op", OPERATIONS, "ops", on_change=_op_chosen)
    _select(text, "kernel", (*KERNELS, "custom"), "kernels", on_change=_kernel_chosen)
    if state.settings()["kernel"] == "custom":
        _typed_kernel(text)
    if op != "spatial":
        _whole(text, "filters")
    if op == "grouped":
        _segments(text, "groups", ("1", "3"), None)
    if op == "separable":
        _slide(text, "depth_multiplier")
    if op != "standard" or state.settings()["weights"] in ("random", "twin", "catalogue", "custom", "bank"):
        _whole(text, "seed")


def more(text: Translator) -> None:
    """Show the controls that a first look does not need, at once only where one of them is set already."""
    if _OPENED not in st.session_state:
        st.session_state[_OPENED] = _is_any_set(st.query_params.to_dict())
    section = st.expander(
        text("controls.more"), expanded=st.session_state[_OPENED], key="_more", on_change="rerun"
    )
    if section.open:
        with section:
            _details(text)


def _is_any_set(link: Mapping[str, str]) -> bool:
    """Whether link or settings say anything but the defaults; of the sizes, that is the kernel's own."""
    settings = state.settings()
    usual = {name: PARAMETERS[name].write(PARAMETERS[name].default) for name in _DETAILS}
    if settings["weights"] in ("catalogue", "custom"):
        usual |= {"kh": str(settings["kh"]), "kw": str(settings["kw"])}
    return any(
        link.get(name, PARAMETERS[name].write(settings[name])) != text for name, text in usual.items()
    )


def _details(text: Translator) -> None:
    """Show the settings that change the layer's windows, weights and what comes after it."""
    left, right = st.columns(2)
    with left:
        _slide(text, "kh", on_change=_size_chosen, help_key="size_help")
    with right:
        _slide(text, "kw", on_change=_size_chosen, help_key="size_help")
    op = state.settings()["op"]
    _select(text, "weights", state.weight_choices(op), "weights", on_change=_weights_chosen)
    if op != "spatial":
        _select(text, "pointwise", POINTWISE, "pointwise", disabled=not _mixes())
    with left:
        _slide(text, "stride", disabled=state.settings()["dilation"] > 1)
    with right:
        _slide(text, "dilation", disabled=state.settings()["stride"] > 1)
    _segments(text, "padding", ("same", "valid"), "padding")
    if op != "spatial":
        _select(text, "activation", ACTIVATIONS, "activations")
        _switch(text, "use_bias")
    _switch(text, "flip")
    _segments(text, "scale", ("shared", "each"), "scale")


def description(text: Translator) -> None:
    """Show the controls that say what the layer is, without those that only make its weights."""
    op = _segments(text, "op", OPERATIONS, "ops", on_change=_op_chosen)
    if op != "spatial":
        _whole(text, "filters")
    if op == "grouped":
        _segments(text, "groups", ("1", "3"), None)
    if op == "separable":
        _slide(text, "depth_multiplier")
    sizes, steps = st.columns(2), st.columns(2)  # two rows: on a phone, height comes right before width
    for column, name in zip(sizes, ("kh", "kw"), strict=True):
        with column:
            _slide(text, name, on_change=_size_chosen, help_key="size_help")
    for column, name, other in zip(steps, ("stride", "dilation"), ("dilation", "stride"), strict=True):
        with column:
            _slide(text, name, disabled=state.settings()[other] > 1)
    _segments(text, "padding", ("same", "valid"), "padding")
    if op != "spatial":
        _select(text, "activation", ACTIVATIONS, "activations")
        _switch(text, "use_bias")


def channel(text: Translator, count: int) -> int:
    """Show the choice of the output channel that is drawn large and return it."""
    if state.settings()["channel"] >= count:
        state.put({"channel": 0})
    value = st.number_input(
        text("controls.channel"), 0, max(count - 1, 0), step=1, key=state.key("channel"), width=220
    )
    return int(state.keep("channel", value))


def _mixes() -> bool:
    """Return whether the mix of the channels is made apart from the kernels."""
    return state.settings()["weights"] in ("catalogue", "bank", "custom")


def _typed_kernel(text: Translator) -> None:
    """Show the field for a kernel typed by hand; what is no kernel is said, and the last one stays."""
    typed = st.text_area(
        text("controls.taps"),
        key=state.key("taps"),
        help=text("controls.taps_help"),
        height=110,
        max_chars=2000,
    )
    kernel = Taps().kernel(typed or "")
    if kernel is None:
        st.error(text("errors.taps"))
        return
    store = state.settings()
    store["taps"] = Taps().canonical(kernel)
    if store["weights"] == "custom" and (store["kh"], store["kw"]) != kernel.shape:
        state.put({"kh": kernel.shape[0], "kw": kernel.shape[1]})


def _slide(
    text: Translator,
    name: str,
    *,
    disabled: bool = False,
    on_change: Any = None,
    help_key: str | None = None,
) -> None:
    """Show a slider over the parameter's own range."""
    bounds = PARAMETERS[name]
    assert isinstance(bounds, Whole)
    value = st.slider(
        text(f"controls.{name}"),
        bounds.minimum,
        bounds.maximum,
        key=state.key(name),
        help=text("controls.exclusive_help" if disabled else f"controls.{help_key or name + '_help'}"),
        disabled=disabled,
        on_change=on_change,
    )
    state.keep(name, value)


def _whole(text: Translator, name: str) -> None:
    """Show a number field over the parameter's own range."""
    bounds = PARAMETERS[name]
    assert isinstance(bounds, Whole)
    value = st.number_input(
        text(f"controls.{name}"),
        bounds.minimum,
        bounds.maximum,
        step=1,
        key=state.key(name),
        help=text(f"controls.{name}_help"),
    )
    state.keep(name, value)


def _select(
    text: Translator,
    name: str,
    options: tuple[str, ...],
    labels: str,
    *,
    on_change: Any = None,
    disabled: bool = False,
) -> None:
    """Show a list of ids under their names in the reader's language."""
    value = st.selectbox(
        text(f"controls.{name}"),
        options,
        format_func=lambda option: text(f"{labels}.{option}"),
        key=state.key(name),
        help=text(f"controls.{name}_help"),
        on_change=on_change,
        disabled=disabled,
        filter_mode=None,
    )
    state.keep(name, value)


def _segments(
    text: Translator, name: str, options: tuple[str, ...], labels: str | None, *, on_change: Any = None
) -> str:
    """Show a few ids side by side."""
    value = st.segmented_control(
        text(f"controls.{name}"),
        options,
        format_func=lambda option: text(f"{labels}.{option}") if labels else option,
        key=state.key(name),
        help=text(f"controls.{name}_help"),
        required=True,
        on_change=on_change,
    )
    return str(state.keep(name, value))


def _switch(text: Translator, name: str) -> None:
    """Show a switch."""
    state.keep(
        name,
        st.toggle(text(f"controls.{name}"), key=state.key(name), help=text(f"controls.{name}_help")),
    )


def _shown() -> dict[str, Any]:
    """Return the settings with what the widgets hold now, for a callback that runs before the page."""
    store = state.settings()
    return store | {
        name: st.session_state[name] for name in store if st.session_state.get(name) is not None
    }


def _op_chosen() -> None:
    """Keep only weights that the new kind of convolution knows."""
    state.put(state.reconciled(_typed(), ()))


def _kernel_chosen() -> None:
    """Let the chosen kernel set the sizes and be used."""
    values = _typed()
    values["weights"] = "custom" if values["kernel"] == "custom" else "catalogue"
    state.put(state.reconciled(values, ()))


def _size_chosen() -> None:
    """Make the weights random where the size is no longer the kernel's."""
    state.put(state.reconciled(_typed(), ("kh", "kw")))


def _weights_chosen() -> None:
    """Let the kernel set the sizes again where it is used again."""
    values = _typed()
    if values["weights"] == "catalogue" and values["kernel"] == "custom":
        values["kernel"] = PARAMETERS["kernel"].default
    state.put(state.reconciled(values, ()))


def _typed() -> dict[str, Any]:
    """Return what the widgets hold, but the last good kernel instead of a text that is none."""
    return _shown() | {"taps": state.settings()["taps"]}
