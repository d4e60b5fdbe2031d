"""The pages for people: a start page and the interactive documentation, all of it from the package."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.endpoints import assert_refused

ASSETS = {
    "/assets/design.css": "text/css; charset=utf-8",
    "/assets/mark.svg": "image/svg+xml; charset=utf-8",
    "/docs/docs.css": "text/css; charset=utf-8",
    "/docs/page.js": "text/javascript; charset=utf-8",
    "/docs/swagger-ui.css": "text/css; charset=utf-8",
    "/docs/swagger-ui-bundle.js": "text/javascript; charset=utf-8",
}
LOADED = re.compile(r"""(?:src|href)\s*=\s*["']([^"']*)|@import|url\(\s*["']?([^"')]*)|sourceMappingURL=(\S+)""")


def test_the_start_page_says_what_this_is_and_links_the_rest(door: FlaskClient) -> None:
    answer = door.get("/")
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert "User accounts and sign-in as a REST API" in answer.text
    links = re.findall('href="([^"]*)"', answer.text)
    assert {"docs", "openapi.json", "healthz", "readyz"} <= set(links)
    for link in links:
        assert door.get(urljoin("/", link)).status_code == 200, link


@pytest.mark.asvs("14.2.3")
@pytest.mark.parametrize("page", ["/", "/docs", "/docs/"])
def test_a_page_loads_nothing_from_elsewhere(door: FlaskClient, page: str) -> None:
    text = door.get(page).text
    loaded = [next(filter(None, found), "") for found in LOADED.findall(text)]
    assert loaded
    for address in loaded:
        assert not re.match(r"/|\w+:", address), address  # relative, so that it works below a path, too
        below = urljoin(f"https://example.org/accounts{page}", address)
        assert door.get(below.removeprefix("https://example.org/accounts")).status_code == 200, address
    assert "<script>" not in text
    assert "<style" not in text
    assert not re.search(r"\son\w+=", text)


@pytest.mark.asvs("14.2.3")
@pytest.mark.parametrize("path", ASSETS)
def test_an_asset_comes_from_the_package_and_loads_nothing_from_elsewhere(door: FlaskClient, path: str) -> None:
    answer = door.get(path)
    assert answer.status_code == 200
    assert answer.content_type == ASSETS[path]
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    if path.endswith(".css"):
        loaded = [next(filter(None, found), "@import") for found in LOADED.findall(answer.text)]
        assert all(address.startswith(("data:", "swagger-ui.css.map")) for address in loaded), loaded


def test_without_docs_there_are_none(make_service: Callable[..., Flask]) -> None:
    door = make_service(docs=False).test_client()
    for path in (
        "/docs",
        "/docs/",
        "/docs/docs.css",
        "/docs/page.js",
        "/docs/swagger-ui.css",
        "/docs/swagger-ui-bundle.js",
    ):
        assert_refused(door.get(path), (404, "not_found"))
    start = door.get("/")
    assert start.status_code == 200
    assert "docs" not in re.findall('href="([^"]*)"', start.text)
    assert door.get("/assets/design.css").status_code == 200
    assert door.get("/openapi.json").status_code == 200


def test_the_start_page_shows_the_public_address_and_nothing_that_a_client_sent(
    make_service: Callable[..., Flask],
) -> None:
    door = make_service(public_url="https://accounts.example.org/a'b").test_client()
    text = door.get("/?q=<script>", headers={"Host": "<script>.example"}).text
    assert "curl -X POST https://accounts.example.org/a&#x27;b/user" in text
    assert "<script" not in text
    assert "script>" not in text


def test_the_description_names_the_public_address(make_service: Callable[..., Flask]) -> None:
    door = make_service(public_url="https://accounts.example.org").test_client()
    assert door.get("/openapi.json").json["servers"] == [{"url": "https://accounts.example.org"}]
    assert make_service().test_client().get("/openapi.json").json["servers"] == [{"url": "/"}]
