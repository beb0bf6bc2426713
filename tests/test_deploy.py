"""The files of `deploy/` fit each other and the app."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

try:
    import yaml
except ImportError:  # on Python 3.13 libcst brings it under another name
    import yaml_ft as yaml

from sepviz.ui.server.store import NAMED_BY

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
HEALTH = "/_stcore/health"
HAPROXY = (DEPLOY / "haproxy.cfg").read_text("utf-8")
DOCKERFILE = re.sub(r"\\\n", "", (DEPLOY / "Dockerfile").read_text("utf-8"))


def manifests() -> dict[str, dict[str, Any]]:
    """Return what the manifests describe, by kind."""
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    objects = [thing for file in files for thing in yaml.safe_load_all(file.read_text("utf-8"))]
    assert len({thing["kind"] for thing in objects}) == len(objects)
    return {thing["kind"]: thing for thing in objects}


def pod() -> dict[str, Any]:
    """Return what each replica is."""
    return manifests()["Deployment"]["spec"]["template"]


def container() -> dict[str, Any]:
    """Return the one container of a replica."""
    (only,) = pod()["spec"]["containers"]
    return only


def instructions(name: str) -> list[str]:
    """Return what stands behind an instruction of the Dockerfile."""
    return re.findall(rf"^{name} +(.+)$", DOCKERFILE, re.MULTILINE)


def user() -> str:
    """Return the user that the image runs as."""
    return instructions("USER")[-1]


def test_the_image_is_slim_and_runs_as_nobody_special():
    assert instructions("FROM")[0].endswith("-slim")
    assert int(user()) > 0
    assert pod()["spec"]["securityContext"]["runAsUser"] == int(user())


def test_the_image_holds_what_is_there():
    for line in instructions("COPY"):
        *sources, _ = line.split()
        assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_image_starts_the_app_on_the_port_that_everything_asks():
    command = json.loads(instructions("CMD")[-1])
    (port,) = {part.split("=")[1] for part in command if part.startswith("--server.port=")}
    assert "--server.address=0.0.0.0" in command
    assert instructions("EXPOSE") == [port]
    assert f"127.0.0.1:{port}{HEALTH}" in instructions("HEALTHCHECK")[0]
    assert f'"${{SERVERS-app:{port}}}"' in HAPROXY
    assert container()["ports"][0]["containerPort"] == int(port)


def test_every_replica_knows_the_store_and_has_what_asks_it():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    named = services["app"]["environment"][NAMED_BY]
    assert urlsplit(named).hostname in services
    assert NAMED_BY in {entry["name"] for entry in container()["env"]}
    (client,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]["store"]
    assert f'"{client}"' in DOCKERFILE
    assert client in (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()


def test_compose_mounts_the_proxy_s_files_where_it_looks_for_them():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    mounted = [line.split(":")[:2] for line in services["proxy"]["volumes"]]
    assert {Path(inside).parent for _, inside in mounted} == {Path("/usr/local/etc/haproxy")}
    assert all((DEPLOY / outside).is_file() for outside, _ in mounted)
    build = services["app"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert services["app"]["deploy"]["replicas"] >= 2
    assert "app" in HAPROXY.split("SERVERS-")[1]


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_kubernetes_asks_what_the_proxy_asks(probe):
    assert container()[probe]["httpGet"] == {"path": HEALTH, "port": container()["ports"][0]["name"]}
    assert f"option httpchk GET {HEALTH}" in HAPROXY


def test_every_manifest_speaks_of_the_same_pods():
    found = manifests()
    labels = pod()["metadata"]["labels"]
    assert found["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert found["Service"]["spec"]["selector"] == labels
    assert found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    scaled = found["HorizontalPodAutoscaler"]["spec"]
    assert scaled["scaleTargetRef"]["name"] == found["Deployment"]["metadata"]["name"]
    assert 2 <= scaled["minReplicas"] < scaled["maxReplicas"]
    (rule,) = found["Ingress"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert path["backend"]["service"]["name"] == found["Service"]["metadata"]["name"]
    assert path["backend"]["service"]["port"]["name"] in [
        p["name"] for p in found["Service"]["spec"]["ports"]
    ]


def test_a_replica_has_limits_and_may_do_little():
    limits = container()["resources"]["limits"]
    assert {"cpu", "memory"} <= limits.keys()
    allowed = container()["securityContext"]
    assert allowed["readOnlyRootFilesystem"]
    assert not allowed["allowPrivilegeEscalation"]
    assert allowed["capabilities"] == {"drop": ["ALL"]}
    assert pod()["spec"]["securityContext"]["runAsNonRoot"]


def test_the_ingress_keeps_visitors_and_compresses_as_the_proxy_does():
    annotations = manifests()["Ingress"]["metadata"]["annotations"]
    cookie = re.search(r"^ +cookie (\w+) insert", HAPROXY, re.MULTILINE)
    assert cookie
    assert annotations["haproxy.org/cookie-persistence"] == cookie[1]
    compressed = re.findall(r"^ +(compression .+)$", HAPROXY, re.MULTILINE)
    assert len(compressed) == 3
    for line in compressed:
        assert line in annotations["haproxy.org/backend-config-snippet"]
