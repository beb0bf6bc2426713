"""The editor of the lab: catalogue, grid, pasted text, buttons and files; each asks for another kernel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from sepviz.kernels import KERNELS
from sepviz.kernels.expression import LARGEST_SIDE, is_expression
from sepviz.kernels.reading import (
    file_of_kernel,
    kernel_of_cells,
    kernel_of_file,
    kernel_of_text,
)
from sepviz.kernels.transforms import TRANSFORMS, has_sum, resized
from sepviz.text import Translator
from sepviz.ui.pages.kernel_lab import kernel_history
from sepviz.ui.session import notices, state
from sepviz.ui.session.parameters import MAX_TEXT, shortest

_GRID, _TEXT_HOLDS, _FILE = "_lab_grid", "_lab_text_holds", "_kernel_file"
_ROWS, _COLUMNS = "_kernel_rows", "_kernel_columns"
_LARGEST_FILE_MB = 1
_LONGEST_CELL = 7


@dataclass(slots=True)
class Grid:
    """The taps that the grid began with, the kernel that it stands for, and the edits taken over so far.

    Cells show few digits; those that are not edited keep all of theirs.
    The browser keeps the edits on top of the first cells as long as the widget's key stays;
    a kernel from elsewhere gets a grid with a new key.
    """

    cells: list[list[str]]
    holds: str
    number: int
    seen: Mapping[int, Mapping[str, str | None]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Key of the widget."""
        return f"_kernel_grid_{self.number}"


def take_over() -> None:
    """Take the edits of the grid over, before anything is drawn."""
    grid: Grid | None = st.session_state.get(_GRID)
    if grid is None or grid.key not in st.session_state:
        # First visit, or back from another page: widgets start again.
        st.session_state.pop(_GRID, None)
        st.session_state.pop(_TEXT_HOLDS, None)
        kernel_history.forget()
        return
    edits = st.session_state[grid.key]["edited_rows"]
    if edits == grid.seen:
        return
    grid.seen = {row: dict(cells) for row, cells in edits.items()}
    cells = [list(row) for row in grid.cells]
    for row, changed in grid.seen.items():
        for column, text in changed.items():
            cells[row][int(column) - 1] = text or "0"
    if kernel_history.use(lambda: kernel_of_cells(cells), "grid"):
        grid.holds = kernel_history.canonical()


def show(text: Translator) -> None:
    """Show the ways to a kernel, the quickest first."""
    _refresh()
    state.keep(
        "kernel",
        st.selectbox(
            text("lab.preset"),
            (*KERNELS, "custom"),
            format_func=lambda name: text(f"kernels.{name}"),
            key=state.key("kernel"),
            on_change=lambda: kernel_history.choose(st.session_state["kernel"]),
            filter_mode=None,
        ),
    )
    _size(text)
    _grid(text)
    _history(text)
    _pasted(text)
    for key, fill in (("change", _buttons), ("file", _file)):
        with st.expander(text(f"lab.{key}"), key=f"_lab_{key}", on_change="rerun") as section:
            if section.open:
                fill(text)


def _refresh() -> None:
    """Let every widget show the kernel that came from elsewhere."""
    canonical = kernel_history.canonical()
    kernel = kernel_history.kernel()
    grid: Grid | None = st.session_state.get(_GRID)
    if grid is None or grid.holds != canonical:
        cells = [[shortest(tap) for tap in row] for row in kernel]
        st.session_state["_lab_grids"] = st.session_state.get("_lab_grids", 0) + 1
        st.session_state[_GRID] = Grid(cells, canonical, st.session_state["_lab_grids"])
    if "taps" not in st.session_state or st.session_state.get(_TEXT_HOLDS) != canonical:
        st.session_state["taps"] = canonical.replace(",", ", ").replace(";", "\n")
        st.session_state[_TEXT_HOLDS] = canonical
    st.session_state[_ROWS], st.session_state[_COLUMNS] = kernel.shape


def _size(text: Translator) -> None:
    """Show height and width; another size cuts the kernel or surrounds it with zeros."""
    with st.container(horizontal=True):
        for key, name in ((_ROWS, "kh"), (_COLUMNS, "kw")):
            st.number_input(
                text(f"controls.{name}"), 1, LARGEST_SIDE, step=1, key=key, on_change=_resize, width=150
            )


def _resize() -> None:
    """Cut the kernel to the size asked for, or surround it with zeros."""
    kh, kw = st.session_state[_ROWS], st.session_state[_COLUMNS]
    if kh and kw:
        kernel_history.use(lambda: resized(kernel_history.kernel(), kh, kw), "size")


