"""The wheel has all that library and app need: both run from an empty folder, far from the repository."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.load.server import ROOT, serving
from tests.load.visitor import Page, Visitor, run

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv*", ".*_cache", ".hypothesis", "__pycache__", "build", "*.egg-info", "tests"
)
LIBRARY = """
import json, sepviz
from sepviz.samples import SAMPLES, sample
print(json.dumps({
    "file": sepviz.__file__,
    "samples": {name: list(sample(name).shape) for name in SAMPLES},
    "converter": len(sepviz.codegen.pytorch_model_converter()),
}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the unpacked wheel."""
    wheels, site = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    source = shutil.copytree(ROOT, wheels / "source", ignore=LEFT_OUT)  # a build leaves files in its folder
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(wheels), str(source)], check=True, cwd=wheels)
    (wheel,) = wheels.glob("sepviz-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True)
    return site


def test_the_installed_library_has_its_samples_and_programs(site, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LIBRARY],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert Path(found["file"]).is_relative_to(site)
    assert found["samples"]["photo"][2] == 3
    assert found["converter"] > 1000


def test_the_installed_app_starts_with_its_theme_and_limits(site, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(site))

    async def visit(address: str) -> Page:
        visitor = await Visitor.arrive(address, "lang=en")
        await visitor.leave()
        return visitor.page

    with serving(command=(sys.executable, "-m", "sepviz"), folder=tmp_path) as server:
        page = run(visit(server.address))
        assert page.errors == []
        assert page.pictures
    assert "Traceback" not in "\n".join(server.log)


def test_the_installed_app_has_the_settings_of_the_repository():
    ours, installed = (ROOT / folder / ".streamlit/config.toml" for folder in (".", "sepviz"))
    assert installed.read_bytes() == ours.read_bytes()
