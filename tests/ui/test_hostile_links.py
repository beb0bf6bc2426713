"""Whatever stands in a link or in a field: a page without fault, without foreign markup, in bounds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from sepviz import ui
from sepviz.ui.session.parameters import PARAMETERS, Choice, Whole
from sepviz.ui.session.run import MAX_BYTES, MAX_MULTIPLICATIONS, Run
from sepviz.ui.shell import registry
from tests.ui.visits import checked, opened, page_behind

PAGES = [entry.name for entry in registry.PAGES]
MARK = "zqx"
"""Part of every hostile text; it must not come back on the page."""

LISTED = re.compile(r"<code>[^<]*</code>")
QUOTED = re.compile(r"\\[!-/:-@\[-`{-~]|`[^`\n]*`")
"""What Markdown shows as it is: an escaped character, and code."""
MARKUP = re.compile(r"<\w|\]\(|`|\$|:\w+\[|\*\*|https?://")
"""What would be read as markup; our own sentences have none of it."""

HOSTILE = [
    f"<script>{MARK}</script>",
    f'"><img src=x onerror={MARK}>',
    f"[{MARK}](javascript:alert(1))",
    f"![{MARK}](https://example.com/{MARK}.png)",
    f"$$\\href{{https://example.com}}{{{MARK}}}$$ :red[{MARK}] **{MARK}** `{MARK}`",
    f"{{{MARK}}} {{0.__class__}} %s %({MARK})s ${{{MARK}}}",
    f"__import__('os').system('{MARK}')",
    f"../../{MARK}/etc/passwd",
    f"{MARK}\r\nSet-Cookie: {MARK}=1",
    f"\x00\x1b[31m{MARK}\u202e\ufeff\U0001f4a9",
    f"{MARK}" * 2000,
]
NUMBERS = [
    "-1",
    "0",
    "1",
    "1e9",
    "1000000000",
    "9" * 4000,
    "0x10",
    "NaN",
    "-inf",
    "1_0",
    "٣",
    "1.5",
    "+7",
    " 8 ",
]
KERNELS = [
    "[" * 2000,
    "[" * 1000 + "1" + "]" * 1000,
    "1," * 1000,
    ";".join(["1,2"] * 500),
    "1e308,1e308;1e308,1e308",
    "1e-320,0;0,1",
    "0,0;0,0",
    "nan,1;inf,2",
    "1,2;3",
    "/".join(["9" * 300] * 6),
    "9**9**9**9",
    "=A1*2\t1",
    "",
]
ANYTHING = st.sampled_from(HOSTILE + NUMBERS + KERNELS) | st.text(max_size=80).map(
    lambda text: f"{text}{MARK}"
)


def values_of(name: str) -> st.SearchStrategy[str]:
    """Return texts for one parameter: legal ones with the ends of their ranges, and hostile ones."""
    match PARAMETERS[name]:
        case Choice() as choice:
            legal = st.sampled_from(list(choice.options))
        case Whole() as whole:
            ends = st.sampled_from([whole.minimum, whole.maximum, whole.minimum - 1, whole.maximum + 1])
            legal = (ends | st.integers(whole.minimum, whole.maximum)).map(str)
        case parameter:
            legal = st.sampled_from(
                [parameter.write(parameter.default), "true", "9999,9999", "0,0", "1,2;3,4"]
            )
    return legal | legal | ANYTHING


LINKS = st.fixed_dictionaries({}, optional={name: values_of(name) for name in PARAMETERS})
BOUNDED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def work_watched() -> Iterator[list[Run]]:
    """Note every run that is really computed."""
    computed: list[Run] = []
    compute = Run._compute

    def noting(run: Run, stage: str) -> None:
        computed.append(run)
        compute(run, stage)

    with patch.object(Run, "_compute", noting):
        yield computed


def assert_sound(app: AppTest, *, echoes: tuple[str, ...] = ()) -> None:
    """Check that a page has no fault, and nothing of a hostile text outside of what may quote it."""
    for node in checked(app)._tree:
        kind = getattr(node, "type", "")
        if kind in ("error", "warning") and echoes:
            assert not MARKUP.search(QUOTED.sub("", getattr(node, "value", ""))), node
        elif kind == "html" and "code" in echoes:
            # A listing quotes what was pasted; as it is escaped, no tag can end it early.
            assert MARK not in LISTED.sub("", node.proto.body), node
        elif kind not in echoes:
            assert MARK not in f"{getattr(node, 'proto', '')}", (kind, node)


def assert_bounded(computed: list[Run]) -> None:
    """Check that what was computed had been allowed."""
    for run in computed:
        assert run.cost.multiplications <= MAX_MULTIPLICATIONS
        assert run.cost.activation_bytes <= MAX_BYTES


@BOUNDED
@given(page=st.sampled_from(PAGES), link=LINKS)
@example(page="playground", link=dict.fromkeys(PARAMETERS, HOSTILE[0]))
@example(page="playground", link=dict.fromkeys(PARAMETERS, "1000000000"))
@example(
    page="playground",
    link={"side": "512", "filters": "256", "kh": "15", "kw": "15", "depth_multiplier": "8"},
)
def test_any_link_gives_a_sound_page_in_bounds(page, link):
    with work_watched() as computed:
        app = page_behind(page, **link).run()
    assert_sound(app)
    assert_bounded(computed)
    for name in PARAMETERS.keys() & app.query_params.keys():
        written = app.query_params[name]
        text = written if isinstance(written, str) else written[-1]
        assert PARAMETERS[name].write(PARAMETERS[name].read(text)) == text


FIELDS = {"playground": {"kernel": "custom"}, "kernels": {}, "code": {}, "networks": {"network": "own"}}
CODE = [
    "nn.Conv2d(" * 500,
    f"nn.Conv2d(64, 128, 3)  # <img src=x onerror={MARK}>",
    f"x = nn.Conv2d(in_channels='{MARK}', out_channels=[[]], kernel_size={{}})",
    f"[{MARK}](javascript:alert(1)) = nn.Conv2d(1, 2, 3)",
    "nn.Conv2d(9**9**9, 2**10**10, 3)",
    "nn.Conv2d(10**12, 10**12, (10**6, 10**6))",
    "\n".join(["nn.Conv2d(a, b, 3)"] * 400),
    f"nn.Conv2d({MARK}, {MARK} * 2, 3, groups=-1)",
    "Conv2D(filters=lambda: 0, kernel_size=...)",
    "nn.Conv2d(*args, **kwargs)",
]


@settings(BOUNDED, max_examples=25)
@given(page=st.sampled_from(sorted(FIELDS)), text=ANYTHING | st.sampled_from(CODE))
@example(page="code", text="(" * 5000)
@example(page="code", text="-" * 5000 + "1")
@example(page="code", text=f"nn.Conv2d(64, 128, 3)  # <img src=x onerror={MARK}></code>")
@example(page="code", text=f"nn.Conv2d(64, '<b>{MARK}</code>', 3)\nnn.Conv2d('{MARK}', 8, 1)")
@example(page="playground", text="[" * 2000)
@example(page="kernels", text="[" * 100_000)
@example(page="networks", text="conv 3x3 8\n" * 10_000)
@example(page="networks", text=f"conv ![{MARK}](https://example.com/{MARK}.png) 8")
def test_any_text_in_a_field_gives_a_sound_page_in_bounds(page, text):
    app = opened(page, **FIELDS[page])
    with work_watched() as computed:
        app.text_area[0].set_value(text).run()
    # Pasted code is shown as code, beside what was made of it.
    assert_sound(app, echoes=("text_area", "code", "number_input") if page == "code" else ("text_area",))
    assert_bounded(computed)


@pytest.mark.parametrize(
    "name", ['<img src=x onerror="zqx">.png', "[zqx](javascript:alert(1)).jpg", "../zqx", "%s{}" * 50]
)
@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_the_name_of_a_file_is_never_on_the_page(name, data):
    app = opened("playground")
    app.file_uploader(key="upload").upload(name, data, "image/png").run()
    assert app.error
    assert_sound(app, echoes=("file_uploader",))


def test_every_cache_has_its_bounds():
    for file in Path(ui.__path__[0]).rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        for arguments in re.findall(
            r"@st\.cache_(?:data|resource)(\([^\n]*\))?\ndef \w+\(([^)]*)\)", source
        ):
            bounded = "max_entries=" in arguments[0] or not arguments[1].strip()
            assert bounded, f"{file}: {arguments}"
        assert "lru_cache(maxsize=None)" not in source