def _grid(text: Translator) -> None:
    """Show the taps as cells to type in; text, so that 1/9 may be typed and letters can be explained."""
    grid: Grid = st.session_state[_GRID]
    columns = [str(number) for number in range(1, len(grid.cells[0]) + 1)]
    cell = st.column_config.TextColumn(alignment="center", width="small" if len(columns) > 4 else None)
    _trouble(text, "size")
    st.data_editor(
        {name: [_readable(row[index]) for row in grid.cells] for index, name in enumerate(columns)},
        key=grid.key,
        hide_index=True,
        num_rows="fixed",
        column_config=dict.fromkeys(columns, cell),
        alt=text("lab.grid_alt", kh=len(grid.cells), kw=len(columns)),
    )
    _trouble(text, "grid")


def _readable(tap: str) -> str:
    """Return a tap in as few digits as fit into a cell."""
    return tap if len(tap) <= _LONGEST_CELL else f"{float(tap):.3g}"


def _history(text: Translator) -> None:
    """Show undo and redo."""
    with st.container(horizontal=True):
        for name, step in (("undo", -1), ("redo", 1)):
            st.button(
                text(f"lab.{name}"),
                key=f"_kernel_{name}",
                on_click=kernel_history.go,
                args=(step,),
                disabled=not kernel_history.can_go(step),
            )


def _pasted(text: Translator) -> None:
    """Show the kernel as text, in which another one may be pasted."""
    st.text_area(
        text("lab.paste"), key="taps", help=text("lab.paste_help"), height=110, on_change=_take_text
    )
    _trouble(text, "text")
    _read(text)
    if len(kernel_history.canonical()) > MAX_TEXT:
        st.info(text("lab.too_long_for_link", most=MAX_TEXT))


def _take_text() -> None:
    """Work on the kernel that was typed or pasted."""
    typed = st.session_state["taps"] or ""
    if kernel_history.use(lambda: kernel_of_text(typed), "text"):
        # The field keeps what was pasted, beside which stands what was read.
        st.session_state["taps"], st.session_state[_TEXT_HOLDS] = typed, kernel_history.canonical()


def _read(text: Translator) -> None:
    """Show what was read from a pasted expression, which itself stays as it was pasted."""
    if is_expression(st.session_state["taps"] or "") and kernel_history.trouble("text") is None:
        kernel = kernel_history.kernel()
        st.caption(text("lab.read", kh=kernel.shape[0], kw=kernel.shape[1]))
        st.code(
            "\n".join("  ".join(_readable(shortest(tap)) for tap in row) for row in kernel), language=None
        )


def _buttons(text: Translator) -> None:
    """Show what a click can do to the kernel."""
    kernel = kernel_history.kernel()
    with st.container(horizontal=True):
        for name in TRANSFORMS:
            impossible = name == "sum_to_one" and not has_sum(kernel)
            st.button(
                text(f"lab.transforms.{name}"),
                key=f"_kernel_{name}",
                help=text("lab.no_sum") if impossible else None,
                disabled=impossible,
                on_click=_transform,
                args=(name,),
            )
    _trouble(text, "buttons")


def _transform(name: str) -> None:
    """Change the kernel in a named way."""
    kernel_history.use(lambda: TRANSFORMS[name](kernel_history.kernel()), "buttons")


def _file(text: Translator) -> None:
    """Offer the kernel as a file and take one."""
    st.download_button(
        text("lab.download"),
        file_of_kernel(kernel_history.kernel()),
        "sepviz-kernel.json",
        "application/json",
        key="_kernel_download",
        on_click="ignore",
    )
    st.file_uploader(
        text("lab.upload"),
        type="json",
        key=_FILE,
        max_upload_size=_LARGEST_FILE_MB,
        on_change=_take_file,
    )
    _trouble(text, "file")


def _take_file() -> None:
    """Work on the kernel of the file, if one was chosen and not just removed."""
    file: Any = st.session_state.get(_FILE)
    if file is not None:
        kernel_history.use(lambda: kernel_of_file(file.getvalue()), "file")


def _trouble(text: Translator, place: str) -> None:
    """Say beside this part of the editor why what was entered there is no kernel."""
    error = kernel_history.trouble(place)
    if error is not None:
        fields = {name: notices.as_typed(value) for name, value in error.fields.items()}
        st.error(text.joined(text(f"lab.errors.{error.code}", **fields), text("lab.kept")))
