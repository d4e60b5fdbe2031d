"""The package has all that the console loads: its style and htmx, byte for byte as its authors published it."""

import hashlib
from importlib.resources import files

import pytest
from flask.testing import FlaskClient

from tests.web.endpoints import assert_refused

HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"  # htmx.org 2.0.11, dist/htmx.min.js


@pytest.mark.asvs("14.2.3")
def test_htmx_is_what_its_authors_published(client: FlaskClient) -> None:
    answer = client.get("/assets/console/htmx.min.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert hashlib.sha256(answer.data).hexdigest() == HTMX
    assert 'version:"2.0.11"' in answer.text
    licence = (files("gatepost.console") / "assets" / "htmx.LICENSE").read_text()
    assert licence.startswith("Zero-Clause BSD")


def test_the_style_loads_nothing(client: FlaskClient) -> None:
    text = client.get("/assets/console/console.css").text
    assert "url(" not in text
    assert "@import" not in text
    assert_refused(client.get("/assets/console/htmx.LICENSE"), (404, "not_found"))
