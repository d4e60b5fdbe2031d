"""The desk of a member of the support: what they ask of the service."""

from typing import Any

from werkzeug.test import TestResponse

from tests.roles.staff import Staff
from tests.support.people import Person

REASON = "has called from 01712"


class Desk:
    def __init__(self, staff: Staff, by: Person) -> None:
        self.staff, self.app, self.by = staff, staff.app, by

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.app.test_client().get(path, query_string=query or None, headers=self.by.signed)

    def find(self, q: str | None = None, **query: Any) -> list[str]:
        """The usernames on the first page."""
        answer = self.get("/admin/users", **({} if q is None else {"q": q}), **query)
        assert answer.status_code == 200, answer.text
        return [each["username"] for each in answer.json["data"]]

    def pages(self, q: str | None = None, *, limit: int) -> list[list[str]]:
        """The usernames on each page, by the links from one to the next."""
        path: str | None = f"/admin/users?limit={limit}" + (f"&q={q}" if q else "")
        pages = []
        while path:
            answer = self.get(path)
            assert answer.status_code == 200, answer.text
            pages.append([each["username"] for each in answer.json["data"]])
            assert len(pages) < 100, "the pages have no end"
            link = answer.headers.get("Link")
            path = link[1 : link.index(">")] if link else None
        return pages

    def see(self, person: Person) -> dict[str, Any]:
        answer = self.get(f"/admin/users/{person.uuid}")
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json["data"]
        return data

    def messages(self, person: Person) -> list[dict[str, Any]]:
        answer = self.get(f"/admin/users/{person.uuid}/messages")
        assert answer.status_code == 200, answer.text
        data: list[dict[str, Any]] = answer.json["data"]
        return data

    def do(self, deed: str, person: Person, **body: Any) -> tuple[int, str]:
        """The status and the code of a refusal."""
        answer = self.post(f"/admin/users/{person.uuid}/{deed}", **body)
        return answer.status_code, answer.json.get("code", "")

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.app.test_client().post(path, json={"reason": REASON, **body}, headers=self.by.signed)


def log_in(desk: Desk, person: Person, password: str | None = None) -> tuple[int, str]:
    body = {"username": person.username, "password": password or person.password}
    answer = desk.app.test_client().post("/user/login", json=body)
    return answer.status_code, answer.json.get("code", "")
