"""Signs schemathesis' requests: each with the tokens of a fresh log-in of an administrator, or as a client.

A request may well log that session out, or change or delete that administrator; then the next one takes over.
"""

import os
from typing import Any

import httpx
import schemathesis

URL = os.environ.get("SERVICE_URL", "")
ADMINISTRATORS = [f"root{number}" for number in range(20)]
PASSWORD = "password of root"
CLIENT = os.environ.get("SERVICE_CLIENT", "")  # the header of a registered client


class FreshLogIn:
    def get(self, case: schemathesis.Case, _context: Any) -> str:
        if case.operation.path.startswith("/oauth/"):
            return CLIENT
        for username in ADMINISTRATORS:
            body = {"username": username, "password": PASSWORD}
            answer = httpx.post(f"{URL}/user/login", json=body, timeout=10, trust_env=False, verify=False)
            if answer.status_code == 200:
                kind = "refresh_token" if "refresh-token" in case.operation.path else "access_token"
                return f"Bearer {answer.json()[kind]}"
        raise AssertionError("no administrator is left")

    def set(self, case: schemathesis.Case, token: str, _context: Any) -> None:
        case.headers = {**(case.headers or {}), "Authorization": token}


if URL:  # not for others who look at the names above
    schemathesis.auth(refresh_interval=None)(FreshLogIn)
