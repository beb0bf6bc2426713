"""What surrounds every page: settings of the process, language, style, title."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from sepviz.text import LANGUAGES, Translator, translator
from sepviz.ui.server.memory import share_arena
from sepviz.ui.session import state
from sepviz.ui.session.picture import UPLOAD_MB

_STYLE = Path(__file__).parent / "style.css"


@st.cache_resource(show_spinner=False)
def configure_process() -> None:
    """Configure the process once: where freed memory goes, and where uploads go.

    Streamlit's server writes those above 1 MB into a temporary file unless they may stay in memory.
    """
    share_arena()
    with suppress(ImportError):  # Streamlit in the visitor's own browser has no server
        from starlette.formparsers import MultiPartParser

        MultiPartParser.spool_max_size = (UPLOAD_MB + 1) * 2**20


def begin() -> Translator:
    """Set the page up, read the link, and return the words of the visitor's language."""
    state.read_link()
    text = translator(state.settings()["lang"])
    st.set_page_config(page_title=text("app.title"), page_icon="🔬", layout="wide")
    st.html(_STYLE)
    return text


def header(text: Translator, title: str) -> None:
    """Show the page's title and, beside it, the switch between the languages under their own names."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(text(title), width="content")
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


def _language_chosen() -> None:
    """Use the new language from the top of the page on, not from the switch downwards."""
    state.keep("lang", st.session_state.get("lang"))
