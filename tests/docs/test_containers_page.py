"""docs/containers.md names files, services and commands that are there."""

import re
import shlex

import pytest

from gatepost.commands.import_users import users
from tests.deploy.files import KUBERNETES, load
from tests.deploy.test_compose import FILE
from tests.docs.blocks import ROOT, blocks
from tests.installed.containerfile import stages

PAGE = (ROOT / "docs" / "containers.md").read_text()
SHOWN = [line for kind, text in blocks("docs/containers.md") if kind == "sh" for line in text.splitlines()]


@pytest.mark.parametrize("line", SHOWN)
def test_a_command_fits_the_files(line: str) -> None:
    words = shlex.split(line)
    if words[:2] == ["docker", "build"]:
        assert (ROOT / words[words.index("-f") + 1]).is_file()
    elif words[:3] == ["docker", "compose", "stop"]:
        assert set(words[3:]) <= FILE["services"].keys()
    elif words[:2] == ["kubectl", "create"]:
        files = {word.removeprefix("--from-file=") for word in words if word.startswith("--from-file=")}
        assert (words[4], files) == ("gatepost", load(KUBERNETES / "secret.example.yaml")["stringData"].keys())
    elif words[:2] == ["kubectl", "apply"]:
        assert (ROOT / words[3] / "kustomization.yaml").is_file()
    elif "job" in line:
        assert load(KUBERNETES / "migration.yaml")["metadata"]["name"] in line
    elif "gatepost users" in line:
        assert words[words.index("users") + 1] in users.commands
    else:
        assert words[0] in ("python3", "pip", "gatepost", "docker", "cd", "./make-secrets", "curl", "kubectl"), line


def test_the_facts_of_the_image_are_those_of_the_containerfile() -> None:
    image = stages()[-1]
    rows = dict(re.findall(r"^\| (user|port|stop|health) \| (.+) \|$", PAGE, re.MULTILINE))
    assert rows["user"].startswith(image.told["USER"])
    assert rows["port"].startswith(image.told["EXPOSE"])
    assert rows["stop"].startswith(image.told["STOPSIGNAL"])
    assert " ".join(image.health_check) in rows["health"]


def test_the_times_are_those_of_the_manifests() -> None:
    pod = load(KUBERNETES / "deployment.yaml")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    rows = dict(re.findall(r"^\| ([\w` ]+) \| (.+?) \|", PAGE, re.MULTILINE))
    startup = container["startupProbe"]
    assert f"up to {startup['periodSeconds'] * startup['failureThreshold']} s" in rows["startup probe"]
    assert f"{container['readinessProbe']['timeoutSeconds']} s" in rows["readiness probe"]
    assert rows["`preStop`"] == f"{container['lifecycle']['preStop']['sleep']['seconds']} s"
    assert rows["grace"] == f"{pod['terminationGracePeriodSeconds']} s"
