"""People who register where addresses have to be proven."""

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.letters import Letter, Letters
from tests.support.time import SetClock

MOBILE, EMAIL = "01712345678", "ada@example.org"
PATH = "/user/activate-account/"
INVALID = (403, "invalid_proof")
PASSWORD = "password"


class Waiting:
    def __init__(self, app: Flask, time: SetClock) -> None:
        self.app = app
        self.client = app.test_client()
        self.letters = Letters(app)
        self._time = time

    def register(self, username: str, **more: str) -> TestResponse:
        return self.client.post("/user", json={"username": username, "password": PASSWORD, **more})

    def letter(self, username: str, **address: str) -> Letter:
        """Register, some time after whoever was before, and read what is sent."""
        self._time.pass_(seconds=30)
        answer = self.register(username, **address)
        assert answer.status_code == 201, answer.text
        letter = self.letters.one("activation")
        assert letter.values["username"] == username
        return letter

    def ask(self, **address: str) -> TestResponse:
        """Ask for a code."""
        return self.client.post(PATH, json=address)

    def asked(self, **address: str) -> Letter:
        """Ask for a code, some time later, and read what is sent."""
        self._time.pass_(seconds=30)
        assert self.ask(**address).status_code == 202
        return self.letters.one("activation")

    def prove(self, **proof: str) -> tuple[int, str]:
        """Send a code or token; the status, and the code of the refusal."""
        answer = self.client.post(PATH, json=proof)
        return answer.status_code, answer.json.get("code", "")

    def log_in(self, username: str) -> TestResponse:
        return self.client.post("/user/login", json={"username": username, "password": PASSWORD})

    def state(self, username: str) -> str:
        """``active``, ``waits``, or ``unknown``."""
        return {200: "active", 403: "waits", 401: "unknown"}[self.log_in(username).status_code]


def another(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"
