"""What happens to sessions when several things happen at once, on every engine."""

from functools import partial
from itertools import count

import pytest

from tests.serving.wire import Reply, alive, ask, at_once, join
from tests.support.people import Person

pytestmark = [pytest.mark.every_engine, pytest.mark.any_server]

REFRESH = "/user/refresh-token/"
_numbers = count(1)


def test_many_rotations_of_one_token_give_one_successor(staffed: str) -> None:
    service = staffed
    ada = join(service, f"rotating{next(_numbers)}")
    answers = at_once([partial(ask, service, f"POST {REFRESH}", token=ada.refresh_token)] * 50)
    assert {answer.status for answer in answers} == {200}
    (successor,) = {answer.json["refresh_token"] for answer in answers}
    assert ask(service, f"POST {REFRESH}", token=successor).status == 200
    access = {answer.json["access_token"] for answer in answers}
    assert {ask(service, f"GET /user/{ada.uuid}", token=token).status for token in access} == {200}


def log_in(service: str, person: Person, password: str) -> Reply:
    return ask(service, "POST /user/login", {"username": person.username, "password": password})


def test_no_session_made_with_the_old_password_outlives_its_change(service: str) -> None:
    for attempt in range(3):
        ada = join(service, f"changing{attempt}")
        passwords = {"old_password": ada.password, "new_password": "password01"}
        change = partial(ask, service, f"POST /user/change-password/{ada.uuid}", passwords, token=ada.access_token)
        changed, *log_ins = at_once([change] + [partial(log_in, service, ada, ada.password)] * 12)
        assert changed.status == 200, changed.text
        assert {answer.status for answer in log_ins} <= {200, 401}
        made = [Person(ada.uuid, "", "", "", **answer.json) for answer in log_ins if answer.status == 200]
        assert {alive(service, each) for each in made} <= {(401, 401)}
        assert alive(service, ada) == (200, 200)
        assert (log_in(service, ada, "password01").status, log_in(service, ada, "password").status) == (200, 401)


def test_nothing_of_a_user_is_alive_after_their_deletion(service: str) -> None:
    for attempt in range(3):
        ada = join(service, f"leaving{attempt}")
        delete = partial(ask, service, f"DELETE /user/{ada.uuid}", token=ada.access_token)
        rotate = partial(ask, service, f"POST {REFRESH}", token=ada.refresh_token)
        deleted, *others = at_once([delete] + [partial(log_in, service, ada, ada.password), rotate] * 8)
        assert deleted.status == 200, deleted.text
        assert {answer.status for answer in others} <= {200, 401}
        tokens = [token for answer in others if answer.status == 200 for token in answer.json.values()]
        for token in (*tokens, ada.access_token, ada.refresh_token):
            assert ask(service, f"GET /user/{ada.uuid}", token=token).status == 401
            assert ask(service, f"GET {REFRESH}", token=token).status == 401
        assert log_in(service, ada, ada.password).status == 401
