"""The console in Chromium, among many users."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import create_engine, insert, update

from gatepost.users.models import User
from tests.support.browser import Seen, opened_browser
from tests.support.live import Live

MANY = 100_000
PASSWORD = "correct horse battery"
EVIL = "<img src=x onerror=alert(1)>"


@contextmanager
def opened_desk(folder: Path) -> Iterator[tuple[str, Browser]]:
    with Live(folder / "instance") as live, opened_browser(folder) as browser:
        with live.client() as client:
            for name, mobile in (("root", "01712345670"), ("ada", "01712345671"), ("zoe", "01712345672")):
                body = {"username": name, "mobile": mobile, "password": PASSWORD, "email": f"{name}@example.org"}
                assert client.post("/user", json=body).status_code == 201
                assert client.post("/user/activate-account/", json={"mobile": mobile}).status_code == 200
        fill(next((folder / "instance").glob("*.db")))
        yield live.url, browser


def fill(file: Path) -> None:
    """Insert the users as rows, as a service has after some years."""
    names = [f"user{number:06}" for number in range(MANY)] + [EVIL]
    rows = [
        {
            "uuid": f"{number:08x}-0000-4000-8000-000000000000",
            "username": name,
            "username_key": name,
            "password_hash": "!",
            "created_at": datetime(2020, 1, 1, tzinfo=UTC),
        }
        for number, name in enumerate(names)
    ]
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(insert(User), rows)
        connection.execute(update(User).where(User.username == "root").values(roles="administrator"))
    engine.dispose()


def signed_in(world: tuple[str, Browser], **options: object) -> tuple[BrowserContext, Page, Seen]:
    """A new browser in which root has come to the users by the sign-in."""
    url, browser = world
    context = browser.new_context(**options)  # type: ignore[arg-type]  # those of Playwright
    page = context.new_page()
    seen = Seen(page)
    page.goto(f"{url}/admin/console/users")
    page.fill("#name", "root")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    expect(page).to_have_url(f"{url}/admin/console/users")
    page.wait_for_load_state()  # its script finds what is typed
    return context, page, seen
