"""A Galera cluster of three MariaDB nodes on this machine."""

from dataclasses import replace
from pathlib import Path
from typing import Self

import pymysql

from tests.support.ci import skip_outside_ci

from . import engines
from .access import USER
from .mariadb import MariaDB
from .processes import free_port

_PROVIDERS = ("/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera-4/libgalera_smm.so")

# The protocol of a state transfer, where the nodes have the same start and the rest follows from the donor's memory:
# one node only has to tell the other where in the history they are. The address is a file.
_TRANSFER = """#!/bin/sh
while [ $# -gt 0 ]; do
    case "$1" in
        --role) role="$2" ;; --address) address="$2" ;; --datadir) data="$2" ;;
        --gtid) place="$2" ;; --gtid-domain-id) domain="$2" ;; --bypass) bypass=1 ;;
    esac
    shift
done
if [ "$role" = donor ]; then
    [ -n "$bypass" ] || exit 95
    echo "$place $domain" > "$address.new" && mv "$address.new" "$address"
    echo "done $place"
else
    file="${data%/}/transfer"
    rm -f "$file"
    echo "ready $file"
    until [ -e "$file" ]; do sleep 0.1; done
    cat "$file"
fi
"""


class Node(MariaDB):
    """One node. The second and third begin as copies of the first, so that no node needs a whole state transfer."""

    def __init__(self, first: "Node | None" = None) -> None:
        self._first = first
        self.has_accounts = first is not None
        super().__init__()
        self.put("wsrep_sst_same_start", _TRANSFER.encode()).chmod(0o700)
        if first is not None:
            self.access = replace(self.access, password=first.access.password)

    def initialisation(self) -> list[str]:
        if self._first is None:
            return super().initialisation()
        return ["cp", "-a", f"{self._first.folder}/data", f"{self.folder}/data"]

    def command(self) -> list[str]:
        words = super().command()
        return [word for word in words if not (self.has_accounts and word.startswith("--init-file"))]

    def form_quorum(self) -> None:
        """Let it go on alone, as an operator does after the others are lost."""
        login = {"user": USER, "password": self.access.password, "port": self.port}
        with pymysql.connect(host="127.0.0.1", autocommit=True, **login) as connection, connection.cursor() as cursor:
            cursor.execute("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'")


def provider() -> str | None:
    """Where the library is installed."""
    return next((path for path in _PROVIDERS if Path(path).exists()), None)


def lacks() -> str:
    """Name the program that is missing here; nothing if there is Galera."""
    return "" if provider() else "Galera is not installed: ./dev servers"


class Galera:
    """The cluster. ``nodes`` are its servers; leaving ``with`` removes them."""

    def __init__(self) -> None:
        engines.require("mariadb")
        self._provider = provider()
        if lacking := lacks():
            skip_outside_ci(lacking)
        self._ports = [(free_port(), free_port()) for _ in range(3)]
        self.nodes: list[Node] = []

    def hosts(self, *order: int) -> str:
        """The hosts of an address, in this order of nodes."""
        return ",".join(f"127.0.0.1:{self.nodes[number].port}" for number in order)

    def address(self, database: str, *order: int) -> str:
        """The address of *database* on the nodes, in this order."""
        one = self.nodes[0].url(database)
        return one.replace(f"127.0.0.1:{self.nodes[0].port}", self.hosts(*order))

    def __enter__(self) -> Self:
        first = Node()
        self.nodes.append(first)
        first.options = self._options(0, begin=True)
        first.start().stop()  # it now has accounts, and a place in the history from which the others go on
        first.has_accounts = True
        self.nodes += [Node(first), Node(first)]
        for number, node in enumerate(self.nodes):
            node.options = self._options(number, begin=number == 0)
            node.start()
        first.options = self._options(0, begin=False)
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.remove()

    def _options(self, number: int, *, begin: bool) -> tuple[str, ...]:
        group, state = self._ports[number]
        others = "" if begin else ",".join(f"127.0.0.1:{port}" for port, _ in self._ports)
        provider = {
            "base_host": "127.0.0.1",
            "base_port": group,
            "gmcast.listen_addr": f"tcp://127.0.0.1:{group}",
            "ist.recv_addr": f"127.0.0.1:{state}",
            "gcache.size": "16M",
            "evs.keepalive_period": "PT0.3S",
            "evs.suspect_timeout": "PT1S",  # a node that is killed is missed soon
            "evs.inactive_timeout": "PT3S",
            "evs.install_timeout": "PT3S",
        }
        return (
            "--wsrep-on=ON",
            f"--wsrep-provider={self._provider}",
            f"--wsrep-provider-options={';'.join(f'{name}={value}' for name, value in provider.items())}",
            f"--wsrep-cluster-address=gcomm://{others}",
            "--wsrep-cluster-name=tests",
            "--wsrep-sst-method=same_start",
            "--wsrep-node-address=127.0.0.1",
            f"--wsrep-node-name=node{number}",
            "--binlog-format=ROW",
            "--innodb-autoinc-lock-mode=2",
        )
