"""The front end of each component as three strings, so that a clone runs without a build step.

Streamlit takes one script a component. The modules import each other as browsers and editors
expect; here they are joined in the order of those imports, and the import lines fall away.
"""

import re
from functools import cache
from pathlib import Path

FRONTEND = Path(__file__).parent / "frontend"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(?P<name>[\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def html(name: str = "microscope") -> str:
    """Return the skeleton into which a component's script draws."""
    return (FRONTEND / f"{name}.html").read_text("utf-8")


def css(name: str = "microscope") -> str:
    """Return a component's styles."""
    return (FRONTEND / f"{name}.css").read_text("utf-8")


@cache
def javascript(entry: str = "streamlit.js") -> str:
    """Return a module and all that it imports as one script, what is imported first."""
    order: list[str] = []
    _visit(entry, order)
    sources = [(FRONTEND / name).read_text("utf-8") for name in order]
    body = "\n".join(_IMPORT.sub("", source) for source in sources[:-1])
    return _EXPORT.sub("", body) + "\n" + _IMPORT.sub("", sources[-1])


def _visit(name: str, order: list[str]) -> None:
    """Append a module behind those that it imports."""
    if name in order:
        return
    for match in _IMPORT.finditer((FRONTEND / name).read_text("utf-8")):
        _visit(match["name"], order)
    order.append(name)
