"""The names of a pasted program that stand for one whole number: by an assignment or by a default."""

import ast
from collections import Counter
from collections.abc import Iterator

from sepviz.codegen.names import dotted


def given_numbers(tree: ast.Module) -> dict[str, int]:
    r"""Return the names with one whole number in the text; an assignment goes before a default.

    Examples
    --------
    >>> given_numbers(ast.parse("width = 8\ndef net(depth=3, name='a'): pass"))
    {'depth': 3, 'width': 8}
    """
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and (name := dotted(node.targets[0])):
            given.setdefault(name, []).append(node.value)
    given = {name: [node] for name, node in _defaults(tree)} | given
    return {
        name: node.value
        for name, (node, *more) in given.items()
        if not more and isinstance(node, ast.Constant) and type(node.value) is int
    }


def _defaults(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the defaults of parameters that no other line sets: ``def __init__(self, width=32)``."""
    nodes = list(ast.walk(tree))
    of_class = {
        id(method): node.name for node in nodes if isinstance(node, ast.ClassDef) for method in node.body
    }
    told = {
        dotted(node.func) for node in nodes if isinstance(node, ast.Call) and (node.args or node.keywords)
    }
    elsewhere = _names_set(nodes)
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and of_class.get(id(node), node.name) not in told:
            for name, default in _pairs(node.args):
                if default and elsewhere[name.arg] == 1:
                    yield name.arg, default


def _names_set(nodes: list[ast.AST]) -> Counter[str]:
    """Count how often each name is a parameter or is assigned to."""
    return Counter(node.arg for node in nodes if isinstance(node, ast.arg)) + Counter(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def _pairs(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Yield the parameters that may have a default, with it."""
    places = [*arguments.posonlyargs, *arguments.args]
    yield from zip(places[len(places) - len(arguments.defaults) :], arguments.defaults, strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
