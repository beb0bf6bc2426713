"""Whatever is registered has its words: a failure here says which line to add to which file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit

import sepviz
from sepviz.architectures import FIVE_CLOCKS, RULES, SLIPS
from sepviz.architectures.network import KINDS as NETWORK_KINDS
from sepviz.costs.design import KINDS, QUANTITIES, VARIABLES
from sepviz.kernels import KERNELS
from sepviz.samples import SAMPLES
from sepviz.text import LANGUAGES, translator
from sepviz.ui.pages.costs.controls import PRESETS
from sepviz.ui.session.parameters import (
    ACTIVATIONS,
    COST_PARTS,
    LAB_BANKS,
    LAB_VIEWS,
    NETWORK_PARTS,
    OPERATIONS,
    POINTWISE,
    RIVAL_IDS,
    SECTIONS,
    STEPS,
    TOLERANCES,
    WEIGHTS,
)
from sepviz.ui.shell.registry import PAGES


def keys() -> Iterator[str]:
    """Yield the key of every word that a registered thing needs."""
    for prefix, ids in (
        ("kernels", (*KERNELS, "custom")),
        ("samples", SAMPLES),
        ("networks.names", RIVAL_IDS),
        ("networks.parts", NETWORK_PARTS),
        ("networks.kinds", NETWORK_KINDS),
        ("networks.in_kind", NETWORK_KINDS),
        ("networks.rules", RULES),
        ("networks.slip_names", [slip.key for slip in SLIPS]),
        ("networks.clock_names", [clock.key for clock in FIVE_CLOCKS]),
        ("pages", [entry.name for entry in PAGES]),
        ("ops", OPERATIONS),
        ("playground.sections", SECTIONS),
        ("maps.steps", STEPS),
        ("weights", WEIGHTS),
        ("pointwise", POINTWISE),
        ("activations", ACTIVATIONS),
        ("padding", ("valid", "same")),
        ("scale", ("shared", "each")),
        ("lab.views", LAB_VIEWS),
        ("costs.parts", COST_PARTS),
        ("costs.variables", VARIABLES),
        ("costs.quantities", QUANTITIES),
        ("costs.presets", PRESETS),
        ("costs.presets_help", PRESETS),
        ("ops", KINDS),
        ("lab.tolerances", [name.replace(".", "_") for name in TOLERANCES]),
    ):
        yield from (f"{prefix}.{name}" for name in ids)
    yield from (f"lab.bank_{name}" for name in LAB_BANKS)


@pytest.mark.parametrize("key", list(keys()))
def test_a_registered_thing_has_its_words(key):
    missing = [f"{language}.toml" for language in LANGUAGES if not translator(language).has(key)]
    assert not missing, f"add `{key}` to {' and '.join(missing)}"


def test_a_missing_word_shows_its_key():
    assert translator("en")("kernels.roberts", size=3) == "kernels.roberts"


def test_every_word_is_used():
    """A key stands in the code whole, with its changing part left open, or as a word of a component."""
    folder = Path(sepviz.__file__).parent
    patterns = {f"microscope.{word}" for word in words_of_components(folder)} | set(keys())
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                patterns.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
                if isinstance(parts[0], str) and "." in parts[0]:
                    patterns.add("".join(".+" if part is None else re.escape(str(part)) for part in parts))
    used = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    assert [key for key in translator("en").sentences if not used.fullmatch(key)] == []


def words_of_components(folder: Path) -> set[str]:
    """Return every name in the JavaScript and HTML of the microscope."""
    files = [file for kind in ("*.js", "*.html") for file in folder.glob(f"ui/components/frontend/{kind}")]
    return {name for file in files for name in re.findall(r"\w+", file.read_text("utf-8"))}


def test_streamlit_still_says_what_is_put_into_other_languages():
    """Its front end makes these words up of parts: "Press ... to apply", and a size in a sentence."""
    scripts = Path(streamlit.__file__).parent.glob("static/static/js/*.js")
    said = "\n".join(script.read_text("utf-8") for script in scripts)
    parts = {"enter": "Press Enter to ", "control_enter": "`Ctrl`}+Enter to ", "command_enter": "`⌘`:"}
    parts["too_large"] = "File must be ${"
    parts |= {"full_of": "Fullscreen", "close_full_of": "Close fullscreen"}
    ours = translator("en").under("streamlit") | parts
    assert [word for word in ours.values() if word not in said] == []
