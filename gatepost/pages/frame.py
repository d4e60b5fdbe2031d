"""A page of a room as a whole: its template, the words of its reader, the refusal it tells, and its policy."""

from typing import Any

from flask import Response, request

from gatepost.caller import Caller
from gatepost.errors import InvalidInput, Refusal
from gatepost.http.acting_cookie import acting_as, sent_acting
from gatepost.http.limits import longest_wait
from gatepost.http.present import present
from gatepost.http.request_log import note_refusal
from gatepost.http.session_cookie import csrf_token, sent_session
from gatepost.pages.answers import page, relative_root
from gatepost.pages.templates import Templates
from gatepost.pages.words import choose_language, direction, translate_reason
from gatepost.settings import settings

_POLICY = "style-src 'self'; img-src 'self' data:"
_WITH_SCRIPTS = f"{_POLICY}; script-src 'self'; connect-src 'self'"

VALUES = frozenset({"root", "service", "language", "direction", "csrf", "caller", "path", "error", "errors", "acting"})
"""All its templates have these, besides the values that a page gives."""

_STATUS = {401: 403}  # a page has no challenge, which 401 asks for (RFC 9110 section 15.5.2)


class Frame:
    """The pages in ``html/`` of one *package*."""

    def __init__(self, package: str) -> None:
        self._templates = Templates(package, "html")

    def show(
        self,
        template: str,
        /,
        *,
        caller: Caller | None = None,
        locale: str | None = None,
        refusal: Refusal | None = None,
        status: int = 200,
        scripts: bool = False,
        forms_to: str = "'self'",
        **values: Any,
    ) -> Response:
        """The *template* with these values, as an answer.

        Templates have besides: root, service, language, direction, csrf (the token of the caller's forms), caller,
        path, acting (the name of the user as whom staff act, or empty), error and errors (what *refusal* says, by
        field). The answer then has its status; 403 instead of 401.
        *locale*: the language of the reader, if it is known better than the browser says. *scripts*: it runs our own
        scripts. *forms_to*: see answers.page.
        """
        language = choose_language(locale)
        shown = {
            "root": relative_root(),
            "service": settings.service_name,
            "language": language,
            "direction": direction(),
            "csrf": _csrf(caller),
            "acting": acting_as(),
            "caller": caller,
            "path": request.path,
            "error": "",
            "errors": {},
            **_told(refusal),
            **values,
        }
        if refusal is not None:
            note_refusal(present(), refusal.code)
            status = _STATUS.get(refusal.status, refusal.status)
        text = self._templates.render(template, **shown)
        answer = page(text, _WITH_SCRIPTS if scripts else _POLICY, forms_to=forms_to, status=status)
        answer.headers["Referrer-Policy"] = "same-origin"  # with no-referrer a form is sent with Origin: null
        answer.headers.update(_headers(refusal))
        return answer


def _csrf(caller: Caller | None) -> str:
    """The token of the forms; that of staff who act as a user is good for nothing of their own session."""
    if acting_as():
        return csrf_token(sent_acting(present()))
    return csrf_token(sent_session(present())) if caller is not None else ""


def _told(refusal: Refusal | None) -> dict[str, Any]:
    """The words of a refusal, and the reasons against each field."""
    if refusal is None:
        return {}
    reasons = refusal.errors if isinstance(refusal, InvalidInput) else {}
    return {
        "error": translate_reason(refusal.args[0]),
        "errors": {field: [translate_reason(reason) for reason in given] for field, given in reasons.items()},
    }


def _headers(refusal: Refusal | None) -> dict[str, str]:
    """Those of a refusal; ``Retry-After`` is the longest wait, as for endpoints."""
    if refusal is None:
        return {}
    headers = dict(refusal.headers)
    if (told := headers.get("Retry-After")) is not None:
        headers["Retry-After"] = str(max(int(told), longest_wait(present())))
    return headers
