"""The blocking hook: a server of the operator says whether a registration or a log-in may go on, and adds claims.

Where GATEPOST_HOOK_URL is not set, nothing is asked, and all may go on.
"""

from typing import Any, Literal

import orjson

from gatepost import clock
from gatepost.caller import Client
from gatepost.errors import DeniedByHook, OfOperator, Unavailable
from gatepost.hooks.ask import HookFailed, ask, failed
from gatepost.hooks.claims import CLAIMS_MAX, is_free
from gatepost.settings import settings
from gatepost.text import shows_something

_REASON_MAX = 200  # characters
_ALLOW, _DENY = {"allow", "claims"}, {"allow", "reason"}
Question = Literal["registration", "login"]


def is_asked() -> bool:
    """Whether there is a blocking hook."""
    return settings.hook_url is not None


def decide(question: Question, data: dict[str, Any], *, client: Client) -> str | None:
    """Ask whether this may go on. Returns the claims of the access tokens as JSON, or None for none.

    *data* is what the server decides by. Raises DeniedByHook with its reason; where it fails, Unavailable, unless
    GATEPOST_HOOK_ON_FAILURE is open. No transaction is open here.
    """
    if settings.hook_url is None:
        return None
    told = {"address": client.address, "user_agent": client.user_agent}
    content = {"type": question, "timestamp": clock.now().isoformat(), "data": {**data, "client": told}}
    try:
        answer = ask(question, settings.hook_url, settings.hook_secret, content, timeout=settings.hook_timeout)
        return _read(question, answer)
    except HookFailed:
        if settings.hook_on_failure == "open":
            return None
        raise Unavailable from None


def _read(question: Question, answer: dict[str, Any]) -> str | None:
    allow, reason, claims = answer.get("allow"), answer.get("reason"), answer.get("claims") or {}
    if allow is False and answer.keys() <= _DENY and isinstance(reason, str | None):
        raise DeniedByHook(_shown(reason))
    if allow is not True or not answer.keys() <= _ALLOW or not isinstance(claims, dict):
        raise failed(question, "its answer is neither {allow: true, claims} nor {allow: false, reason}")
    if not claims or question == "registration":
        return None
    if wrong := [name for name, value in claims.items() if not is_free(name, value)]:
        raise failed(
            question, f"its claim {wrong[0][:40]!r} is reserved, or no text, number, truth value or list of them"
        )
    text = orjson.dumps(claims, option=orjson.OPT_SORT_KEYS).decode()
    if len(text.encode()) > CLAIMS_MAX:
        raise failed(question, f"its claims have more than {CLAIMS_MAX} bytes")
    return text


def _shown(reason: str | None) -> OfOperator | None:
    """The reason as people may see it: on one line, and not endless."""
    kept = "".join(each if each.isprintable() else " " for each in reason or "").strip()[:_REASON_MAX]
    return OfOperator(kept) if shows_something(kept) else None
