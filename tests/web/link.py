"""The page /link, as tests use it."""

import json
import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from tests.support.live import ROOT

TOKEN = "LWCRGUWJ0jWnKBZbgSU3A6tBHrB0Zh0eMNDXhDUYLsM"
SPENT_AT = {
    "activation": "/user/activate-account/",
    "login": "/user/login/code",
    "change": "/user/prove-change",
    "undo": "/user/undo-change",
}
_SCRIPT = (ROOT / "gatepost/pages/assets/link-words.js").read_text()
WORDS = json.loads(_SCRIPT.removeprefix("const WORDS = ").rstrip(";\n"))


class Api:
    """Answers what the page posts, and keeps it."""

    def __init__(self, page: Page) -> None:
        self.posted: list[tuple[str, object]] = []
        self.answer: tuple[int, object] = (200, {"message": "Success!"})
        page.route(re.compile("/user"), self._serve)

    def _serve(self, route: Route) -> None:
        self.posted.append((urlsplit(route.request.url).path, route.request.post_data_json))
        status, body = self.answer
        route.fulfill(status=status, json=body)
