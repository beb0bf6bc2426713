"""Pages of one file that need neither network nor server, with microscopes in them."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from sepviz.text import Translator, translator
from sepviz.ui.components.bundle import css, html, javascript
from sepviz.ui.components.microscope_view import MicroscopeView
from sepviz.ui.components.microscope_wire import pack

# The browser itself refuses whatever would be fetched.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


@dataclass(slots=True)
class Microscopes:
    """The messages of a page's microscopes: in two languages they show the same, so each is there once."""

    messages: list[str] = field(default_factory=list)

    def place(self, view: MicroscopeView) -> str:
        """Return the element in which a microscope will be mounted."""
        view = replace(view, labels={}, channel_names=(), image_key=None)
        message = base64.b64encode(pack(view, pinned=view.pinned)).decode()
        if message not in self.messages:
            self.messages.append(message)
        return f'<div data-message="{self.messages.index(message)}"></div>'


def page(
    body: str,
    microscopes: Microscopes,
    *,
    title: str,
    languages: Sequence[str],
    script: str,
    styles: str,
) -> str:
    """Return a page as one HTML document.

    Parameters
    ----------
    body : str
        Finished HTML; each of its languages below an element that names it.
    microscopes : Microscopes
        What its microscopes show.
    title : str
        Plain text.
    languages : list of str
        The languages of the body, that of the page first.
    script : str
        A module of ``frontend``, which shows the microscopes.
    styles : str
        Style sheets besides those of page and microscope.

    Returns
    -------
    str
        HTML that asks nothing of any host.
    """
    data = {"messages": microscopes.messages, "words": {one: _words(translator(one)) for one in languages}}
    return (
        f'<!doctype html>\n<html lang="{languages[0]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{css('offline')}{css()}{styles}</style></head><body>{body}"
        f'<template id="microscope">{html()}</template>'
        f'<script type="application/json" id="data">{_json(data)}</script>'
        f'<script type="module">{javascript(script)}</script></body></html>\n'
    )


def microscope_page(text: Translator, view: MicroscopeView, *, title: str) -> str:
    """Return the microscope of one layer as one HTML document."""
    microscopes = Microscopes()
    heads = f"<h1>{escape(text('take.heading'))}</h1><h2>{escape(title)}</h2>"
    body = f"<main>{heads}{microscopes.place(view)}</main>"
    languages = (text.language,)
    script = "microscope_page.js"
    return page(body, microscopes, title=title, languages=languages, script=script, styles="")


def _words(text: Translator) -> dict[str, Any]:
    """Return what a microscope says in one language."""
    names = [text(f"channels.{name}") for name in ("red", "green", "blue")]
    return {"labels": text.under("microscope"), "names": names}


def _json(data: object) -> str:
    """Return data that cannot end the script element in which they stand."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
