"""docs/providers.md goes as printed, with a real provider."""

import json
from pathlib import Path

from tests.docs.blocks import run
from tests.servers.processes import free_port
from tests.support.live import GATEPOST, Live
from tests.support.openid_provider import SECRET, install, running


def test_somebody_logs_in_with_a_provider_as_printed(tmp_path: Path) -> None:
    folder, url = install(tmp_path / "provider"), f"http://127.0.0.1:{free_port()}"
    with running(folder, f"{url}/user/login/with/example/callback") as issuer:
        provider = {
            "name": "example",
            "issuer": issuer,
            "client_id": "gatepost",
            "client_secret": SECRET,
            "private": True,
        }
        settings = {
            "GATEPOST_PROVIDERS": json.dumps([provider]),
            "GATEPOST_RETURN_URLS": "http://127.0.0.1:3000/signed-in",
            "GATEPOST_PUBLIC_URL": url,
        }
        command = [*GATEPOST, "serve", "--port", url.rpartition(":")[2]]
        with Live(tmp_path / "instance", command=command, **settings):
            run("docs/providers.md", tmp_path, {"http://127.0.0.1:8087": url})
