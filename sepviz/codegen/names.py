"""Which names mean PyTorch's and Keras's layers in a pasted text: by its imports, or else by custom."""

import ast
import re
from collections import Counter
from dataclasses import dataclass

from sepviz.codegen.standard_forms import LEFT_ALONE, STANDARD

_TORCH = re.compile(r"torch\.nn(?:\.modules(?:\.conv)?)?\.(\w+)")
_KERAS = re.compile(r"(?:tensorflow\.(?:\w+\.)*)?(?:tf_)?keras\.(?:\w+\.)*layers\.(?:\w+\.)*(\w+)")
_BARE = {full.rpartition(".")[2]: full for full in (*STANDARD, *LEFT_ALONE)}
_BY_CUSTOM = {"nn": "torch.nn", "layers": "keras.layers", "tf": "tensorflow"} | _BARE
_MAX_STEPS = 8
_OWN = "?"
"""In the place of a module: the text itself defines the name."""


@dataclass(frozen=True, slots=True)
class _Import:
    """A name that ``from module import name`` binds: the module, and where the name ends."""

    path: str
    node: ast.alias


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a text has to write a name, and where it has to be imported for that."""

    text: str
    imports: tuple[ast.alias, ...] = ()


class Names:
    """The names that a text binds, and what they mean.

    Parameters
    ----------
    tree : ast.Module
        Syntax tree of the text.

    Examples
    --------
    >>> names = Names(ast.parse("from tensorflow.keras import layers as L"))
    >>> names.meaning("L.Conv2D"), names.meaning("nn.Conv2d"), names.meaning("my.Conv2d")
    ('keras.layers.Conv2D', 'torch.nn.Conv2d', 'my.Conv2d')
    """

    def __init__(self, tree: ast.Module) -> None:
        self._paths: dict[str, str] = {}
        self._imports: dict[str, list[_Import]] = {}
        self._assigned: dict[str, str] = {}
        for node in ast.walk(tree):
            match node:
                case ast.Import():
                    for alias in node.names:
                        root = alias.name.partition(".")[0]
                        self._bind(alias.asname or root, alias.name if alias.asname else root)
                case ast.ImportFrom():
                    self._import_from(node)
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    self._bind(name, _OWN)
        self._take_in_assignments(tree)
        canonical = {name: _canonical(path) for name, path in self._paths.items()}
        self._at_hand = {path: name for name, path in canonical.items() if path}

    def _take_in_assignments(self, tree: ast.Module) -> None:
        """Let a name that is assigned only once mean what it was given; one that changes means nothing."""
        assignments: list[tuple[str, str]] = []
        stored: Counter[str] = Counter()
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() | ast.Name() as value):
                    assignments.append((name, dotted(value)))
                case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                    stored[name] += 1
        for name, written in assignments:
            if written and stored[name] == 1 and _in_framework(self.path(written)):
                self._bind(name, self.path(written))
                self._assigned[name] = written
        for name in _BARE.keys() & stored.keys() - self._assigned.keys():
            self._bind(name, _OWN)

    def _import_from(self, node: ast.ImportFrom) -> None:
        """Remember what one statement imports."""
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self._bind_all(module)
                continue
            path = f"{module}.{alias.name}"
            self._bind(alias.asname or alias.name, path)
            self._imports.setdefault(alias.asname or alias.name, []).append(_Import(path, alias))

    def _bind(self, name: str, path: str) -> None:
        """Let a name mean a path; a framework's path wins, as in ``try: import ... except ImportError``."""
        if name not in self._paths or not _in_framework(self._paths[name]):
            self._paths[name] = path

    def _bind_all(self, module: str) -> None:
        """Let the names of a star import mean what this module has; only the frameworks' are known."""
        for name in ("Conv2d", "Sequential", "Conv2D", "SeparableConv2D"):
            if _canonical(f"{module}.{name}"):
                self._bind(name, f"{module}.{name}")

    def path(self, written: str) -> str:
        """Return a dotted name in full, as imports or custom have it."""
        root, dot, rest = written.partition(".")
        if root in self._paths:
            return self._paths[root] + dot + rest
        return _BY_CUSTOM.get(root, root) + dot + rest

    def meaning(self, written: str) -> str:
        """Return ``torch.nn.X`` or ``keras.layers.X`` for a framework's name, otherwise the full path."""
        path = self.path(written)
        return _canonical(path) or path

    def binds(self, written: str) -> bool:
        """Say whether the text itself says what the first part of a dotted name is."""
        return written.partition(".")[0] in self._paths

    def beside(self, written: str, wanted: str) -> Spelling | None:
        """Return how another name of the same module is written, or None where it is not at hand.

        Parameters
        ----------
        written : str
            A framework's name as the text has it, such as ``"nn.Conv2d"``.
        wanted : str
            The other one, ``"Sequential"``.
        """
        while "." not in written and written in self._assigned:
            written = self._assigned[written]
        module, dot, _ = written.rpartition(".")
        if dot:
            return Spelling(text=f"{module}.{wanted}") if self._has(f"{module}.{wanted}") else None
        path = f"{self.path(written).rpartition('.')[0]}.{wanted}"
        if written not in self._paths:  # some lines without their imports, where PyTorch's have a module
            return Spelling(text=wanted) if path.startswith("keras.") else None
        if _canonical(path) is None or not self._has_at(path):
            return None
        if name := self._at_hand.get(_canonical(path) or ""):
            return Spelling(text=name)
        if wanted in self._paths:  # another thing of the same name
            return None
        return Spelling(text=wanted, imports=tuple(one.node for one in self._imports.get(written, ())))

    def _has(self, written: str) -> bool:
        """Say whether a dotted name is there as it is written."""
        return self._has_at(self.path(written))

    @staticmethod
    def _has_at(path: str) -> bool:
        """Say whether a module has a name: torch.nn.modules.conv has no containers."""
        return _canonical(path) is not None and not path.startswith("torch.nn.modules.conv.")


def dotted(node: ast.AST) -> str:
    """Return ``"a.b.c"`` for a chain of at most eight plain names, otherwise ``""``."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < _MAX_STEPS:
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _canonical(path: str) -> str | None:
    """Return the short path of a framework's layer, or None for anything else."""
    if found := _TORCH.fullmatch(path):
        return f"torch.nn.{found[1]}"
    if found := _KERAS.fullmatch(path):
        return f"keras.layers.{found[1]}"
    return None


def _in_framework(path: str) -> bool:
    """Say whether a path leads into PyTorch or Keras."""
    return re.match(r"(?:torch|keras|tf_keras|tensorflow)(?:\.|$)", path) is not None
