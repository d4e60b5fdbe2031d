"""Values that a browser carries from one page of a ceremony to the next, such as the token of a log-in that waits.

It is in a cookie that no script reads and that ends soon. So no token and no name is in an address, a history or a log.
It is sealed, so that only we write it.
"""

import json
from datetime import timedelta
from typing import Literal

from flask import Response

from gatepost import clock
from gatepost.crypto import Unsealable, derive_key, seal, unseal
from gatepost.http.cookies import find_cookie, is_on_https, write_cookie
from gatepost.http.present import present
from gatepost.settings import settings

Step = Literal["activation", "code", "factor", "provider", "reset"]
_LIFETIME = timedelta(minutes=15)


def remember_step(answer: Response, step: Step, **values: str) -> Response:
    """Let the browser carry these *values* to the next page of this *step*. Returns the *answer*."""
    ends = int((clock.now() + _LIFETIME).timestamp())
    sealed = seal(json.dumps([values, ends]), key=_key(), context=step)
    answer.headers.add("Set-Cookie", _cookie(step, sealed, int(_LIFETIME.total_seconds())))
    return answer


def read_step(step: Step) -> dict[str, str]:
    """The values that the browser carries for this *step*; none if it has none, or they are over."""
    try:
        values, ends = json.loads(unseal(find_cookie(present(), _name(step)), key=_key(), context=step))
    except Unsealable:
        return {}
    return dict(values) if clock.now().timestamp() < ends else {}


def forget_step(answer: Response, step: Step) -> Response:
    """Take them away, because the step is done. Returns the *answer*."""
    if find_cookie(present(), _name(step)):
        answer.headers.add("Set-Cookie", _cookie(step, "", 0))
    return answer


def _cookie(step: Step, value: str, seconds: int) -> str:
    return write_cookie(_name(step), value, path="/", seconds=seconds, same_site="Lax")


def _name(step: Step) -> str:
    """With ``__Host-`` no other host of the domain can plant one."""
    return f"{'__Host-' if is_on_https() else ''}Gatepost-Step-{step}"


def _key() -> bytes:
    return derive_key(settings.secret_key, "steps of account pages")
