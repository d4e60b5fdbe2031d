"""How each page is reached that a person looks at. A new page is one line here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass(frozen=True)
class Visit:
    """The page declared at *path*, seen by *of*: anyone, user or administrator.

    *at* is the address, if it differs; it may name values of the world, such as ``{ada}``, the uuid of that user.
    *after* is done there before it is looked at, and *has* is a selector of what there is then.
    """

    path: str
    of: str = "anyone"
    at: str = field(default="")
    after: Callable[[Page], None] | None = None
    has: str = "h1"

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", self.at or self.path)


def _filled(path: str, of: str, values: dict[str, str]) -> Visit:
    """The page at *path*, with *values* in place of its parameters."""
    return Visit(path, of=of, at=re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], path))


def _own(path: str, **values: str) -> Visit:
    return _filled(path, "user", values)


def _console(path: str, **values: str) -> Visit:
    return _filled(path, "administrator", values)


_LEAVE_SOME = """() => document.querySelectorAll(".opblock-tag-section").forEach((group, place) => {
  if (place > 2 && !group.querySelector(".opblock-put")) group.remove(); // the others look alike, and axe-core is slow
})"""


def open_an_operation(page: Page) -> None:
    page.locator(".opblock-summary", has_text="Register an account").click()
    page.locator(".opblock.is-open textarea").first.wait_for()
    page.evaluate(_LEAVE_SOME)


def fail_to_sign_in(page: Page) -> None:
    page.locator("#name").fill("ada")
    page.locator("#password").fill("wrong")
    page.locator("#password").press("Enter")


def begin_with_a_factor(page: Page) -> None:
    """Sign in as ada, who has a second factor."""
    page.locator("#name").fill("ada")
    page.locator("#password").fill("one two three four")
    page.locator("#password").press("Enter")
    page.wait_for_url("**/account/login/factor*")


def make_a_token(page: Page) -> None:
    page.locator("#name").fill("backup")
    page.locator("input[type=checkbox]").first.check()
    page.locator("main button").click()


def create_a_client(page: Page) -> None:
    page.locator("#name").fill("shop")
    page.locator("#reason").fill("a new service")
    page.locator("main button").click()


def act_as_somebody(page: Page) -> None:
    page.locator("#reason").fill("has called")
    page.locator("main button").click()


def make_codes(page: Page) -> None:
    page.locator("main button").first.click()


def fill_in_what_is_refused(page: Page) -> None:
    for name, text in (("username", "a"), ("email", "ada@example.org"), ("password", "short")):
        page.locator(f"#{name}").fill(text)
    for other in page.locator("main input[required]").all():  # those that an operator has declared
        if not other.input_value():
            other.fill("x")
    page.locator("main button").click()


_OWN = ("", "/addresses", "/addresses/email/remove", "/confirm", "/delete", "/details", "/events", "/factors")
_OWN += ("/factors/app", "/factors/recovery-codes", "/passkeys", "/passkeys/add", "/password", "/password/remove")
_OWN += ("/providers", "/sessions", "/tokens", "/tokens/new")
_CONSOLE = (
    "",
    "/clients",
    "/clients/create",
    "/events",
    "/invitations",
    "/invitations/create",
    "/keys",
    "/keys/rotate",
    "/webhooks",
    "/webhooks/create",
)
_CONSOLE += ("/messages", "/roles", "/roles/define", "/users", "/users/create")
_WEBHOOK = ("", "/change", "/new-secret", "/disable", "/enable", "/replay", "/remove")
_USER = ("", "/end-sessions", "/lift-waits", "/messages", "/reset", "/roles", "/suspend", "/activate", "/delete")
_USER += ("/export", "/remove-factor", "/end-session", "/replace-address", "/impersonate", "/fields")

VISITS = (
    Visit("/"),
    Visit("/docs", after=open_an_operation, has=".opblock.is-open textarea"),
    Visit("/link"),
    Visit("/link", at="/link#reset:abc", has="#go"),
    Visit("/dev/inbox", has="article"),
    Visit("/account/login"),
    Visit("/account/login", after=fail_to_sign_in, has="[role=alert]"),
    Visit("/account/login/back", at="/account/login/back?code=abc"),
    Visit("/account/login/code"),
    Visit("/account/login/factor", at="/account/login", after=begin_with_a_factor),
    Visit("/account/activate"),
    Visit("/account/forgot"),
    Visit("/account/register"),
    Visit("/account/register/invited"),
    Visit("/account/reset"),
    *(Visit(f"/account{name}", of="user") for name in _OWN),
    _own("/account/addresses/<name:kind>", kind="mobile"),
    _own("/account/addresses/<name:kind>/code", kind="email"),
    _own("/account/factors/<id:factor_id>/name", factor_id="{factor}"),
    _own("/account/factors/<id:factor_id>/remove", factor_id="{factor}"),
    _own("/account/passkeys/<id:passkey_id>/name", passkey_id="{passkey}"),
    _own("/account/passkeys/<id:passkey_id>/remove", passkey_id="{passkey}"),
    _own("/account/providers/<id:link_id>/unlink", link_id="{link}"),
    Visit("/account/register", after=fill_in_what_is_refused, has=".error"),
    Visit("/account/tokens/new", of="user", after=make_a_token, has=".secret"),
    Visit("/account/factors/recovery-codes", of="user", after=make_codes, has="main code, main li"),
    Visit("/account/providers/<name:provider>/back", of="user", at="/account/providers/google/back?code=abc"),
    *(Visit(f"/admin/console{name}", of="administrator") for name in _CONSOLE),
    *(_console(f"/admin/console/users/<uuid:uuid>{name}", uuid="{ada}") for name in _USER),
    _console("/admin/console/users/<uuid:uuid>/unsuspend", uuid="{suspended}"),
    _console("/admin/console/clients/<uuid:client_id>/end-old-secret", client_id="{old_client}"),
    _console("/admin/console/clients/<uuid:client_id>/new-secret", client_id="{client}"),
    _console("/admin/console/clients/<uuid:client_id>/remove", client_id="{client}"),
    _console("/admin/console/invitations/<id:invitation_id>/withdraw", invitation_id="{invitation}"),
    *(_console(f"/admin/console/webhooks/<id:webhook_id>{name}", webhook_id="{webhook}") for name in _WEBHOOK),
    _console("/admin/console/keys/<kid>/revoke", kid="{key}"),
    _console("/admin/console/roles/<name:role>/change", role="{role}"),
    _console("/admin/console/roles/<name:role>/delete", role="{role}"),
    Visit("/admin/console/clients/create", of="administrator", after=create_a_client, has="#secret"),
    Visit(
        "/admin/console/users/<uuid:uuid>/impersonate",
        of="administrator",
        at="/admin/console/users/{grace}/impersonate",
        after=act_as_somebody,
        has="form.acting",
    ),
)

NOT_LOOKED_AT = {
    "/docs/<name>": "files that pages load",
    "/assets/<name>": "files that pages load",
    "/assets/console/<name>": "files that pages load",
    "/link/<name>": "files that pages load",
    "/dev/inbox.css": "a file that a page loads",
    "/dev/inbox.js": "a file that a page loads",
    "/openapi.json": "for programs",
    "/metrics": "for programs",
    "/user/login/with/<name:provider>": "leads on to a provider",
    "/user/login/with/<name:provider>/callback": "leads on to an application",
    "/account/login/with/<name:provider>": "leads on to a provider",
    "/account/providers/<name:provider>/go": "leads on to a provider",
    "/account/forward": "leads on to an application by itself",
    "/.well-known/gatepost/signed-in": "leads on to a page of an application",
}
