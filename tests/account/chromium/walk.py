"""Steps of people on the pages, and of the developer who reads their messages in /dev/inbox."""

from urllib.parse import quote

from playwright.sync_api import Page

from tests.support.live import Live

PASSWORD = "a password of many words"


def fill(page: Page, **fields: str) -> None:
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def sign_in(page: Page, name: str, password: str = PASSWORD, *, to: str = "") -> None:
    page.goto(f"/account/login{f'?next={quote(to)}' if to else ''}")
    fill(page, Username=name, Password=password)
    press(page, "Sign in")


def newest_code(live: Live, to: str, name: str = "activation") -> str:
    """The code of the newest message of this name to this address; it may still be on its way."""
    seen: list[str] = []

    def arrived() -> bool:
        with live.client() as client:
            found = client.get("/dev/inbox", params={"to": to}, headers={"Accept": "application/json"}).json()["data"]
        seen[:] = [each["code"] for each in found if each["name"] == name]
        return bool(seen)

    live.wait_until(arrived)
    return seen[0]


def settle(live: Live, username: str) -> str:
    """A user who is there; an access token of theirs."""
    email = f"{username}@example.org"
    with live.client() as client:
        client.post("/user", json={"username": username, "email": email, "password": PASSWORD})
        body = {"email": email, "code": newest_code(live, email)}
        assert client.post("/user/activate-account/", json=body).status_code == 200
        tokens = client.post("/user/login", json={"username": username, "password": PASSWORD}).json()
        return str(tokens["access_token"])
