"""The server of docs/hooks.md verifies what we send, and decides as it says."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from gatepost import clock
from gatepost.signed_requests import sign
from tests.docs.blocks import ROOT
from tests.hooks.server import SECRET

PAGE = (ROOT / "docs/hooks.md").read_text()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page's own server."""
    found = re.search(r"```python\n(# hook\.py\n.*?)```", PAGE, re.DOTALL)
    assert found is not None
    (tmp_path / "hook.py").write_text(found[1])
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    spec = importlib.util.spec_from_file_location("hook", tmp_path / "hook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.app.testing = True
    return module.app.test_client()


def ask(server: Any, question: dict[str, Any], secret: str = SECRET) -> Any:
    body, now = json.dumps(question).encode(), int(clock.now().timestamp())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(now),
        "webhook-signature": sign(secret, "msg_1", now, body),
    }
    return server.post("/hook", data=body, headers=headers).json


def test_the_server_of_ten_lines_decides_as_it_says(server: Any) -> None:
    account = {"username": "ada", "email": "ada@elsewhere.example"}
    assert ask(server, {"type": "registration", "data": {"account": account}})["allow"] is False
    account["email"] = "ada@example.org"
    assert ask(server, {"type": "registration", "data": {"account": account}})["allow"] is True
    assert ask(server, {"type": "login", "data": {}})["claims"] == {"tenant": "north"}


def test_the_server_refuses_what_somebody_else_has_signed(server: Any) -> None:
    with pytest.raises(WebhookVerificationError):
        ask(server, {"type": "login"}, secret="whsec_" + "A" * 40)
