"""What a teacher needs beside the lesson: the tools of every page, a class, worksheets, the file."""

from functools import partial

import streamlit as st

from sepviz.lessons import worksheet
from sepviz.text import Translator
from sepviz.ui.pages.walkthrough.classroom import entrance
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS
from sepviz.ui.shell import class_tools, take_along
from sepviz.ui.widgets import inputs


def show(text: Translator, names: tuple[str, ...]) -> None:
    """Show the tools behind one button."""
    with st.popover(text("walk.tools"), key="_tools", on_change="rerun") as opened:
        if opened.open:
            _contents(text, names)


def _contents(text: Translator, names: tuple[str, ...]) -> None:
    """Show presenter mode, a class, the link for phones and what can be printed or taken along."""
    class_tools.present(text)
    st.caption(text("walk.keys"))
    entrance.show(text)
    # The address is written behind them: what is set here must already be in the link.
    values = state.settings()
    texts = {name: PARAMETERS[name].write(values.value(name)) for name in names}
    class_tools.phones(text, class_tools.address(texts))
    downloads(text, "tools")
    take_along.show(text, "tools")
    class_tools.more(text)


def downloads(text: Translator, place: str) -> None:
    """Show the worksheet's seed and its downloads.

    The key is offered only behind a link with ``teacher=true``, which no link for phones carries.
    That keeps it out of a class's sight; it is no secret, since all of it can be worked out.
    """
    st.markdown(f"**{text('walk.worksheet')}**")
    if place == "tools":
        inputs.number("seed", text("walk.seed"), about=text("walk.seed_help"))
    seed = state.settings().seed
    with st.container(horizontal=True):
        for answers in (False, True) if state.settings().teacher else (False,):
            kind = "answers" if answers else "questions"
            st.download_button(
                text(f"walk.get_{kind}"),
                partial(worksheet.page, text, seed, answers=answers),
                f"sepviz-worksheet-{seed}{'-answers' * answers}.html",
                "text/html",
                key=f"_get_{kind}_{place}",
                on_click="ignore",
            )
