"""Declare a deed on a user: a page at /admin/console/users/<uuid>/…, which the page of the user links."""

from collections.abc import Callable
from typing import Any, NamedTuple

from gatepost.admin.answers import SeenUser
from gatepost.caller import Caller
from gatepost.console.deeds import Do, Reasoned, deed
from gatepost.errors import Forbidden
from gatepost.http.access import Access
from gatepost.http.form import Form
from gatepost.pages import Room
from gatepost.permissions import Permission
from gatepost.users.models import User
from gatepost.users.permissions import has_permission
from gatepost.users.visible import get_changeable_user


class UserDeed(NamedTuple):
    """A deed on a user: the last part of its path, its title, and where it makes sense.

    *sees*: the permission to see what its form shows.
    """

    word: str
    title: str
    access: Access
    fits: Callable[[SeenUser], bool]
    own: bool
    sees: Permission | None = None


USER_DEEDS: list[UserDeed] = []


def _always(_user: SeenUser) -> bool:
    return True


def user_deed(  # noqa: PLR0913  as for deed()
    room: Room,
    word: str,
    *,
    access: Access,
    title: str,
    explains: str,
    form: type[Form] = Reasoned,
    template: str = "deed.html",
    danger: bool = False,
    fits: Callable[[SeenUser], bool] = _always,
    own: bool = False,
    sees: Permission | None = None,
    limit: str = "60/minute",
    more: Callable[[User, Caller], dict[str, Any]] | None = None,
) -> Callable[[Do], Do]:
    """Declare a deed on a user, which their page links where it *fits*. *own*: also on oneself.

    *sees*: a permission that it takes besides, because its form shows what that opens. *more* gives further values for
    the *template*.
    """

    def load(*, caller: Caller, uuid: str) -> dict[str, Any]:
        assert access.permission is not None  # noqa: S101  each deed takes one
        user = get_changeable_user(caller, uuid, access.permission)
        if (uuid == caller.uuid and not own) or (sees is not None and not has_permission(caller, sees)):
            raise Forbidden
        return {"about": user.username, **(more(user, caller) if more else {})}

    USER_DEEDS.append(UserDeed(word, title, access, fits, own, sees))
    path, back = f"/admin/console/users/<uuid:uuid>/{word}", "admin/console/users/{uuid}"
    declared = {"title": title, "explains": explains, "form": form, "template": template, "danger": danger}
    return deed(room, path, access=access, back=back, load=load, limit=limit, **declared)  # type: ignore[arg-type]  # each has its type above
