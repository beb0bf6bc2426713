"""The plans of 45 and of 90 minutes."""

import streamlit as st

from sepviz.lessons.numbers import numbers
from sepviz.lessons.plans import PLANS, Step, timetable
from sepviz.text import Translator
from sepviz.text.lessons import lesson
from sepviz.ui.views import terms


def show(text: Translator) -> None:
    """Show what a class needs before, what it can do afterwards, and both plans."""
    before, after = st.columns(2, gap="large")
    before.markdown(_list(text, "before", 2))
    after.markdown(_list(text, "goals", 4))
    for column, plan in zip(st.columns(2, gap="large"), PLANS, strict=True):
        with column:
            _plan(text, plan)


def _list(text: Translator, name: str, count: int) -> str:
    """Return a heading with its points, the numbers filled in."""
    points = (text(f"teach.{name}_{at}", **numbers()) for at in range(1, count + 1))
    return "\n".join(
        [f"**{text(f'teach.{name}')}**\n", *(f"- {terms.linked(text, point)}" for point in points)]
    )


def _plan(text: Translator, plan: int) -> None:
    """Show one plan as a table of minutes, and name the chapters that the class discusses."""
    st.header(text("teach.plan", minutes=plan), anchor=f"plan-{plan}")
    discussed = [str(step.chapter) for step in PLANS[plan] if step.discussed]
    st.markdown(text("teach.discussed_chapters", chapters=", ".join(discussed)))
    rows = [(f"{begin}–{end}", _what(text, step), _how(text, step)) for begin, end, step in timetable(plan)]
    heads = [text(f"teach.{name}") for name in ("when", "what", "how")]
    st.table({head: list(column) for head, column in zip(heads, zip(*rows, strict=True), strict=True)})


def _what(text: Translator, step: Step) -> str:
    """Return what a step is about, with its link where it has one."""
    if not step.chapter:
        return (
            f"[{text('teach.play')}](./?lang={text.language})"
            if step.kind == "play"
            else text("teach.close")
        )
    title = lesson(text.language, step.chapter, numbers()).title
    address = f"walkthrough?chapter={step.chapter}&lang={text.language}"
    return f"[{step.chapter} · {title}]({address})"


def _how(text: Translator, step: Step) -> str:
    """Return what the teacher does in a step."""
    if not step.chapter:
        return text(f"teach.{step.kind}_how")
    return text("teach.discussed_how" if step.discussed else "teach.shown_how")
