"""Accounts at other providers are linked and unlinked on /account/providers."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.account.browser import where
from tests.account.own.visitor import Visitor, alert, heading
from tests.providers.browser import CALLBACK
from tests.providers.conftest import _provider as _provider
from tests.providers.conftest import provider as provider
from tests.support.people import People, Person
from tests.support.provider import Provider, with_query

PATH = "/account/providers"
LINK, GO, BACK = f"{PATH}/example/link", f"{PATH}/example/go", f"{PATH}/example/back"
OURS = "http://127.0.0.1:8087"


@pytest.fixture
def app(make_app: Callable[..., Flask], provider: Provider) -> Flask:
    return make_app(providers=[provider.settings])


def go_there(visitor: Visitor) -> str:
    """The address of the page at the provider to which the person is led."""
    visitor.page(PATH)
    answer = visitor.send(LINK)
    assert answer.status_code == 200, answer.text
    found = re.search(r'href="[./]*(account/providers/example/go\?link=[^"]+)"', answer.text)
    assert found
    gone = visitor.get(f"/{found[1]}")
    assert gone.status_code == 302, gone.text
    return gone.location


def come_back(visitor: Visitor, provider: Provider) -> str:
    """The address of our page, after they have agreed there."""
    answer = visitor.get(with_query(CALLBACK, **provider.authorize(go_there(visitor))))
    assert answer.location.startswith(f"{OURS}{BACK}?code="), answer.text
    return answer.location.removeprefix(OURS)


def test_an_account_is_linked_and_unlinked(inside: Visitor, provider: Provider, app: Flask, settled: Person) -> None:
    other = Visitor(app, settled)
    back = come_back(inside, provider)
    assert heading(inside.page(back)) == "Link an account at Example"
    assert "You have linked none." in inside.page(PATH)  # to open the page links nothing
    inside.page(back)
    assert where(BACK, inside.send(BACK)) == f"{PATH}?done=linked"
    assert "Example" in inside.page("/account")
    found = re.search(r"account/providers/[0-9a-f]{32}/unlink", inside.page(PATH))
    assert found
    unlink = f"/{found[0]}"
    inside.page(unlink)
    assert where(unlink, inside.send(unlink)) == f"{PATH}?done=unlinked"
    assert "You have linked none." in inside.page(PATH)
    assert not other.is_signed_in()
    assert inside.get(unlink).status_code == 404
    assert inside.sent(unlink).status_code == 404


@pytest.mark.asvs("10.2.1")
def test_what_comes_back_to_another_browser_links_nothing(
    app: Flask, inside: Visitor, provider: Provider, people: People
) -> None:
    back = come_back(inside, provider)
    victim = Visitor(app, people.settle("eve"))
    victim.page(back)
    answer = victim.send(BACK)
    assert (answer.status_code, bool(alert(answer.text))) == (403, True)
    assert "You have linked none." in victim.page(PATH)
    assert inside.sent(BACK).status_code == 403
    assert inside.sent(BACK, code="x").status_code == 403


def test_a_forged_ticket_leads_nowhere(inside: Visitor) -> None:
    for ticket in ("", "x", "<script>"):
        answer = inside.get(f"{GO}?link={ticket}")
        assert answer.status_code == 403
        assert alert(answer.text)
        assert "<script>" not in answer.text
    assert inside.get(f"{PATH}/nowhere/go?link=x").status_code == 404
    assert inside.sent(f"{PATH}/nowhere/link").status_code == 404


def test_who_has_said_no_there_comes_back_to_the_list(inside: Visitor, provider: Provider) -> None:
    go_there(inside)
    assert where(BACK, inside.get(f"{BACK}?error=access_denied")) == PATH
    answer = inside.get(f"{BACK}?error=unavailable")
    assert (answer.status_code, bool(alert(answer.text))) == (503, True)


def test_an_account_that_belongs_to_another_is_not_linked(
    app: Flask, inside: Visitor, provider: Provider, people: People
) -> None:
    inside.page(come_back(inside, provider))
    inside.send(BACK)
    eve = Visitor(app, people.settle("eve"))
    eve.page(come_back(eve, provider))
    answer = eve.send(BACK)
    assert (answer.status_code, alert(answer.text)[:24]) == (409, "This account of the prov")
