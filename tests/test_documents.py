"""What the documents for developers say is true of the repository."""

import re
from pathlib import Path

import pytest
from PIL import Image

from sepviz import __version__
from sepviz.text import LANGUAGES
from sepviz.ui.shell.registry import PAGES

ROOT = Path(__file__).parents[1]
TREE = (ROOT / "docs/architecture.md").read_text("utf-8").split("```")[1]
DOCUMENTS = ("docs/architecture.md", "CONTRIBUTING.md", "README.md")
PATH = re.compile(r"`((?:sepviz|tests|docs|ui|assets)/[\w./-]*\w/?)`")


def entries() -> list[str]:
    """Return the paths that the tree draws."""
    folders: list[str] = []
    found = []
    for line in TREE.strip("\n").splitlines():
        depth, name = (len(line) - len(line.lstrip())) // 2, line.split()[0]
        folders[depth:] = [name]
        found.append("".join(folders))
    return found


@pytest.mark.parametrize("path", entries())
def test_the_tree_shows_what_is_there(path):
    assert (ROOT / path).exists()


def test_the_tree_shows_every_package():
    packages = {file.parent.name for file in (ROOT / "sepviz").glob("*/__init__.py")}
    floors = {file.parent.name for file in (ROOT / "sepviz/ui").glob("*/__init__.py")}
    drawn = {path.rstrip("/").split("/")[-1] for path in entries()}
    assert packages | floors <= drawn


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_path_that_is_named_exists(document):
    named = PATH.findall((ROOT / document).read_text("utf-8"))
    missing = [path for path in named if not any((ROOT / top / path).exists() for top in ("", "sepviz"))]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_the_readme_shows_every_page(page, language):
    path = f"assets/pictures/{page}_{language}.webp"
    assert f"({path})" in (ROOT / "README.md").read_text("utf-8"), (
        "add it, and run `python -m tests.pictures`"
    )
    with Image.open(ROOT / path) as picture:
        assert picture.width == 1000


def test_the_front_page_moves_and_loads_quickly():
    path = ROOT / "assets/pictures/front_page.webp"
    assert path.stat().st_size < 2_000_000
    with Image.open(path) as picture:
        assert getattr(picture, "n_frames", 1) > 1


def test_the_citation_names_this_version():
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text("utf-8").splitlines()
