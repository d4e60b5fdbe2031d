"""The package oidc-provider, which is a real provider of OpenID Connect, as a process on a free port of 127.0.0.1."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.docs.blocks import files
from tests.servers.processes import free_port
from tests.support import npm

_PACKAGE = Path(__file__).parents[1] / "providers" / "oidc-provider"
SECRET = "a secret of the two"


def install(folder: Path) -> Path:
    """Put the package into *folder*, as its lock says, with the provider of docs/providers.md."""
    npm.install(_PACKAGE, folder)
    (folder / "provider.mjs").write_text(files("docs/providers.md")["provider.mjs"])
    return folder


@contextmanager
def running(folder: Path, redirect_uri: str) -> Iterator[str]:
    """Run the provider, for a client with this *redirect_uri*. Gives its issuer."""
    port = free_port()
    with (folder / "log.txt").open("w") as log:
        command = ["node", "provider.mjs", str(port), redirect_uri]
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    issuer = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{issuer}/.well-known/openid-configuration", trust_env=False, timeout=30)
                break
            if time.monotonic() > deadline or process.poll() is not None:
                pytest.fail(f"the provider did not start:\n{(folder / 'log.txt').read_text()}")
            time.sleep(0.1)
        yield issuer
    finally:
        process.kill()
        process.wait(timeout=10)
