"""A real provider sends Chromium back by a form: cookies go where form_post.py says that they go."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request

from tests.servers.processes import free_port
from tests.support.browser import browser as browser
from tests.support.browser import needs_chromium
from tests.support.live import GATEPOST, Live
from tests.support.openid_provider import SECRET, install, running

pytestmark = needs_chromium

WITH = "/user/login/with/example"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """At localhost, because provider and app are at 127.0.0.1, which is another site."""
    port = free_port()
    url = f"http://localhost:{port}"
    with running(install(tmp_path_factory.mktemp("oidc")), f"{url}{WITH}/callback") as issuer:
        provider = {"name": "example", "issuer": issuer, "client_id": "gatepost", "client_secret": SECRET}
        settings = {
            "GATEPOST_PROVIDERS": json.dumps([provider | {"private": True, "response_mode": "form_post"}]),
            "GATEPOST_RETURN_URLS": return_to(url),
            "GATEPOST_PUBLIC_URL": url,
            "GATEPOST_LOG_LEVEL": "debug",
        }
        command = [*GATEPOST, "serve", "--port", str(port)]
        with Live(tmp_path_factory.mktemp("live"), command=command, **settings) as started:
            started.url = url
            yield started
            assert "Traceback" not in started.log


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def return_to(url: str) -> str:
    """An address that answers; it stands for the app."""
    return f"{url.replace('localhost', '127.0.0.1')}/healthz"


def begin(page: Page, live: Live) -> None:
    page.goto(f"{live.url}{WITH}?return_to={return_to(live.url)}")


def enter(page: Page, live: Live, name: str) -> None:
    """Log in at the provider, which then asks whether you agree."""
    begin(page, live)
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")


def log_in(page: Page, live: Live) -> list[Request]:
    """Log in at the provider, agree, and come back. The requests to us on the way back."""
    seen: list[Request] = []
    enter(page, live, "ada")
    page.on("request", lambda request: seen.append(request) if request.url.startswith(live.url) else None)
    page.click("button[type=submit]")
    page.wait_for_url(f"{return_to(live.url)}?**")
    return seen


def test_the_cookie_is_not_sent_with_the_form_and_is_with_the_redirect(page: Page, live: Live) -> None:
    posted, got = log_in(page, live)
    sent = posted.all_headers()
    assert (posted.method, sent["sec-fetch-site"], sent["content-type"]) == (
        "POST",
        "cross-site",
        "application/x-www-form-urlencoded",
    )
    assert "cookie" not in sent
    assert (got.method, got.redirected_from) == ("GET", posted)
    sent = got.all_headers()
    assert sent["cookie"].startswith("Gatepost-Log-In=")
    assert "referer" not in sent
    (code,) = parse_qs(urlsplit(page.url).query)["code"]
    answer = httpx.post(f"{live.url}/user/login/exchange", json={"code": code}, trust_env=False)
    assert answer.status_code == 200, answer.text
    (theirs,) = parse_qs(urlsplit(got.url).query)["code"]
    assert theirs not in live.log
    assert code not in live.log


def test_a_form_on_a_page_of_somebody_else_logs_nobody_in(page: Page, browser: Browser, live: Live) -> None:
    """Mallory's answer of the provider, in a form that the victim's browser sends while it logs in itself."""
    with browser.new_context() as mallory:
        stolen: list[str] = []
        theirs = mallory.new_page()
        mallory.route(
            f"{live.url}{WITH}/callback", lambda route: (stolen.append(route.request.post_data), route.abort())
        )
        enter(theirs, live, "mallory")
        with theirs.expect_event("requestfailed", lambda request: request.url.endswith("/callback")):
            theirs.click("button[type=submit]")
    fields = {name: value for name, (value,) in parse_qs(stolen[0]).items()}
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    form = f'<form method="post" action="{live.url}{WITH}/callback">{inputs}<button>Win</button></form>'
    begin(page, live)
    page.route("https://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("https://evil.example/")
    page.click("button")
    page.wait_for_url(f"{live.url}{WITH}/callback?**")
    assert "log_in_not_begun" in page.content()
