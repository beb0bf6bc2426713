"""What a teacher needs beside the lesson: the link for phones, presenter mode, worksheets."""

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from sepviz.lessons import worksheet
from sepviz.text import Translator
from sepviz.ui.pages.walkthrough.classroom import entrance
from sepviz.ui.pages.walkthrough.lan import is_this_computer, reachable
from sepviz.ui.pages.walkthrough.qr import qr_html
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS, Whole
from sepviz.ui.shell import registry, take_along


def show(text: Translator, names: tuple[str, ...]) -> None:
    """Show the tools behind one button."""
    with st.popover(text("walk.tools"), key="_tools", on_change="rerun") as opened:
        if opened.open:
            _contents(text, names)


def _contents(text: Translator, names: tuple[str, ...]) -> None:
    """Show presenter mode, the link for phones and the worksheets."""
    if not state.settings().present:
        st.button(
            text("walk.present"),
            key="_present",
            on_click=state.put,
            args=({"present": True},),
            width="stretch",
        )
    st.caption(text("walk.keys"))
    entrance.show(text)
    _phones(text, names)
    downloads(text, "tools")
    take_along.show(text, "tools")
    registry.link(text, "teach", label=text("teach.link"))


def leave(text: Translator) -> None:
    """Show the way out of presenter mode."""
    st.button(
        text("walk.leave"), key="_leave", type="tertiary", on_click=state.put, args=({"present": False},)
    )


def downloads(text: Translator, place: str) -> None:
    """Show the worksheet's seed and its downloads.

    The key is offered only behind a link with ``teacher=true``, which no link for phones carries.
    That keeps it out of a class's sight; it is no secret, since all of it can be worked out.
    """
    st.markdown(f"**{text('walk.worksheet')}**")
    if place == "tools":
        bounds = PARAMETERS["seed"]
        assert isinstance(bounds, Whole)
        value = st.number_input(
            text("walk.seed"),
            bounds.minimum,
            bounds.maximum,
            step=1,
            key=state.key("seed"),
            help=text("walk.seed_help"),
        )
        state.keep("seed", value)
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


def link(names: tuple[str, ...]) -> str:
    """Return the address of this chapter for a student's own screen, in the student's own language."""
    values = state.settings()
    shared = [name for name in names if name not in ("present", "lang", "teacher", "teach")]
    texts = {name: PARAMETERS[name].write(values.value(name)) for name in shared}
    query = urlencode({name: value for name, value in texts.items() if value}, safe=",")
    return f"{reachable(st.context.url or '')}?{query}"


def _phones(text: Translator, names: tuple[str, ...]) -> None:
    """Show the link of this chapter as a code for phones."""
    address = link(names)
    st.markdown(f"**{text('walk.phones')}**")
    if is_this_computer(st.context.url or ""):
        found = not is_this_computer(address)
        st.warning(text("walk.local_address" if found else "walk.local_only"))
    st.html(qr_html(address, title=text("walk.qr_alt", link=address)))
    st.code(address, language=None, wrap_lines=True)
