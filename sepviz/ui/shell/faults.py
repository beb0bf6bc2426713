"""Report faults of ours: logged in full with a reference, of which the visitor sees the reference only."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import ParamSpec

import streamlit as st

from sepviz.text import translator
from sepviz.ui.session import state

_log = logging.getLogger("sepviz")
_P = ParamSpec("_P")


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
        if st.button(text("app.reset"), key=f"_reset_{name}", on_click=state.reset):
            st.rerun()


def fragment(part: Callable[_P, None], *, run_every: float | None = None) -> Callable[_P, None]:
    """Return ``part`` as a fragment of Streamlit that reports its faults as a page does.

    A fragment that runs by itself runs outside the page, whose own report does not catch it.
    """

    @wraps(part)
    def reported(*args: _P.args, **kwargs: _P.kwargs) -> None:
        with report_faults(f"{part.__module__}.{part.__name__}"):
            part(*args, **kwargs)

    return st.fragment(reported, run_every=run_every)
