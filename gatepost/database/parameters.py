"""The parameters after the question mark of a database address: checked by name, and translated for the driver.

PostgreSQL takes those of libpq, and ``prepare_threshold``. For MySQL and MariaDB there is one notation for both
drivers, and TLS as their own clients name it.
"""

import ssl
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from gatepost.settings import BadSettings

CHARSET = "utf8mb4"

_NAME = "SQLALCHEMY_DATABASE_URI"
_MODES = ("DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY")
_TLS_FILES = ("ssl_ca", "ssl_cert", "ssl_key")
_SECONDS = ("connect_timeout", "read_timeout", "write_timeout")
_TEXTS = ("init_command", "read_default_file", "read_default_group", "unix_socket")
_UNUSED = ("charset", "use_unicode")  # older examples have them; it is always utf8mb4
_MYSQL = frozenset({"ssl", "ssl_mode", "ssl_check_hostname", *_TLS_FILES, *_SECONDS, *_TEXTS, *_UNUSED})
_SQLITE = frozenset({"check_same_thread", "timeout"})  # older examples have them; we set both ourselves
_ELSEWHERE = frozenset({"user", "password", "dbname", "host", "port"})  # before the question mark
_MODULES = {  # of each driver, with the package to install
    "pymysql": ("pymysql", "PyMySQL"),
    "mysqldb": ("MySQLdb", "'gatepost[mysqlclient]'"),
    "psycopg": ("psycopg", "'psycopg[binary]'"),
}


def load_driver(driver: str) -> None:
    """Import the driver's module. Raises BadSettings, with the command that installs it."""
    module, package = _MODULES[driver]
    try:
        import_module(module)
    except ImportError:
        raise BadSettings(f"{_NAME}: the driver {driver} cannot be loaded; pip install {package}") from None


def check_parameters(engine: str, given: Mapping[str, str]) -> None:
    """Refuse parameters that the driver would not understand. Raises BadSettings, with the names to choose from."""
    known = {"mysql": _MYSQL, "sqlite": _SQLITE}.get(engine) or _known_to_libpq()
    for name in given:
        if _plain(name, engine) not in known:
            raise BadSettings(f"{_NAME}: there is no parameter {name[:40]!r}; there are {', '.join(sorted(known))}")
    for name in ("connect_timeout", *_SECONDS):
        if name in given and not (given[name].isdecimal() and int(given[name]) > 0):
            raise BadSettings(f"{_NAME}: {name}: give whole seconds")
    if engine == "mysql":
        tls_mode(given)
    elif engine == "postgresql":
        _prepare_threshold(given)


def tls_mode(given: Mapping[str, str]) -> str | None:
    """The mode of TLS to MySQL or MariaDB; None if nothing is said of it. Raises BadSettings."""
    named = {_plain(name, "mysql"): value for name, value in given.items()}
    level = named.get("ssl_mode", "").upper()
    wanted = _switch(named, "ssl")
    if level:
        if level not in _MODES:
            raise BadSettings(f"{_NAME}: ssl_mode: give one of {', '.join(_MODES)}")
        return level
    if wanted is False:
        return "DISABLED"
    if wanted is None and not any(name in named for name in (*_TLS_FILES, "ssl_check_hostname")):
        return None
    return "VERIFY_CA" if _switch(named, "ssl_check_hostname") is False else "VERIFY_IDENTITY"


def driver_arguments(driver: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of the driver's ``connect`` for these parameters. Raises BadSettings."""
    if driver == "psycopg":
        return _prepare_threshold(given)
    named = {_plain(name, "mysql"): value for name, value in given.items()}
    times = {name: int(named[name]) for name in _SECONDS if name in named}
    texts = {name: named[name] for name in _TEXTS if name in named}
    return times | texts | _tls(driver, named)


def _prepare_threshold(given: Mapping[str, str]) -> dict[str, int | None]:
    """How often a statement is sent before it is prepared: none for never."""
    value = given.get("prepare_threshold")
    if value is None:
        return {}
    if value.lower() == "none":
        return {"prepare_threshold": None}
    if not value.isdecimal() or not int(value):  # elsewhere 0 means never, in psycopg at once
        raise BadSettings(f"{_NAME}: prepare_threshold: give none to prepare no statement, or a number from 1")
    return {"prepare_threshold": int(value)}


def _tls(driver: str, named: Mapping[str, str]) -> dict[str, Any]:
    level = tls_mode(named)
    if level is None or (level == "PREFERRED" and driver == "pymysql"):
        return {}  # both drivers then use TLS if the server has it, without looking at its certificate
    if driver == "mysqldb":
        if level == "REQUIRED":  # with MariaDB's library it connects to a server without TLS all the same
            instead = "give VERIFY_IDENTITY, or write mysql+pymysql://"
            raise BadSettings(f"{_NAME}: ssl_mode: mysqlclient does not enforce REQUIRED; {instead}")
        files = {name.removeprefix("ssl_"): named[name] for name in _TLS_FILES if name in named}
        return {"ssl_mode": level, **({"ssl": files} if files else {})}
    if level == "DISABLED":
        return {"ssl_disabled": True}
    try:
        context = ssl.create_default_context(cafile=named.get("ssl_ca"))
        if "ssl_cert" in named:
            context.load_cert_chain(named["ssl_cert"], named.get("ssl_key"))
    except (OSError, ssl.SSLError):
        raise BadSettings(f"{_NAME}: a file of {', '.join(_TLS_FILES)} cannot be read as PEM") from None
    # The servers' own tools make certificates that the strict check refuses; the drivers leave it out, too.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = level == "VERIFY_IDENTITY"
    if level in ("PREFERRED", "REQUIRED"):
        context.verify_mode = ssl.CERT_NONE
    return {"ssl": context}


def _switch(named: Mapping[str, str], name: str) -> bool | None:
    value = named.get(name, "").lower()
    if value not in ("", "true", "1", "on", "false", "0", "off"):
        raise BadSettings(f"{_NAME}: {name}: give true or false")
    return value in ("true", "1", "on") if value else None


def _plain(name: str, engine: str) -> str:
    return name.replace("-", "_") if engine == "mysql" else name


def _known_to_libpq() -> frozenset[str]:
    from psycopg import pq  # noqa: PLC0415  only where it is used

    own = {each.keyword.decode() for each in pq.Conninfo.get_defaults()}
    return frozenset({*own - _ELSEWHERE, "prepare_threshold"})
