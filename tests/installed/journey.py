"""Somebody registers, activates the account and logs in: ``python -m tests.installed.journey http://127.0.0.1:8087``."""

import re
import sys

from tests.serving.wire import ask, log_in, register
from tests.support.people import Person

MOBILE, PASSWORD = "+8801712345678", "correct horse battery staple"


def travel(url: str, username: str = "ada", *, mobile: str = MOBILE) -> Person:
    """Register, activate, log in, and read the account; the person with the tokens."""
    answer = register(url, username, mobile=mobile, password=PASSWORD)
    assert answer.status == 201, answer.text
    assert ask(url, "POST /user/activate-account/", {"mobile": mobile}).status == 200
    person = log_in(url, Person(answer.json["data"]["uuid"], username, mobile, PASSWORD))
    assert ask(url, f"GET /user/{person.uuid}", token=person.access_token).status == 200
    return person


def see_pages(url: str) -> None:
    """Every page is there with what it loads: the package has its templates and assets."""
    for page in ("/", "/docs", "/link", "/openapi.json", "/readyz", "/.well-known/jwks.json"):
        answer = ask(url, f"GET {page}")
        assert answer.status == 200, page
        if "html" in answer.headers["Content-Type"]:
            loaded = re.findall(r'(?:src|href)="([^":]+\.(?:js|css|svg|png))"', answer.text)
            for path in loaded:
                assert ask(url, f"GET /{path.removeprefix('/')}").status == 200, path


if __name__ == "__main__":
    travel(sys.argv[1])
    see_pages(sys.argv[1])
