"""What the documents for developers say is true of the repository."""

import re
from pathlib import Path

import pytest

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
