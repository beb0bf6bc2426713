"""Report faults of ours: logged in full with a reference, of which the visitor sees the reference only."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import streamlit as st

from sepviz.text import translator
from sepviz.ui.session import state

_log = logging.getLogger("sepviz")


@contextmanager
def report_faults(name: str) -> Iterator[None]:
    """Catch whatever the block raises, log it, and show its reference and a way back to the start."""
    try:
        yield
    except Exception:
        reference = secrets.token_hex(4)
        language, settings = "en", None
        with suppress(Exception):  # the settings themselves may be what is at fault
            settings = state.settings()
            language = settings.lang
        _log.exception("fault %s on page %s with %s", reference, name, settings)
        text = translator(language)
        st.error(text("app.fault", reference=reference))
        st.button(text("app.reset"), key=f"_reset_{name}", on_click=state.reset)
