"""Secrets that are read from files, as container platforms and systemd hand them over (ASVS 13.3.1)."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from gatepost.settings import BadSettings

SUFFIX = "_FILE"
_MAX_BYTES = 64 * 1024  # no secret is longer, and a wrong path may lead to a large file


def read_secret_files(names: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """The values of those variables *names* whose secret is in a file: ``SECRET_KEY_FILE=/run/secrets/key``.

    *given* holds the variables that are set. One line break at the end of a file does not count.
    Raises BadSettings for a file that cannot be read, is empty, too large or not UTF-8, and for a variable that is set
    both ways. No error repeats the content of a file.
    """
    found = {}
    for name in names:
        path = given.get(name + SUFFIX, "")
        if path == "":
            continue
        if given.get(name, "") != "":
            raise BadSettings(f"{name} and {name}{SUFFIX} are both set. Unset one of them.")
        found[name] = read_secret_file(name + SUFFIX, Path(path))
    return found


def read_secret_file(variable: str, path: Path) -> str:
    """The secret in the file *path* that *variable* names. Raises BadSettings."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        text = content.decode()
    except OSError as error:
        raise BadSettings(f"{variable}: the file {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{variable}: the file {path} is not text in UTF-8.") from None
    if len(content) > _MAX_BYTES:
        raise BadSettings(f"{variable}: the file {path} is larger than {_MAX_BYTES // 1024} KiB.")
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret:
        raise BadSettings(f"{variable}: the file {path} is empty.")
    if "\0" in secret:
        raise BadSettings(f"{variable}: the file {path} is not text in UTF-8.")
    return secret
