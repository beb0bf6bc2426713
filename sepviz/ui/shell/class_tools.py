"""What a teacher needs on every page: presenter mode, the page's link as a code for phones, a new class."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st
from segno import DataOverflowError

from sepviz.text import Translator
from sepviz.ui.session import answers, state
from sepviz.ui.shell.lan import is_this_computer, reachable
from sepviz.ui.shell.qr import qr_html

_TEACHERS_OWN = ("present", "lang", "teacher", "teach")
_ENLARGED = """<style>
:root { font-size: 21px; }
[data-testid=stHeader] { display: none; }
.stMainBlockContainer.stMainBlockContainer:has(h1) { padding-top: 1rem; max-width: none; }
:is(.st-key-play_top > :has(> .st-key-presets), .st-key-cost_presets, .st-key-_about) { display: none; }
.st-key-play_top > :last-child { display: none; }
.st-key-cards :is(em, em + br) { display: none; }
.st-key-op [data-testid=stRadioOption] p { white-space: normal; }
</style>"""


def enlarge() -> None:
    """Show a page in larger type and without navigation, where presenter mode is on."""
    if state.settings().present:
        st.html(_ENLARGED)


def foot(text: Translator) -> None:
    """Show the tools behind one button, at the foot of a page."""
    with st.container(key="class_foot", horizontal=True, vertical_alignment="center"):
        with st.popover(text("walk.tools"), key="_tools", on_change="rerun") as opened:
            if opened.open:
                present(text)
                phones(text, address(st.query_params.to_dict()))
                more(text)
        if state.settings().present:
            leave(text)


def present(text: Translator) -> None:
    """Show the way into presenter mode, outside of it."""
    if not state.settings().present:
        st.button(
            text("walk.present"),
            key="_present",
            on_click=state.put,
            args=({"present": True},),
            width="stretch",
        )


def leave(text: Translator) -> None:
    """Show the way out of presenter mode."""
    st.button(
        text("walk.leave"), key="_leave", type="tertiary", on_click=state.put, args=({"present": False},)
    )


def more(text: Translator) -> None:
    """Show how to begin with another group, and the way to plans and notes."""
    st.button(text("walk.new_class"), key="_new_class", on_click=answers.forget, width="stretch")
    st.caption(text("walk.new_class_help"))
    st.markdown(f"[{text('teach.link')}](teach?lang={text.language})")


def address(texts: Mapping[str, str]) -> str:
    """Return the address of this page for a student's own screen, in the student's own language."""
    shared = {name: value for name, value in texts.items() if value and name not in _TEACHERS_OWN}
    return f"{reachable(st.context.url or '')}?{urlencode(shared, safe=',')}"


def phones(text: Translator, link: str) -> None:
    """Show a link as a code for phones."""
    st.markdown(f"**{text('walk.phones')}**")
    if is_this_computer(st.context.url or ""):
        found = not is_this_computer(link)
        st.warning(text("walk.local_address" if found else "walk.local_only"))
    try:
        st.html(qr_html(link, title=text("walk.qr_alt", link=link)))
    except DataOverflowError:  # a network or a kernel of one's own may take all of a link
        st.caption(text("walk.qr_long"))
    st.code(link, language=None, wrap_lines=True)
