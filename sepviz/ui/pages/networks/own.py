"""One's own network: a field with a layer a line, the same as a file, and what is wrong with a line."""

from typing import Any

import streamlit as st

from sepviz.errors import SepvizError
from sepviz.text import Translator
from sepviz.ui.pages.networks.variant import Notes
from sepviz.ui.session import notices, state
from sepviz.ui.session.parameters import PARAMETERS

_FILE, _REFUSED = "_layers_file", "_layers_refused"
_LARGEST_FILE_MB = 1
_MOST_NOTES = 8
_FIELD_TAKES = 250_000  # more than a network may have, so that too much can be explained


def field(text: Translator) -> None:
    """Show the field and, folded, the same as a file."""
    typed = st.text_area(
        text("networks.layers"),
        key=state.key("layers"),
        height=220,
        max_chars=_FIELD_TAKES,
        help=text("networks.layers_help"),
    )
    layers = state.keep("layers", typed)
    st.caption(text("networks.grammar"))
    if not PARAMETERS["layers"].write(layers):
        st.caption(text("networks.not_in_link"))
    if st.session_state.pop(_REFUSED, False):
        st.error(text("networks.file_refused"))
    section = st.expander(text("networks.as_file"), key="_layers_as_file", on_change="rerun")
    if section.open:
        with section:
            _file(text, layers)


def _file(text: Translator, layers: str) -> None:
    """Offer the text as a file, and take one."""
    st.download_button(
        text("networks.get_layers"),
        layers,
        "sepviz-network.txt",
        "text/plain",
        key="_get_layers",
        on_click="ignore",
    )
    st.file_uploader(
        text("networks.put_layers"),
        type=["txt", "py"],
        key=_FILE,
        max_upload_size=_LARGEST_FILE_MB,
        on_change=_take_file,
    )


def _take_file() -> None:
    """Put the text of the file into the field, if one was chosen and it is text that fits."""
    file: Any = st.session_state.get(_FILE)
    if file is None:
        return
    try:
        layers = file.getvalue().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        layers = ""
    if not layers.strip() or len(layers) > _FIELD_TAKES or "\0" in layers:
        st.session_state[_REFUSED] = True
    else:
        state.put({"layers": layers})


def sentence(text: Translator, error: SepvizError) -> str:
    """Word what is wrong, with the number of the line; what was typed is quoted as text."""
    fields = {name: notices.as_typed(value) for name, value in error.fields.items()}
    key = f"errors.{error.code}"
    if error.code == "no_layer_counted":
        key = f"networks.reasons.{error.fields['reason']}"
    worded = text(key if text.has(key) else "networks.line_wrong", **fields)
    line = error.fields.get("line", 0)
    return text("networks.on_line", line=line, sentence=worded) if line else worded


def show_notes(text: Translator, notes: Notes) -> None:
    """Say line by line what of pasted code is not counted, or not surely right."""
    if not notes:
        return
    said = [
        text("networks.on_line", line=line, sentence=text(f"networks.reasons.{reason}"))
        for line, reason in notes[:_MOST_NOTES]
    ]
    if len(notes) > _MOST_NOTES:
        said.append(text("networks.more_notes", count=len(notes) - _MOST_NOTES))
    st.warning("\n".join([text("networks.not_counted"), "", *(f"- {one}" for one in said)]))
