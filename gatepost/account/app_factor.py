"""GET and POST /account/factors/app, POST /account/factors/app/confirm: an app that makes codes is enrolled.

Its secret and the recovery codes are in the answer to the form itself, once: no address leads back to them.
"""

from typing import Any

from flask import Response
from markupsafe import Markup

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Nothing, as_body, show_own
from gatepost.caller import Caller, SessionCookie
from gatepost.errors import ReauthenticationRequired, Refusal
from gatepost.factors.enrol_totp import begin_totp, verify_totp
from gatepost.factors.routes import FirstCode
from gatepost.http.access import ENROLLING, RECENT_ENROLLING
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.http.session_cookie import csrf_token, remember_session
from gatepost.pages import go_to

room = own_room("account app factor")


class Code(Form):
    id: str = ""
    code: str = ""


@room.page("/account/factors/app", access=RECENT_ENROLLING, limit=PER_MINUTE, shown_if=is_on)
def show_steps(caller: Caller) -> Response:
    return show_own("app.html", caller, here="factors")


@room.page("/account/factors/app", access=RECENT_ENROLLING, limit="10/minute", form=Nothing, shown_if=is_on)
def begin(form: Nothing, caller: Caller) -> Response:
    begun = begin_totp(caller)
    secret = " ".join(begun.secret[at : at + 4] for at in range(0, len(begun.secret), 4))
    shown: dict[str, Any] = {"id": begun.id, "secret": secret, "uri": begun.uri, "picture": Markup(begun.picture)}  # noqa: S704  our SVG
    return show_own("app_secret.html", caller, here="factors", **shown)


@room.page("/account/factors/app/confirm", access=ENROLLING, limit="30/minute", form=Code, shown_if=is_on)
def confirm(form: Code, caller: Caller) -> Response:
    try:
        sent = as_body(FirstCode, id=form.id, code=form.code)
        enrolled = verify_totp(caller, sent.id, sent.code, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        return show_own("app_code.html", caller, here="factors", refusal=refusal, id=form.id)
    renewed, csrf = enrolled.renewed, {}
    if isinstance(renewed, SessionCookie):
        remember_session(renewed)
        csrf = {"csrf": csrf_token(renewed.value)}
    if enrolled.recovery_codes:
        return show_own(
            "codes.html", caller, here="factors", codes=enrolled.recovery_codes, done="factor-added", **csrf
        )
    return go_to("account/factors?done=factor-added")
