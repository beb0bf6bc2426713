"""Streamlit's page names the scripts that every page of ours needs."""

import re
from pathlib import Path

from starlette.responses import FileResponse
from streamlit.file_util import get_static_dir

from sepviz.ui.server.preload import header, preload_scripts

STATIC = Path(get_static_dir())


def test_every_script_that_is_named_is_in_the_installed_streamlit():
    named = re.findall(r"<\./(static/js/(\w+(?:\.es)?)\.[^>]+)>", header(STATIC))
    assert [name for _, name in named] == [
        "BidiComponent",
        "Html",
        "purify.es",
        "recordbatch",
        "serialization",
    ]
    assert all((STATIC / path).is_file() for path, _ in named)


def test_the_page_alone_carries_the_header(monkeypatch):
    monkeypatch.setattr(FileResponse, "__init__", FileResponse.__init__)  # put back behind the test
    preload_scripts()
    assert FileResponse(str(STATIC / "index.html")).headers["link"] == header(STATIC)
    assert "link" not in FileResponse(str(STATIC / "favicon.png")).headers
