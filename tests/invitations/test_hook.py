"""The blocking hook is asked about a registration by an invitation, which it does not use up by a denial."""

from collections.abc import Callable

import pytest

from tests.hooks.server import SECRET, HookServer
from tests.invitations.conftest import EMAIL, House


@pytest.mark.every_engine
def test_a_denied_registration_leaves_the_invitation_as_it_is(house_of: Callable[..., House]) -> None:
    with HookServer() as hook:
        hook.says({"allow": True})
        house = house_of(hook_url=hook.url, hook_secret=SECRET)
        token = house.invited(email=EMAIL).token
        hook.says({"allow": False})
        answer = house.register(token)
        assert (answer.status_code, answer.json["code"]) == (403, "denied_by_hook")
        account = hook.asked[-1].content["data"]["account"]
        assert (account["email"], account["invited"]) == (EMAIL, True)
        hook.says({"allow": True})
        assert house.register(token).status_code == 201
        assert house.log_in(username="grace") == 200
