"""A service with one page of the tests' own, and folders of the looks that it has."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from gatepost.api.error_handlers import answer_errors
from gatepost.environment import load_settings
from gatepost.http.access import PUBLIC
from gatepost.http.admission import Admission
from gatepost.http.gate import Gate
from gatepost.http.limits import Unlimited
from gatepost.http.middleware import Middleware
from gatepost.pages import Room
from gatepost.pages.design import room as design
from gatepost.pages.serve_page import open_pages

Put = Callable[[dict[str, str | bytes]], None]


@pytest.fixture
def hall(tmp_path: Path) -> Callable[..., FlaskClient]:
    """Make a service whose page ``/own`` this function answers; its data folder is that of the test."""

    def made(serve: Callable[[], Response], **chosen: Any) -> FlaskClient:
        app, room = Flask("hall"), Room("hall")
        settings = app.extensions["gatepost"] = load_settings({}, instance=tmp_path, **chosen)
        room.page("/own", access=PUBLIC, limit=Unlimited("it is a test"))(serve)

        def nobody(*_: Any, **__: Any) -> Any:
            raise AssertionError

        open_pages(app, [room, design], Admission(Gate(*[nobody] * len(fields(Gate))), None), settings)
        answer_errors(app)
        app.wsgi_app = Middleware(app.wsgi_app, settings, last_resort=nobody)  # type: ignore[method-assign]
        return app.test_client()

    return made


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write files into the folder ``pages`` of the data folder, before the service reads it."""

    def write(own: dict[str, str | bytes]) -> None:
        for name, content in own.items():
            path = tmp_path / "pages" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write
