"""The controls of the layer; each widget's key is its parameter's name in the link."""

from collections.abc import Mapping

import streamlit as st

from sepviz.errors import SepvizError
from sepviz.kernels import KERNELS
from sepviz.text import Translator
from sepviz.ui.session import notices, state
from sepviz.ui.session.kinds import KINDS
from sepviz.ui.session.parameters import (
    ACTIVATIONS,
    GROUPS,
    OPERATIONS,
    PARAMETERS,
    POINTWISE,
    Settings,
    Taps,
)
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import checked
from sepviz.ui.session.weights import made_how, make_weights, seed_matters
from sepviz.ui.widgets import inputs

_DETAILS = (
    *("kh", "kw", "stride", "dilation", "padding", "weights", "pointwise"),
    *("activation", "use_bias", "flip", "scale"),
)
_CONTROLS = {
    "kernel_rank": "kernel",
    "kernel_too_large": "kernel",
    "groups_divide": "filters",
    "too_much_work": "filters",
}
_OPENED, _ADJUSTED = "_more_opened", "_filters_adjusted"


def wrong(text: Translator, picture: Picture) -> dict[str, str]:
    """Return what cannot be, by the control beside which it is said; the widgets are not drawn yet."""
    values = _typed()
    try:
        made, _ = checked(values, picture)
        if values.op == "spatial":  # whose kernel may have too high a rank
            make_weights(made, picture.pixels.shape[2], values)
    except SepvizError as error:
        return {_CONTROLS.get(error.code, ""): notices.sentence(error, text)}
    return {}


def layer(text: Translator, picture: Picture) -> None:
    """Show the controls of the chosen kind, and what cannot be beside that which it is about."""
    trouble = wrong(text, picture)
    op = state.settings().op
    inputs.select(text, "kernel", (*KERNELS, "custom"), "kernels", on_change=_kernel_chosen)
    _say(trouble, "kernel")
    if made_how(op, state.settings().weights) not in ("catalogue", "custom"):
        made = text(f"weights.{made_how(op, state.settings().weights)}")
        about = text("controls.kernel_unused", made=made)
        label = text("controls.kernel_use")
        st.button(label, key="_kernel_use", on_click=_kernel_chosen, type="tertiary", help=about)
    if state.settings().kernel == "custom":
        _typed_kernel(text)
    if KINDS[op].has("filters"):
        inputs.number("filters", text("controls.filters"), about=text("controls.filters_help"))
        _say(trouble, "filters")
    if KINDS[op].has("groups"):
        _groups(text)
    if KINDS[op].has("depth_multiplier"):
        inputs.slide(text, "depth_multiplier")
    matters = seed_matters(state.settings())
    if matters or op == "separable":  # there it is always at hand
        about = text("controls.seed_help" if matters else "controls.seed_unused")
        inputs.number("seed", text("controls.seed"), about=about, disabled=not matters)


def leave_more_closed() -> None:
    """Keep the further controls folded, whatever the settings that a visit starts with."""
    st.session_state[_OPENED] = False


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
    if settings.weights in ("catalogue", "custom"):
        usual |= {"kh": str(settings.kh), "kw": str(settings.kw)}
    return any(
        link.get(name, PARAMETERS[name].write(getattr(settings, name))) != text
        for name, text in usual.items()
    )


def _details(text: Translator) -> None:
    """Show the settings that change the layer's windows, weights and what comes after it."""
    left, right = st.columns(2)
    with left:
        inputs.slide(text, "kh", on_change=_size_chosen, help_key="size_help")
    with right:
        inputs.slide(text, "kw", on_change=_size_chosen, help_key="size_help")
    op = state.settings().op
    inputs.select(
        text,
        "weights",
        KINDS[op].weight_choices,
        lambda weights: text(f"weights.{made_how(op, weights)}"),
        on_change=_weights_chosen,
    )
    if KINDS[op].has("pointwise"):
        inputs.select(text, "pointwise", POINTWISE, "pointwise", disabled=not _mixes())
    with left:
        inputs.slide(text, "stride", disabled=state.settings().dilation > 1)
    with right:
        inputs.slide(text, "dilation", disabled=state.settings().stride > 1)
    inputs.segments(text, "padding", ("same", "valid"), "padding")
    if KINDS[op].has("activation"):
        inputs.select(text, "activation", ACTIVATIONS, "activations")
        inputs.switch(text, "use_bias")
    inputs.switch(text, "flip")
    inputs.segments(text, "scale", ("shared", "each"), "scale")


