"""The manifests: valid, without privileges, and with the times that the service promises."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gatepost.environment import load_settings, secret_variables
from tests.deploy.files import KUBERNETES, LONGEST_READYZ, LONGEST_STOP, MANIFESTS, judge, load, longest_start
from tests.installed.containerfile import stages
from tests.support.live import ROOT

IMAGE = stages()[-1]
SETTINGS = load(KUBERNETES / "settings.yaml")["data"]
DEPLOYMENT, MIGRATION = (load(KUBERNETES / f"{name}.yaml")["spec"] for name in ("deployment", "migration"))
PODS = {"deployment": DEPLOYMENT["template"]["spec"], "migration": MIGRATION["template"]["spec"]}
(SERVER,) = PODS["deployment"]["containers"]
each_manifest = pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
each_pod = pytest.mark.parametrize("pod", PODS.values(), ids=PODS)


@each_manifest
def test_every_manifest_is_valid(path: Path) -> None:
    judged = judge("kubernetes-validate", "--strict", path)
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_a_wrong_word_is_noticed(tmp_path: Path) -> None:
    spoiled = tmp_path / "deployment.yaml"
    spoiled.write_text((KUBERNETES / "deployment.yaml").read_text().replace("readinessProbe:", "readynessProbe:"))
    assert judge("kubernetes-validate", "--strict", spoiled).returncode != 0


def test_kustomize_has_all_but_the_example_of_the_secret() -> None:
    listed = load(KUBERNETES / "kustomization.yaml")["resources"]
    assert sorted([*listed, "secret.example.yaml"]) == [path.name for path in MANIFESTS]


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kustomize_builds_it() -> None:
    built = subprocess.run(
        ["kubectl", "kustomize", KUBERNETES], capture_output=True, text=True, timeout=60, check=False
    )
    assert built.returncode == 0, built.stderr
    assert built.stdout.count("image: registry.example.org/gatepost:0.1.0") == 2


@each_pod
def test_a_pod_meets_the_restricted_standard_on_a_read_only_root(pod: dict[str, Any]) -> None:
    user, _, group = IMAGE.told["USER"].partition(":")
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": int(user),
        "runAsGroup": int(group),
        "fsGroup": int(group),
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert (pod["automountServiceAccountToken"], pod["enableServiceLinks"]) == (False, False)
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    mounts = {mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounts == {"/tmp", *IMAGE.words("VOLUME"), "/run/secrets/gatepost"}
    assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
    assert "memory" in container["resources"]["limits"]


@each_pod
@pytest.mark.asvs("13.3.1")
def test_secrets_are_files_that_only_the_service_reads(pod: dict[str, Any]) -> None:
    (secret,) = [volume["secret"] for volume in pod["volumes"] if "secret" in volume]
    assert secret["defaultMode"] == 0o440
    assert not set(secret_variables()) & SETTINGS.keys()
    example = load(KUBERNETES / "secret.example.yaml")["stringData"]
    named = {value.removeprefix("/run/secrets/gatepost/") for name, value in SETTINGS.items() if name.endswith("_FILE")}
    assert named <= example.keys()
    assert set(example.values()) == {""}


def test_the_settings_start_the_service(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("Zq3" * 16 + "x9-_7TtQpLw")
    (tmp_path / "database_uri").write_text(
        "postgresql://gatepost:long-enough@db.example.org/gatepost?sslmode=verify-full"
    )
    given = {name: value.replace("/run/secrets/gatepost", str(tmp_path)) for name, value in SETTINGS.items()}
    settings = load_settings({**IMAGE.environment, **given})
    assert (settings.mode, settings.limits_shared, settings.bound_address) == (
        "production",
        True,
        "http://0.0.0.0:8087",
    )


def test_the_probes_ask_the_right_questions_on_the_right_port() -> None:
    asked = {kind: SERVER[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
    assert {kind: get["path"] for kind, get in asked.items()} == {
        "startup": "/healthz",
        "liveness": "/healthz",
        "readiness": "/readyz",
    }
    assert {get["port"] for get in asked.values()} == {"http"}
    assert SERVER["ports"] == [{"name": "http", "containerPort": int(IMAGE.told["EXPOSE"])}]
    assert load(KUBERNETES / "service.yaml")["spec"]["ports"][0]["targetPort"] == "http"


def test_a_start_may_wait_for_the_database() -> None:
    probe = SERVER["startupProbe"]
    assert probe["periodSeconds"] * probe["failureThreshold"] >= longest_start()


def test_a_frozen_database_fails_readiness_by_its_answer_and_not_by_silence() -> None:
    assert SERVER["readinessProbe"]["timeoutSeconds"] > LONGEST_READYZ


def test_a_stop_is_shorter_than_the_grace() -> None:
    before = SERVER["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert before + LONGEST_STOP < PODS["deployment"]["terminationGracePeriodSeconds"]


def test_the_operations_page_promises_these_times() -> None:
    page = " ".join((ROOT / "docs" / "operations.md").read_text().split())
    assert {10: "a stop never takes ten seconds"}[LONGEST_STOP] in page
    assert {2: "The answer comes within two seconds"}[LONGEST_READYZ] in page


def test_two_replicas_survive_the_upgrade_of_a_node() -> None:
    assert DEPLOYMENT["replicas"] == 2
    assert DEPLOYMENT["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    disruption = load(KUBERNETES / "disruption.yaml")["spec"]
    assert disruption["maxUnavailable"] < DEPLOYMENT["replicas"]
    selectors = [load(KUBERNETES / "service.yaml")["spec"]["selector"], disruption["selector"]["matchLabels"]]
    selectors += [load(KUBERNETES / "network.yaml")["spec"]["podSelector"]["matchLabels"]]
    labels = DEPLOYMENT["template"]["metadata"]["labels"]
    assert [selector for selector in selectors if selector != labels] == []
    assert MIGRATION["template"]["metadata"]["labels"] != labels  # no request reaches the Job


def test_the_job_upgrades_the_tables() -> None:
    (container,) = PODS["migration"]["containers"]
    assert (container["args"], container["image"]) == (["db", "upgrade"], SERVER["image"])
    assert json.dumps(container["envFrom"]) == json.dumps(SERVER["envFrom"])
