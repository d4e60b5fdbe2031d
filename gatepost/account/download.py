"""The address of a person's own data, as one file."""

from flask import current_app
from werkzeug.exceptions import HTTPException

from gatepost.caller import Caller


def find_export(caller: Caller) -> str:
    """The path of ``GET /user/<uuid>/export`` without its first slash; empty where it is not there.

    Staff who act as the user get none.
    """
    if caller.actor is not None:
        return ""
    path = f"user/{caller.uuid}/export"
    try:
        current_app.url_map.bind("").match(f"/{path}", "GET")
    except HTTPException:
        return ""
    return path
