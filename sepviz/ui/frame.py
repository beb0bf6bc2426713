"""What surrounds every page: language, style, the net under it, and a process that stays quick."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

import streamlit as st

from sepviz.text import LANGUAGES, Translator, translator
from sepviz.ui import garbage, one_arena, state
from sepviz.ui.pictures import UPLOAD_MB
from sepviz.ui.turns import turn

_log = logging.getLogger("sepviz")
_STYLE = Path(__file__).parent / "style.css"


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Settle what holds for the whole process, once: where freed memory goes, and where uploads go.

    Streamlit's server writes those above 1 MB into a temporary file unless they may stay in memory.
    """
    one_arena.share()
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


def page(name: str, text: Translator) -> Callable[[], None]:
    """Return a page by the name of its module, which is imported when somebody first asks for it.

    The converter's parser alone takes 0.2 s and 6 MB, which the first visitor of another page need not pay.
    """

    def show() -> None:
        state.turn_to(name)
        try:
            with net(name), turn:
                import_module(f"sepviz.ui.pages.{name}").show(text)
        finally:
            garbage.rest()

    show.__name__ = name  # Streamlit tells pages apart by it
    return show


@contextmanager
def net(name: str) -> Iterator[None]:
    """Catch a fault of ours: it is logged with a reference, and the visitor sees that reference only."""
    try:
        yield
    except Exception:
        reference = secrets.token_hex(4)
        language, settings = "en", {}
        with suppress(Exception):  # the settings themselves may be what is at fault
            settings = state.settings()
            language = settings["lang"]
        _log.exception("fault %s on page %s with %s", reference, name, settings)
        text = translator(language)
        st.error(text("app.fault", reference=reference))
        st.button(text("app.reset"), key=f"_reset_{name}", on_click=state.reset)
