"""The Containerfile: lint finds nothing, and the image is what the deployments rely on. tests/installed builds it."""

import re

import pytest

from tests.deploy.files import judge, longest_start, seconds
from tests.installed.build import ignored
from tests.installed.containerfile import CONTAINERFILE, stages
from tests.support.live import ROOT

IMAGE = stages()[-1]


def test_lint_finds_nothing() -> None:
    judged = judge("hadolint", "--failure-threshold", "style", CONTAINERFILE)
    assert (judged.returncode, judged.stdout) == (0, "")


def test_lint_would_find_a_shell_form() -> None:
    spoiled = re.sub(r'^CMD \["serve"\]$', "CMD serve", CONTAINERFILE.read_text(), flags=re.MULTILINE)
    judged = judge("hadolint", "--failure-threshold", "style", "-", said=spoiled)
    assert (judged.returncode, "DL3025" in judged.stdout) == (1, True)


@pytest.mark.asvs("13.4.1")
def test_only_what_is_copied_reaches_the_build() -> None:
    copied = [step.value.split()[:-1] for stage in stages() for step in stage.steps if step.instruction == "COPY"]
    names = [name for words in copied for name in words if "--from=build" not in words]
    assert {"gatepost", "pyproject.toml", "deploy/requirements-image.txt"} <= set(names)
    reach = set(ignored().match_tree_files(ROOT, negate=True))
    assert all(any(file == name or file.startswith(f"{name}/") for file in reach) for name in names)
    assert [file for file in reach if not any(file == name or file.startswith(f"{name}/") for name in names)] == []


@pytest.mark.parametrize(
    "name", [".env", ".git/config", "instance/gatepost.db", "tests/conftest.py", "deploy/compose/secrets/secret_key"]
)
@pytest.mark.asvs("13.3.1")
def test_secrets_accounts_tests_and_history_stay_out(name: str) -> None:
    assert ignored().match_file(name)
    assert not ignored().match_file("gatepost/app.py")


def test_every_library_is_installed_by_its_hash_and_none_is_compiled() -> None:
    steps = [step.value for stage in stages() for step in stage.steps if "pip" in step.value]
    installs = [part for value in steps for part in value.split("&&") if " install " in part and "pip" in part]
    online = [part for part in installs if "apt-get" not in part and "--no-index" not in part]
    assert len(online) == 2
    assert all("--require-hashes" in part and "--only-binary :all:" in part for part in online)
    (own,) = [part for part in installs if "--no-index" in part]
    assert "--no-deps" in own


def test_it_runs_as_a_number_that_is_not_root() -> None:
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", IMAGE.told["USER"])


def test_its_defaults_are_those_of_production() -> None:
    assert IMAGE.environment["GATEPOST_MODE"] == "production"
    assert IMAGE.environment["GATEPOST_INSTANCE"] == IMAGE.told["WORKDIR"] == IMAGE.words("VOLUME")[0]
    assert (IMAGE.environment["HOST"], IMAGE.environment["PORT"]) == ("0.0.0.0", IMAGE.told["EXPOSE"])
    assert IMAGE.told["STOPSIGNAL"] == "SIGTERM"


def test_signals_reach_the_service_because_no_shell_is_between() -> None:
    assert (IMAGE.words("ENTRYPOINT"), IMAGE.words("CMD")) == (["gatepost"], ["serve"])


def test_the_health_check_waits_as_long_as_a_start_may_take() -> None:
    assert IMAGE.health_check == ["gatepost", "probe"]
    assert seconds(re.search(r"--start-period=(\w+)", IMAGE.told["HEALTHCHECK"])[1]) >= longest_start()


def test_the_labels_are_those_of_the_open_container_initiative() -> None:
    names = {name.removeprefix("org.opencontainers.image.") for name in IMAGE.labels}
    assert names == {"title", "description", "licenses", "revision"}
