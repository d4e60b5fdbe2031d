"""GET /account/factors, and pages to rename and remove a second factor and to make recovery codes"""

from typing import Any

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, as_body, show_own
from gatepost.caller import Caller
from gatepost.errors import FactorNotFound, ReauthenticationRequired, Refusal
from gatepost.factors.own_factors import (
    OwnFactor,
    count_recovery_codes,
    list_factors,
    remove_factor,
    rename_factor,
)
from gatepost.factors.renew_codes import renew_codes
from gatepost.factors.routes import FactorName
from gatepost.http.access import ENROLLING, FACTOR, RECENT
from gatepost.http.client import client
from gatepost.http.device_cookie import remember_device
from gatepost.http.form import Form
from gatepost.pages import go_to

room = own_room("account factors")

CODES = "/account/factors/recovery-codes"


class Named(Form):
    name: str = ""


@room.page("/account/factors", access=ENROLLING, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_factors(query: Done, caller: Caller) -> Response:
    if caller.enrolling:
        return show_own("enrol.html", caller, here="factors", done=query.done)
    found: dict[str, Any] = {"factors": list_factors(caller.uuid), "codes": count_recovery_codes(caller.uuid)}
    return show_own("factors.html", caller, here="factors", done=query.done, **found)


@room.page(CODES, access=FACTOR, limit=PER_MINUTE, shown_if=is_on)
def ask_for_codes(caller: Caller) -> Response:
    return show_own("codes_renew.html", caller, here="factors")


@room.page(CODES, access=FACTOR, limit="10/minute", form=Nothing, shown_if=is_on)
def make_codes(form: Nothing, caller: Caller) -> Response:
    return show_own("codes.html", caller, here="factors", codes=renew_codes(caller, client=client()))


@room.page("/account/factors/<id:factor_id>/name", access=RECENT, limit=PER_MINUTE, shown_if=is_on)
def ask_for_name(factor_id: str, caller: Caller) -> Response:
    factor = _get(caller, factor_id)
    return show_own("factor_name.html", caller, here="factors", factor=factor, name=factor.name or "")


@room.page("/account/factors/<id:factor_id>/name", access=RECENT, limit="30/minute", form=Named, shown_if=is_on)
def rename(factor_id: str, form: Named, caller: Caller) -> Response:
    try:
        rename_factor(caller, factor_id, as_body(FactorName, name=form.name).name)
    except Refusal as refusal:
        shown: dict[str, Any] = {"factor": _get(caller, factor_id), "name": form.name}
        return show_own("factor_name.html", caller, here="factors", refusal=refusal, **shown)
    return go_to("account/factors?done=renamed")


@room.page("/account/factors/<id:factor_id>/remove", access=FACTOR, limit=PER_MINUTE, shown_if=is_on)
def ask_to_remove(factor_id: str, caller: Caller) -> Response:
    return _show_removal(caller, factor_id)


@room.page("/account/factors/<id:factor_id>/remove", access=FACTOR, limit="30/minute", form=Nothing, shown_if=is_on)
def remove(factor_id: str, form: Nothing, caller: Caller) -> Response:
    try:
        device = remove_factor(caller, factor_id, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        return _show_removal(caller, factor_id, refusal)
    answer = go_to("account/factors?done=factor-removed")
    answer.headers.extend(remember_device(device))
    return answer


def _show_removal(caller: Caller, factor_id: str, refusal: Refusal | None = None) -> Response:
    shown: dict[str, Any] = {"factor": _get(caller, factor_id), "is_last": len(list_factors(caller.uuid)) == 1}
    return show_own("factor_remove.html", caller, here="factors", refusal=refusal, **shown)


def _get(caller: Caller, factor_id: str) -> OwnFactor:
    found = next((each for each in list_factors(caller.uuid) if each.id == factor_id), None)
    if found is None:
        raise FactorNotFound
    return found
