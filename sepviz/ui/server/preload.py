"""Name with Streamlit's page the scripts that every page of ours needs, so that they come with its own.

Streamlit's page fetches the script that reads styles, and the one that mounts components, when the first
of them is on its way to be shown: a question to the server more, before anything has its place.
"""

from contextlib import suppress
from pathlib import Path

_NEEDED = ("Html", "purify.es", "BidiComponent", "serialization", "recordbatch")


def preload_scripts() -> None:
    """Add a ``Link`` header to Streamlit's page from now on; its files stay as they are."""
    with suppress(ImportError):  # Streamlit in the visitor's own browser has no server
        from starlette.responses import FileResponse
        from streamlit.file_util import get_static_dir

        folder = Path(get_static_dir())
        link, begin = header(folder), FileResponse.__init__

        def begin_with_link(self, path, *given, **named) -> None:  # type: ignore[no-untyped-def]
            begin(self, path, *given, **named)
            if Path(path) == folder / "index.html":
                self.headers["Link"] = link

        FileResponse.__init__ = begin_with_link  # type: ignore[method-assign]


def header(folder: Path) -> str:
    """Return the header for the scripts that are in Streamlit's folder; their names end in a digest."""
    found = (path for name in _NEEDED for path in (folder / "static" / "js").glob(f"{name}.*.js"))
    scripts = sorted(found)
    return ", ".join(f"<./static/js/{path.name}>; rel=modulepreload; crossorigin" for path in scripts)
