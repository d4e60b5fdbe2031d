"""./dev servers installs what the tests need, and touches nothing else. Here, apt-get only notes what it is asked."""

import os
import pty
import subprocess

import pytest

from tests.support.debian import Debian

EVERYTHING = [
    *("curl", "nodejs", "npm", "nginx", "caddy", "haproxy", "apache2", "dovecot-imapd", "redis-server"),
    *("chromium", "libatomic1"),
    *(
        "mariadb-server-core",
        "mariadb-client-core",
        "faketime",
        "oathtool",
        "mmdebstrap",
        "iproute2",
        "galera-4",
        "pgbouncer",
        "postgresql",
    ),
]
PROGRAMS = [
    *("curl", "node", "npm", "nginx", "caddy", "haproxy", "apache2", "dovecot", "redis-server", "chromium"),
    *(
        "mariadbd",
        "mariadb-install-db",
        "my_print_defaults",
        "faketime",
        "oathtool",
        "mmdebstrap",
        "ip",
        "pgbouncer",
        "postgres",
        "initdb",
    ),
]


def packages(line: str) -> list[str]:
    """The packages in a call of apt-get."""
    return line.partition("--no-install-recommends ")[2].split()


def add_galera(debian: Debian) -> None:
    """Galera is a library, not a program."""
    library = debian.folder / "usr/lib/galera/libgalera_smm.so"
    library.parent.mkdir(parents=True)
    library.touch()


def test_all_that_is_missing_is_installed_at_once(debian: Debian) -> None:
    assert debian.run("servers").returncode == 0
    install, *_ = debian.asked
    assert packages(install) == EVERYTHING


def test_nothing_is_installed_where_nothing_is_missing(debian: Debian) -> None:
    for program in PROGRAMS:
        debian.add(program)
    add_galera(debian)
    ran = debian.run("servers")
    assert (ran.returncode, debian.asked) == (0, [])
    assert "is installed" in ran.stdout


@pytest.mark.parametrize(
    ("program", "package"),
    [("nginx", "nginx"), ("initdb", "postgresql"), ("mariadb-install-db", "mariadb-server-core"), ("node", "nodejs")],
)
def test_only_what_is_missing_is_installed(debian: Debian, program: str, package: str) -> None:
    for other in {*PROGRAMS} - {program}:
        debian.add(other)
    add_galera(debian)
    debian.run("servers")
    install, *_ = debian.asked
    assert packages(install) == [package]


def test_postgresql_is_told_to_make_no_cluster(debian: Debian) -> None:
    for _ in range(2):
        debian.run("apt-install", "postgresql")
    told = debian.folder / "etc/postgresql-common/createcluster.conf"
    assert told.read_text() == "create_main_cluster = false\n"


@pytest.mark.parametrize("package", ["nginx", "caddy", "haproxy", "apache2", "dovecot-imapd", "redis-server"])
def test_a_service_is_kept_from_starting_while_it_is_installed(debian: Debian, package: str) -> None:
    debian.run("apt-install", package)
    assert debian.asked[1:] == ["quiet"]
    assert not debian.policy.exists()


def test_the_policy_refuses_to_start_a_service(debian: Debian) -> None:
    debian.add("apt-get", f"{debian.policy} nginx start; echo $? >> {debian.folder}/apt.log")
    debian.run("apt-install", "nginx")
    assert debian.asked == ["101"]


@pytest.mark.parametrize("fails", [False, True])
def test_a_machines_own_policy_of_services_is_left_alone(debian: Debian, fails: bool) -> None:
    debian.policy.write_text("its own")
    debian.add("apt-get", f"exit {int(fails)}")
    assert debian.run("apt-install", "nginx").returncode == int(fails)
    assert debian.policy.read_text() == "its own"


def test_old_package_lists_are_renewed_once(debian: Debian) -> None:
    log = debian.folder / "apt.log"
    debian.add("apt-get", f'echo "$*" >> {log}; case "$*" in *update) exit 0; esac; grep -qs update {log}')
    assert debian.run("apt-install", "curl").returncode == 0
    assert [call.endswith("update") for call in debian.asked] == [False, True, False]


def test_a_failed_installation_says_what_to_type_and_leaves_no_policy(debian: Debian) -> None:
    debian.add("apt-get", "exit 100")
    ran = debian.run("servers")
    assert ran.returncode == 1
    assert f"apt-get install {' '.join(EVERYTHING)}" in ran.stdout
    assert not debian.policy.exists()


def test_without_apt_get_it_says_so(debian: Debian) -> None:
    (debian.programs / "apt-get").unlink()
    ran = debian.run("servers")
    assert ran.returncode == 1
    assert "brew install" in ran.stdout


@pytest.mark.parametrize(("answer", "installs"), [("n", False), ("", True), ("yes", True)])
def test_somebody_at_a_desk_is_asked_first(debian: Debian, answer: str, installs: bool) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    command, environment = [debian.ci / "servers"], {"PATH": str(debian.programs)}
    ran = subprocess.run(command, env=environment, stdin=theirs, capture_output=True, timeout=20, check=False)
    os.close(ours)
    os.close(theirs)
    assert "chromium" in ran.stdout.decode()
    assert (ran.returncode == 0, bool(debian.asked)) == (installs, installs)
