"""A page of a signed-in person about themselves: in their language, with the way to the other pages."""

from datetime import datetime
from typing import Any

from flask import Response

from gatepost.account.frame import FRAME
from gatepost.api.fields import Shape, validate
from gatepost.caller import Caller
from gatepost.errors import InvalidInput, Reason
from gatepost.http.form import Form
from gatepost.passkeys.factor_due import is_due
from gatepost.sessions.authenticate import require_recent_login
from gatepost.sessions.renew import require_recent_factor
from gatepost.settings import settings
from gatepost.users.models import User, get_user

PER_MINUTE = "120/minute"
_REQUIRED = Reason("This field is required.")


class Done(Form):
    """*done* names a sentence of own.html: what the request before did. Other words name none."""

    done: str = ""


class Nothing(Form):
    """A form that is a button."""


def show_own(template: str, caller: Caller, *, here: str, done: str = "", **values: Any) -> Response:
    """The *template* for its owner. *here* is the section that it belongs to; others are as Frame.show has them.

    Templates have besides: user, as stored now; offered, the sections that the settings switch.
    """
    user = get_user(caller.uuid)
    shown: dict[str, Any] = {"here": here, "done": done, "offered": _offered(), "user": user}
    return FRAME.show(template, caller=caller, locale=user.locale, **shown, **values)


def prove_first(caller: Caller) -> User:
    """Let the caller prove who they are before they fill in a form, because its deed would refuse them afterwards.

    Raises ReauthenticationRequired, FactorRequired.
    """
    require_recent_login(caller)
    user = get_user(caller.uuid)
    if is_due(user):
        require_recent_factor(caller)
    return user


def as_body(shape: type[Shape], **given: Any) -> Shape:
    """The fields *given* by a form, as the body of the endpoint whose deed it asks for: the same texts are right.

    Raises InvalidInput, which says of an empty field that it is required.
    """
    try:
        return validate(shape, given)
    except InvalidInput as refused:
        missing = {name: [_REQUIRED] for name, text in given.items() if text == "" and name in refused.errors}
        raise InvalidInput(refused.errors | missing) from None


def with_moments(row: Any) -> dict[str, Any]:
    """A *row* of an answer, with moments in place of their text (RFC 3339)."""
    return {name: _moment(value) if name in _MOMENTS else value for name, value in row.items()}


_MOMENTS = ("at", "created_at", "last_used_at", "expires_at")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _offered() -> dict[str, bool]:
    return {
        "passkeys": settings.passkeys,
        "providers": bool(settings.providers),
        "tokens": bool(settings.personal_tokens_per_user),
    }