def description(text: Translator) -> None:
    """Show the controls that say what the layer is, without those that only make its weights."""
    op = inputs.segments(text, "op", OPERATIONS, "ops", on_change=op_chosen)
    if KINDS[op].has("filters"):
        inputs.number("filters", text("controls.filters"), about=text("controls.filters_help"))
    if KINDS[op].has("groups"):
        _groups(text)
    if KINDS[op].has("depth_multiplier"):
        inputs.slide(text, "depth_multiplier")
    sizes, steps = st.columns(2), st.columns(2)  # two rows: on a phone, height comes right before width
    for column, name in zip(sizes, ("kh", "kw"), strict=True):
        with column:
            inputs.slide(text, name, on_change=_size_chosen, help_key="size_help")
    for column, name, other in zip(steps, ("stride", "dilation"), ("dilation", "stride"), strict=True):
        with column:
            inputs.slide(text, name, disabled=getattr(state.settings(), other) > 1)
    inputs.segments(text, "padding", ("same", "valid"), "padding")
    if KINDS[op].has("activation"):
        inputs.select(text, "activation", ACTIVATIONS, "activations")
        inputs.switch(text, "use_bias")


def channel(text: Translator, count: int) -> int:
    """Show the choice of the output channel that is drawn large and return it."""
    if state.settings().channel >= count:
        state.put({"channel": 0})
    return inputs.number("channel", text("controls.channel"), most=max(count - 1, 0), width=220)


def _mixes() -> bool:
    """Return whether the mix of the channels is made apart from the kernels."""
    return state.settings().weights in ("catalogue", "bank", "custom")


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
    state.keep("taps", Taps().canonical(kernel))
    store = state.settings()
    if store.weights == "custom" and (store.kh, store.kw) != kernel.shape:
        state.put({"kh": kernel.shape[0], "kw": kernel.shape[1]})


def _say(trouble: Mapping[str, str], name: str) -> None:
    """Say below a control what cannot be about it."""
    if name in trouble:
        st.caption(f":material/warning: {trouble[name]}")


def _groups(text: Translator) -> None:
    """Show the number of groups, and what became of filters that they do not divide."""
    inputs.segments(text, "groups", GROUPS, None, on_change=_groups_chosen)
    before, after = st.session_state.get(_ADJUSTED, (None, None))
    if after == state.settings().filters:
        groups = int(state.settings().groups)
        st.caption(text("controls.filters_adjusted", before=before, after=after, groups=groups))


def op_chosen() -> None:
    """Keep only weights and filters that the new kind of convolution knows, and give filters back."""
    values = _typed()
    before, after = st.session_state.pop(_ADJUSTED, (None, None))
    if after == values.filters:
        values = values.changed(filters=before)
    _put_fitting(values, "op")


def _groups_chosen() -> None:
    """Keep only filters that the groups divide."""
    _put_fitting(_typed(), "groups")


def _put_fitting(values: Settings, given: str) -> None:
    """Set what fits together, and remember filters that were adjusted."""
    fitting = state.reconciled(values, (given,))
    if fitting.filters != values.filters:
        st.session_state[_ADJUSTED] = values.filters, fitting.filters
    state.put_all(fitting)


def _kernel_chosen() -> None:
    """Let the chosen kernel set the sizes and be used."""
    values = _typed()
    weights = "custom" if values.kernel == "custom" else "catalogue"
    state.put_all(state.reconciled(values.changed(weights=weights), ()))


def _size_chosen() -> None:
    """Make the weights random where the size is no longer the kernel's."""
    state.put_all(state.reconciled(_typed(), ("kh", "kw")))


def _weights_chosen() -> None:
    """Let the kernel set the sizes again where it is used again."""
    values = _typed()
    if values.weights == "catalogue" and values.kernel == "custom":
        values = values.changed(kernel=PARAMETERS["kernel"].default)
    state.put_all(state.reconciled(values, ()))


def _typed() -> Settings:
    """Return what the widgets hold now, before the page runs; a text that is no kernel is not taken."""
    held = {name: value for name, value in st.session_state.to_dict().items() if name in PARAMETERS}
    held.pop("taps", None)
    known = {n: value for n, value in held.items() if value is not None and state.is_known(n, value)}
    return state.settings().changed(**known)
