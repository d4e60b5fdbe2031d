"""Dispatch of a request to a page: same origin, access, limit, form, page."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request

from gatepost.http.admission import Admission
from gatepost.http.form import read_form, validate_form
from gatepost.pages.page_room import Page, Room
from gatepost.pages.same_origin import require_same_origin
from gatepost.settings import Settings


def open_pages(app: Flask, rooms: Iterable[Room], admission: Admission, settings: Settings) -> None:
    """Register with Flask every page of these rooms that *settings* show, with and without a slash at the end."""
    for page in (page for room in rooms for page in room.pages if page.shown_if(settings)):
        app.add_url_rule(
            page.path, page.name, _view(page, admission), methods=[page.method], provide_automatic_options=False
        )


def _view(page: Page, admission: Admission) -> Callable[..., Response]:
    def view(**given: Any) -> Response:
        request.environ["gatepost.route"] = page.path
        if page.form is not None and not page.from_anywhere:
            require_same_origin(request.environ)
        requester = admission.admit(page, read_form=read_form)
        if "caller" in page.takes:
            given["caller"] = requester.caller
        if page.form is not None:
            given["form"] = validate_form(page.form, read_form())
            admission.count_for_account(page, given["form"])
        response: Response = page.serve(**given)
        return response

    return view
