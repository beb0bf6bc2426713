"""The converter: a field for pasted code, numbers for its free names, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from sepviz.codegen import MAX_CHARACTERS, Conversion, convert
from sepviz.errors import CodeError
from sepviz.text import Translator
from sepviz.ui.pages.code import conversion_view, literal
from sepviz.ui.views import terms

EXAMPLE = (
    "nn.Conv2d(in_channels=features * 4, out_channels=features * 8, kernel_size=3, padding=1, bias=False)"
)
EXAMPLE_NUMBERS = {"features": 64}
_FIELD_TAKES = 1_000_000
"""More than is converted, so that too much can be explained."""
_MAX_NAMES = 24
_LARGEST = 1_000_000
_SOURCE, _NUMBERS, _GOOD = "_code_source", "_code_numbers", "_code_good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A conversion, or what could not be understood, or both: everything else was converted."""

    conversion: Conversion | None
    trouble: str = ""
    fields: Mapping[str, Any] | None = None


def show(text: Translator) -> None:
    """Show the field, what could not be understood beside it, and the conversion below."""
    st.header(text("code.converter"), anchor="convert")
    st.markdown(terms.linked(text, text("code.converter_lead", most=MAX_CHARACTERS)))
    source = _source(text)
    messages = st.container()
    names = _names(source)
    numbers = _numbers(text, names)
    outcome = attempt(source, tuple(numbers.items()))
    if outcome.conversion is None:
        source, outcome = _last_good(outcome)
    else:
        st.session_state[_GOOD] = (source, tuple(numbers.items()))
    if outcome.trouble:
        messages.error(_sentence(text, outcome))
    assert outcome.conversion is not None
    conversion_view.show(text, source, outcome.conversion)


def _source(text: Translator) -> str:
    """Show the field; what it holds outlives a visit to another page, and is never in the link.

    It starts from a value, not from the session: after a restart of the server the browser's text stays.
    """
    source = st.text_area(
        text("code.source"),
        st.session_state.get(_SOURCE, EXAMPLE),
        key="source",
        height=150,
        max_chars=_FIELD_TAKES,
        help=text("code.source_help", most=MAX_CHARACTERS),
    )
    st.session_state[_SOURCE] = source or ""
    return source or ""


def _names(source: str) -> tuple[str, ...]:
    """Return the free names that the costs hang on."""
    conversion = attempt(source, ()).conversion
    return conversion.unknown_names if conversion else ()


def _numbers(text: Translator, names: tuple[str, ...]) -> dict[str, int]:
    """Show a number field for each free name and return what is filled in."""
    if not names:
        return {}
    st.markdown(text("code.names"))
    known: dict[str, int] = st.session_state.setdefault(_NUMBERS, dict(EXAMPLE_NUMBERS))
    with st.container(horizontal=True, key="code_names"):
        for name in names[:_MAX_NAMES]:
            key = f"_number_{name}"
            if key not in st.session_state:
                st.session_state[key] = known.get(name)
            # Any identifier may have been pasted; in a code span it is only text.
            value = st.number_input(
                literal.code_span(name), 0, _LARGEST, step=1, key=key, width=180, placeholder="?"
            )
            known.pop(name, None)
            if value is not None:
                known[name] = value
    if len(names) > _MAX_NAMES:
        st.caption(text("code.more_names", most=_MAX_NAMES, count=len(names)))
    return {name: known[name] for name in names if name in known}


@st.cache_data(max_entries=100, max_size="20MB", show_spinner=False)
def attempt(source: str, numbers: tuple[tuple[str, int], ...]) -> Outcome:
    """Convert a text; what cannot be understood is returned, not raised."""
    if len(source) > MAX_CHARACTERS:
        fields = {"length": len(source), "maximum": MAX_CHARACTERS}
        return Outcome(conversion=None, trouble="source_too_long", fields=fields)
    try:
        return Outcome(conversion=convert(source, **dict(numbers)))
    except CodeError as error:
        said = dict(error.fields)
        conversion: Any = said.pop("conversion", None)
        return Outcome(conversion=conversion, trouble=error.code, fields=said)


def _last_good(outcome: Outcome) -> tuple[str, Outcome]:
    """Return the last text that was converted, and its conversion with the trouble of the present one."""
    example = (EXAMPLE, tuple(EXAMPLE_NUMBERS.items()))
    source, numbers = st.session_state.get(_GOOD, example)
    good = attempt(source, numbers).conversion
    return source, Outcome(conversion=good, trouble=outcome.trouble, fields=outcome.fields)


def _sentence(text: Translator, outcome: Outcome) -> str:
    """Word the trouble; what was pasted is quoted as text, whatever it would mean as markup."""
    quoted = {
        name: literal.code_span(value) if isinstance(value, str) else value
        for name, value in (outcome.fields or {}).items()
    }
    key = f"code.errors.{outcome.trouble}"
    return text(key if text.has(key) else "code.errors.invalid", **quoted)
