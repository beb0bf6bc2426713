"""What surrounds every page: settings of the process, language, style, title."""

from contextlib import suppress
from html import escape
from pathlib import Path
from time import sleep
from urllib.parse import urlencode

import streamlit as st

from sepviz.allocator import configure_allocator
from sepviz.ops import set_threads
from sepviz.text import LANGUAGES, Translator, translator
from sepviz.ui.server.shutdown import finish_pages_first
from sepviz.ui.session import state
from sepviz.ui.session.picture import UPLOAD_MB
from sepviz.ui.shell import about, browser
from sepviz.ui.views import terms

_ICON = Path(__file__).parent / "icon.svg"
_STYLE = Path(__file__).parent / "style.css"
_STYLED = "_styled"
_PRESETS = ("presets", "cost_presets", "training_presets")
_HEAD_START = 0.15  # seconds, in which the browser reads the first style


@st.cache_resource(show_spinner=False)
def configure_process() -> None:
    """Configure the process once: where freed memory goes, and where uploads go.

    Streamlit's server writes those above 1 MB into a temporary file unless they may stay in memory.
    """
    configure_allocator()
    finish_pages_first()
    set_threads(1)  # the visitors' pages share the processors
    with suppress(ImportError):  # Streamlit in the visitor's own browser has no server
        from starlette.formparsers import MultiPartParser

        MultiPartParser.spool_max_size = (UPLOAD_MB + 1) * 2**20


def begin() -> Translator:
    """Set the page up, read the link, and return the words of the visitor's language."""
    state.read_link()
    text = translator(state.settings().lang)
    state.speak(text.language)
    terms.begin()
    st.html(_STYLE)
    _hide(state.settings().hide)
    browser.listen(text)
    _let_the_style_arrive()
    st.set_page_config(
        page_title=text("app.title"), page_icon=_ICON, layout="wide", initial_sidebar_state="collapsed"
    )
    return text


def _hide(names: str) -> None:
    """Hide controls, wherever a page has them; their settings count on."""
    keys = [
        key
        for name in filter(None, names.split(","))
        for key in (name, f"a_{name}", f"b_{name}", *_PRESETS * (name == "preset"))
    ]
    if keys:
        st.html(
            f"<style>{', '.join(f'.st-key-{key}' for key in keys)} {{ display: none !important; }}</style>"
        )


def _let_the_style_arrive() -> None:
    """Wait once a session: what is shown before its style jumps when that comes."""
    if _STYLED not in st.session_state:
        st.session_state[_STYLED] = True
        sleep(_HEAD_START)


def header(text: Translator, title: str) -> None:
    """Show the page's title and, beside it, the switch between the languages under their own names.

    Inside another site's page neither is shown: it has words of its own.
    """
    if st.context.is_embedded:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(text(title), width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            about.button(text)
            value = st.segmented_control(
                text("app.language"),
                list(LANGUAGES),
                format_func=LANGUAGES.__getitem__,
                key=state.key("lang"),
                required=True,
                label_visibility="collapsed",
                on_change=_language_chosen,
            )
    state.keep("lang", value)


def way_out(text: Translator) -> None:
    """Link to the same settings in a tab of their own; a relative address fits behind any proxy."""
    address = f"?{urlencode(st.query_params.to_dict())}"
    words = escape(text("app.way_out"))
    st.html(f'<a class="way-out" href="{escape(address)}" target="_blank">{words}</a>')


def _language_chosen() -> None:
    """Use the new language from the top of the page on, not from the switch downwards."""
    state.keep("lang", st.session_state.get("lang"))
