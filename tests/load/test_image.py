"""The steps of the Dockerfile without Docker: the app needs what the image copies, and writes nothing."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.load.server import ROOT, serving
from tests.load.visitor import Visitor, run
from tests.test_deploy import container, instructions, pod


def copied(image: Path) -> Path:
    """Put into a folder what the image copies, and no more."""
    for line in instructions("COPY"):
        *sources, target = line.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, image / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, image / target)
    return image


async def look(address: str) -> None:
    """See a page with its pictures."""
    visitor = await Visitor.arrive(address)
    assert visitor.page.errors == []
    assert await visitor.look() > 10_000
    await visitor.leave()


def test_the_image_has_all_that_its_command_needs_is_found_healthy_and_ends_in_time(tmp_path):
    python, *command = json.loads(instructions("CMD")[-1])
    _, *question = json.loads(instructions("HEALTHCHECK")[0].split("CMD ")[1])
    assert python == "python"
    with serving(command=(sys.executable, *command), folder=copied(tmp_path), disk=False) as server:
        port = server.address.rsplit(":", 1)[1]
        ask = [sys.executable, *(re.sub(r":\d+/", f":{port}/", part) for part in question)]
        assert subprocess.run(ask, check=False).returncode == 0
        run(look(server.address))
        server.process.terminate()
        pause = int(container()["lifecycle"]["preStop"]["exec"]["command"][1])
        assert server.process.wait(pod()["spec"]["terminationGracePeriodSeconds"] - pause) == 0
        assert subprocess.run(ask, check=False, capture_output=True).returncode != 0
    assert not [line for line in server.log if "Traceback" in line or "Error" in line]
