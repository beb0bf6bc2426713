"""Where the convolutions stand in pasted source: found by Python's own parser, never executed.

Python's parser reads the whole text, because it gives up on input made to break parsers. LibCST, which
rewrites the calls, does not: some thousand nested brackets end the process, a hundred nested patterns never
return. So it is only shown one call at a time, and only a call of bounded length and depth.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sepviz.codegen.names import dotted
from sepviz.codegen.pasted import MAX_CHARACTERS, Pasted, read

MAX_CALL_CHARACTERS = 5_000
MAX_CALL_DEPTH = 24

__all__ = ["MAX_CHARACTERS", "CallSite", "call_sites", "calls_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSite:
    """One call of a dotted name: ``source[start:stop]`` is its text, ``text`` that without prompts."""

    name: str
    line: int
    start: int
    stop: int
    text: str
    continuation: str
    nested: bool
    readable: bool
    node: ast.Call
    parent: ast.AST


def call_sites(source: str, names: frozenset[str]) -> list[CallSite]:
    r"""Find the calls of some dotted names.

    Parameters
    ----------
    source : str
        Python source, or lines out of the middle of it: of a method, a list or a dictionary.
    names : frozenset of str
        Names as they are written, such as ``"nn.Conv2d"``.

    Returns
    -------
    list of CallSite
        In the order of the source; ``nested`` are those inside the arguments of another one,
        ``readable`` those that are short and shallow enough for LibCST.

    Raises
    ------
    CodeError
        If the source does not parse; the message carries the line's number.

    Examples
    --------
    >>> (site,) = call_sites("a = 1\nself.up = nn.Conv2d(3, 8, 3)", frozenset({"nn.Conv2d"}))
    >>> site.name, site.line, site.start, site.stop
    ('nn.Conv2d', 2, 16, 34)
    """
    return calls_in(read(source), names.__contains__)


def calls_in(pasted: Pasted, wanted: Callable[[str], bool]) -> list[CallSite]:
    r"""Find the calls of the names that are wanted, in a text that was read.

    Parameters
    ----------
    pasted : Pasted
        The text.
    wanted : callable
        Says whether a dotted name, as it is written, is one of them.

    Returns
    -------
    list of CallSite
        In the order of the source.

    Examples
    --------
    >>> [site.line for site in calls_in(read("a.b()\nc()"), lambda name: name == "c")]
    [2]
    """
    sites = [
        _site(pasted, call, name, parent, nested=nested)
        for call, name, parent, nested in _calls(pasted.tree, wanted)
    ]
    return sorted(sites, key=lambda site: site.start)


def _site(pasted: Pasted, call: ast.Call, name: str, parent: ast.AST, *, nested: bool) -> CallSite:
    """Describe one call."""
    start = pasted.offset(call.lineno, call.col_offset)
    stop = pasted.offset(call.end_lineno or 0, call.end_col_offset or 0)
    return CallSite(
        name=name,
        line=pasted.line(call.lineno),
        start=start,
        stop=stop,
        text=pasted.text(call),
        continuation=pasted.continuation(call),
        nested=nested,
        readable=stop - start <= MAX_CALL_CHARACTERS and not _deeper_than(call, MAX_CALL_DEPTH),
        node=call,
        parent=parent,
    )


def _calls(tree: ast.AST, wanted: Callable[[str], bool]) -> Iterator[tuple[ast.Call, str, ast.AST, bool]]:
    """Yield the calls of the names; the walk keeps a list of its own, so depth cannot overflow it."""
    waiting: list[tuple[ast.AST, ast.AST, bool]] = [(tree, tree, False)]
    while waiting:
        node, parent, nested = waiting.pop()
        if isinstance(node, ast.JoinedStr):  # an f-string is a string
            continue
        if isinstance(node, ast.Call) and wanted(name := dotted(node.func)):
            yield node, name, parent, nested
            nested = True
        # What is given by keyword is handed to the same call as what is not.
        above = parent if isinstance(node, ast.keyword) else node
        waiting.extend((child, above, nested) for child in ast.iter_child_nodes(node))


def _deeper_than(node: ast.AST, limit: int) -> bool:
    """Say whether a tree has more levels than the limit."""
    level = [node]
    for _ in range(limit):
        level = [child for parent in level for child in ast.iter_child_nodes(parent)]
        if not level:
            return False
    return True
