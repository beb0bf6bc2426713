"""The controls: two networks, the pictures, and how both are trained; what cannot be is refused here."""

from typing import Any

import streamlit as st

from sepviz.errors import SepvizError
from sepviz.text import Translator
from sepviz.training.dataset import DATASETS
from sepviz.training.experiments import DEFAULT
from sepviz.training.recipe import KINDS, OPTIMIZERS, Plan, Recipe
from sepviz.ui.pages.training import presets
from sepviz.ui.session import notices, state
from sepviz.ui.session.parameters import RATES, Settings
from sepviz.ui.views.example_pictures import examples
from sepviz.ui.widgets import inputs

_GOOD = "_training_good"


def show(text: Translator) -> Recipe:
    """Show all controls and return what is chosen, each network the last that could be."""
    with st.container(key="training_presets"):
        presets.show(text)
    plans = tuple(_network(text, side) for side in "ab")
    with st.container(key="training_common"):
        st.markdown(f"**{text('training.both')}**")
        _select(text, "data", DATASETS)
        st.html(examples(state.settings().data, text.language))
        with st.container(horizontal=True):
            for name in ("pictures", "batch", "epochs"):
                _number(text, name)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _select(text, "optimizer", OPTIMIZERS)
            _rate(text)
            _number(text, "seed")
        _switch(text, "decay")
    return recipe_of(state.settings(), plans)


def recipe_of(values: Settings, plans: tuple[Plan, ...] | None = None) -> Recipe:
    """Return the recipe that the settings stand for.

    Examples
    --------
    >>> recipe_of(Settings()) == DEFAULT
    True
    """
    return Recipe(
        plans=plans or tuple(plan_of(values, side) for side in "ab"),
        data=values.data,
        pictures=values.pictures,
        optimizer=values.optimizer,
        rate=float(values.rate),
        decay=values.decay,
        batch=values.batch,
        epochs=values.epochs,
        seed=values.seed,
    )


def plan_of(values: Settings, side: str) -> Plan:
    """Return the network of one side."""
    kind = getattr(values, f"{side}_kind")
    return Plan(
        kind=kind,
        layers=getattr(values, f"{side}_layers"),
        width=getattr(values, f"{side}_width"),
        kernel=getattr(values, f"{side}_kernel"),
        depth_multiplier=1 if kind == "standard" else getattr(values, f"{side}_multiplier"),
        normalised=getattr(values, f"{side}_bn"),
    )


def plan_settings(side: str, plan: Plan) -> dict[str, Any]:
    """Return the settings that stand for a network."""
    return {
        f"{side}_kind": plan.kind,
        f"{side}_layers": plan.layers,
        f"{side}_width": plan.width,
        f"{side}_kernel": plan.kernel,
        f"{side}_multiplier": plan.depth_multiplier,
        f"{side}_bn": plan.normalised,
    }


def _network(text: Translator, side: str) -> Plan:
    """Show the controls of one network; where it cannot be, say why and return the last that could."""
    with st.container(key=f"training_{side}"):
        st.markdown(f"**{text(f'training.network_{side}')}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _select(text, f"{side}_kind", KINDS, width=210)
            for name in ("layers", "width", "kernel"):
                _number(text, f"{side}_{name}")
            if getattr(state.settings(), f"{side}_kind") != "standard":
                _number(text, f"{side}_multiplier")
        _switch(text, f"{side}_bn")
        return _buildable(text, side, plan_of(state.settings(), side))


def _buildable(text: Translator, side: str, plan: Plan) -> Plan:
    """Return the network, or the last one that could be built."""
    good: dict[str, Plan] = st.session_state.setdefault(_GOOD, {})
    try:
        assert plan.classifier
    except SepvizError as error:
        st.error(text.joined(notices.sentence(error, text), text("networks.kept")))
        largest = error.fields["side"]
        st.button(
            text("controls.use_instead", value=largest),
            key=f"_{side}_largest",
            on_click=state.put,
            args=({f"{side}_kernel": largest},),
        )
        return good.get(side) or DEFAULT.plans["ab".index(side)]
    good[side] = plan
    return plan


def _select(text: Translator, name: str, options: tuple[str, ...], width: Any = "stretch") -> None:
    """Show a menu of ids."""
    label = name.removeprefix("a_").removeprefix("b_")
    value = st.selectbox(
        text(f"training.{label}"),
        options,
        format_func=lambda option: text(f"training.{label}s.{option}"),
        key=state.key(name),
        width=width,
        help=text(f"training.{label}_help"),
    )
    state.keep(name, value)


def _rate(text: Translator) -> None:
    """Show the learning rates, which are numbers in every language."""
    value = st.selectbox(
        text("training.rate"), RATES, key=state.key("rate"), width=120, help=text("training.rate_help")
    )
    state.keep("rate", value)


def _number(text: Translator, name: str) -> None:
    """Show a whole number within its bounds."""
    label = name.removeprefix("a_").removeprefix("b_")
    inputs.number(name, text(f"training.{label}"), about=text(f"training.{label}_help"), width=120)


def _switch(text: Translator, name: str) -> None:
    """Show a switch."""
    label = name.removeprefix("a_").removeprefix("b_")
    value = st.toggle(text(f"training.{label}"), key=state.key(name), help=text(f"training.{label}_help"))
    state.keep(name, value)
