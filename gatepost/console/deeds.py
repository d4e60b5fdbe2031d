"""A deed in the console is a page of its own: GET shows a form, POST does what it says, and leads back.

So a person confirms who they are before they fill in the form, and comes back to it. A deed that refuses shows the form
again, with the refusal and with what was typed.
"""

from collections.abc import Callable
from typing import Any

from flask import Response
from pydantic import TypeAdapter, ValidationError

from gatepost.api import Reason as ReasonOfDeed
from gatepost.caller import Caller
from gatepost.console.frame import LEADING, is_on, show
from gatepost.errors import Forbidden, InvalidInput, Reason, Refusal, UserNotFound
from gatepost.http.access import Access
from gatepost.http.form import Form
from gatepost.pages import Room, go_to

_REASON: TypeAdapter[str] = TypeAdapter(ReasonOfDeed)
_OF_THE_WHOLE_PAGE = (*LEADING, Forbidden, UserNotFound)
Do = Callable[..., Response | None]


class Reasoned(Form):
    """Why it is done."""

    reason: str = ""


def reason_of(form: Reasoned) -> str:
    """The reason, as the endpoints take it. Raises InvalidInput."""
    try:
        return _REASON.validate_python(form.reason)
    except ValidationError:
        raise InvalidInput({"reason": [Reason("Give a reason of 1 to 200 characters, in one line.")]}) from None


def no_values(*, caller: Caller, **path: str) -> dict[str, Any]:
    """Nothing more is shown than the form."""
    return {}


def deed(  # noqa: PLR0913  all that is declared of a deed
    room: Room,
    path: str,
    *,
    access: Access,
    title: str,
    explains: str,
    back: str,
    form: type[Form] = Reasoned,
    template: str = "deed.html",
    danger: bool = False,
    limit: str = "60/minute",
    load: Callable[..., dict[str, Any]] = no_values,
) -> Callable[[Do], Do]:
    """Declare a deed at *path*. Its function takes ``form``, ``caller`` and the variables of the path.

    It returns None, or a page that takes the place of *back*, the path to which it leads; done.py has its sentence.
    *title* is what its button says, too; *explains*: what it does. *load* gives the values that *template* shows.
    """

    def add(do: Do) -> Do:
        declared = {"title": title, "explains": explains, "danger": danger, "about": ""}

        def show_form(caller: Caller, **path: str) -> Response:
            values = {**declared, **load(caller=caller, **path), "back": back.format(**path)}
            return show(template, caller, typed={}, **values)

        def take_form(form: Form, caller: Caller, **path: str) -> Response:
            try:
                answer = do(form=form, caller=caller, **path)
            except _OF_THE_WHOLE_PAGE:
                raise
            except Refusal as refusal:
                values = {**declared, **load(caller=caller, **path), "back": back.format(**path)}
                return show(template, caller, refusal=refusal, typed=form.model_dump(), **values)
            return answer or go_to(f"{back.format(**path)}?done={do.__name__}")

        show_form.__name__ = take_form.__name__ = do.__name__
        room.page(path, access=access, limit="120/minute", shown_if=is_on)(show_form)
        room.page(path, access=access, limit=limit, form=form, shown_if=is_on)(take_form)
        return do

    return add
