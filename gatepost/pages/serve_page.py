"""Dispatch of a request to a page: same origin, access, limit, form, page."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request

from gatepost.database import retry_on_conflict
from gatepost.errors import Refusal
from gatepost.http.admission import Admission
from gatepost.http.bulkhead import Bulkhead
from gatepost.http.cookie_credential import note_csrf_of_form
from gatepost.http.form import read_form, storable, validate_form
from gatepost.pages.page_room import Page, Room
from gatepost.pages.same_origin import require_same_origin
from gatepost.settings import Settings


def open_pages(
    app: Flask, rooms: Iterable[Room], admission: Admission, settings: Settings, bulkhead: Bulkhead | None = None
) -> None:
    """Register with Flask every page of these rooms that *settings* show, with and without a slash at the end.

    *bulkhead* has a slot for those that hash.
    """
    for page in shown_pages(rooms, settings):
        view = _view(page, admission)
        if page.hashes and bulkhead is not None:
            view = bulkhead.guard(page, view)
        app.add_url_rule(page.path, page.name, view, methods=[page.method], provide_automatic_options=False)


def shown_pages(rooms: Iterable[Room], settings: Settings) -> list[Page]:
    """The pages of these rooms that exist with these *settings*."""
    return [page for room in rooms for page in room.pages if page.shown_if(settings)]


def _view(page: Page, admission: Admission) -> Callable[..., Response]:
    def view(**given: Any) -> Response:
        request.environ["gatepost.route"] = page.path
        try:
            return _serve(page, admission, given)
        except Refusal as refusal:
            if page.refused is None:
                raise
            response: Response = page.refused(refusal)
            return response

    return view


def _serve(page: Page, admission: Admission, given: dict[str, Any]) -> Response:
    if page.form is not None and not page.from_anywhere:
        require_same_origin(request.environ)
        if page.access.token is not None:
            note_csrf_of_form(read_form().get("csrf", ""))
    requester = admission.admit(page, read_form=read_form)
    if "caller" in page.takes:
        given["caller"] = requester.caller
    if page.query is not None:
        given["query"] = validate_form(page.query, storable(request.args.to_dict()))
    response: Response
    if page.form is None:
        response = page.serve(**given)
    else:
        given["form"] = validate_form(page.form, read_form())
        admission.count_for_account(page, given["form"])
        response = retry_on_conflict(lambda: page.serve(**given))
    return response
