"""The pages of the app, in the order of the navigation."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from sepviz.text import Translator
from sepviz.ui.server.memory import collect_soon
from sepviz.ui.server.page_slots import page_slot
from sepviz.ui.session import state
from sepviz.ui.shell import class_tools, frame
from sepviz.ui.shell.faults import report_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A page: its id (also its path in the address), its Material symbol, its folder in ``ui/pages``.

    A page that ``presents`` has a presenter mode of its own; any other one is shown in larger type.
    """

    name: str
    icon: str
    folder: str
    presents: bool = False

    @property
    def url_path(self) -> str:
        """Path in the address; the first page has none."""
        return "" if self is PAGES[0] else self.name


PAGES = (
    PageEntry(name="playground", icon="grid_view", folder="playground"),
    PageEntry(name="walkthrough", icon="school", folder="walkthrough", presents=True),
    PageEntry(name="kernels", icon="blur_on", folder="kernel_lab"),
    PageEntry(name="costs", icon="calculate", folder="costs", presents=True),
    PageEntry(name="networks", icon="account_tree", folder="networks"),
    PageEntry(name="training", icon="trending_up", folder="training"),
    PageEntry(name="code", icon="code", folder="code"),
    PageEntry(name="teach", icon="co_present", folder="teach"),
)


def link(text: Translator, name: str, *, label: str, settings: Mapping[str, str] | None = None) -> None:
    """Link to a page of the app, with settings that the link sets there."""
    entry = next(entry for entry in PAGES if entry.name == name)
    st.page_link(as_page(entry, text), label=label, query_params=dict(settings or {}))


def as_page(entry: PageEntry, text: Translator) -> StreamlitPage:
    """Return a page as Streamlit's navigation takes it."""
    return st.Page(
        runner(entry, text),
        title=text(f"pages.{entry.name}"),
        icon=f":material/{entry.icon}:",
        url_path=entry.url_path,
        default=entry is PAGES[0],
    )


def runner(entry: PageEntry, text: Translator) -> Callable[[], None]:
    """Return the function that shows a page; its module is imported when somebody first asks for it.

    The converter's parser alone takes 0.2 s and 6 MB, which the first visitor of another page need not pay.
    """

    def show() -> None:
        state.turn_to(entry.name)
        try:
            with report_faults(entry.name), page_slot, _linked_if_embedded(text):
                if not entry.presents:
                    class_tools.enlarge()
                import_module(f"sepviz.ui.pages.{entry.folder}.page").show(text)
                if _has_foot(entry):
                    class_tools.foot(text)
        finally:
            collect_soon()

    show.__name__ = entry.name  # Streamlit tells pages apart by it
    return show


def _has_foot(entry: PageEntry) -> bool:
    """Return whether the class tools stand at a page's foot: the walkthrough has them in its bar."""
    own = entry.name == "walkthrough" or (entry.presents and state.settings().present)
    return not own and not st.context.is_embedded


@contextmanager
def _linked_if_embedded(text: Translator) -> Iterator[None]:
    """Put a link to the whole app above an embedded page, once that has written its settings."""
    if not st.context.is_embedded:
        yield
        return
    above = st.container(key="way_out")
    yield
    with above:
        frame.way_out(text)
