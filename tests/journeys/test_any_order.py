"""In whatever order people register, activate, log in, refresh, read, list, update, change and delete, and whatever
time goes by, each answer is the one that a simple model expects."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from werkzeug.test import TestResponse

from tests.journeys.model import Account, Session
from tests.servers.night import deeper
from tests.support.apps import Apps
from tests.support.people import bearer
from tests.support.time import SetClock

pytestmark = [pytest.mark.every_engine, pytest.mark.long]

MOBILES, NEW_MOBILE = {"ada": "01711111111", "eve": "01722222222"}, "01733333333"
PASSWORDS = ["password", "another password"]
GRACE, ACCESS = timedelta(seconds=10), timedelta(minutes=15)
IDLE, LIFETIME = timedelta(days=14), timedelta(days=30)

names, passwords = st.sampled_from(list(MOBILES)), st.sampled_from(PASSWORDS)
picks, ages, mostly = st.integers(0, 4), st.sampled_from([0, 0, 1, 2]), st.sampled_from([True, True, True, False])
waits = st.sampled_from([1, 4, 6, 6, 11, 11, 14 * 60, 13 * 86400])


class Journeys(RuleBasedStateMachine):
    """The service and the model, side by side."""

    def __init__(self, client: FlaskClient, time: SetClock) -> None:
        super().__init__()
        self.client, self.time = client, time
        self.accounts: dict[str, Account] = {}
        self.sessions: list[Session] = []

    def ask(self, method: str, path: str, expected: int, token: str = "", **body: str) -> TestResponse:
        headers = bearer(token) if token else {}
        answer = self.client.open(path, method=method, json=body or None, headers=headers)
        assert answer.status_code == expected, answer.text
        return answer

    def pick(self, number: int) -> Session:
        """One of the sessions that began last: mostly one that has not ended."""
        going_on = [session for session in self.sessions if not session.ended]
        among = going_on if going_on and number else self.sessions
        return among[-1 - number % len(among)]

    def holder(self, mobile: str) -> Account | None:
        """Whose number this is."""
        return next((account for account in self.accounts.values() if account.mobile == mobile), None)

    def shown(self, account: Account) -> dict[str, object]:
        """What everyone sees of an account."""
        gender = {"gender": account.gender} if account.gender else {}
        known = {"uuid": account.uuid, "username": account.username, "mobile": account.mobile, "status": account.active}
        return known | gender

    def opens(self, session: Session) -> bool:
        """Whether the session's last access token is good."""
        now = self.time.now()
        return not session.ended and now < min(session.issued + ACCESS, session.ends)

    def lives(self, session: Session) -> bool:
        """Whether the session's refresh tokens are looked at."""
        now = self.time.now()
        return not session.ended and now < session.ends and now - session.used < IDLE

    def end(self, account: Account, *, but: Session | None = None) -> None:
        for session in self.sessions:
            session.ended |= session.account is account and session is not but

    @initialize()
    def ada_has_joined(self) -> None:
        self.register("ada", PASSWORDS[0])
        self.activate("ada")
        self.log_in("ada", right=True)

    @rule(seconds=waits)
    def time_goes_by(self, seconds: int) -> None:
        self.time.pass_(seconds=seconds)

    @rule(name=names, password=passwords)
    def register(self, name: str, password: str) -> None:
        expected = 409 if name in self.accounts or self.holder(MOBILES[name]) else 201
        answer = self.ask("POST", "/user", expected, username=name, mobile=MOBILES[name], password=password)
        if expected == 201:
            self.accounts[name] = Account(answer.json["data"]["uuid"], name, MOBILES[name], password)

    @rule(name=names)
    def activate(self, name: str) -> None:
        holder = self.holder(MOBILES[name])
        self.ask("POST", "/user/activate-account/", 200 if holder else 404, mobile=MOBILES[name])
        if holder:
            holder.active = True

    @rule(name=names, right=mostly)
    def log_in(self, name: str, right: bool) -> None:
        account = self.accounts.get(name)
        known = PASSWORDS[0] if account is None else account.password
        password = known if right else PASSWORDS[known == PASSWORDS[0]]
        expected = (200 if account.active else 403) if account is not None and right else 401
        answer = self.ask("POST", "/user/login", expected, username=name, password=password).json
        if account is not None and expected == 200:
            now = self.time.now()
            tokens = [answer["refresh_token"]], answer["access_token"]
            self.sessions.append(Session(account, *tokens, issued=now, used=now, ends=now + LIFETIME))

    @rule(number=picks)
    def see_oneself(self, number: int) -> None:
        session = self.pick(number)
        expected = 200 if self.opens(session) else 401
        self.ask("GET", f"/user/{session.account.uuid}", expected, session.access_token)

    @rule(number=picks, name=names)
    def see_another(self, number: int, name: str) -> None:
        session, other = self.pick(number), self.accounts.get(name)
        uuid = other.uuid if other else "00000000-0000-4000-8000-000000000000"
        expected = (200 if other else 404) if self.opens(session) else 401
        answer = self.ask("GET", f"/user/{uuid}", expected, session.access_token)
        if other and expected == 200:
            assert answer.json["data"] == self.shown(other)

    @rule(number=picks)
    def list_everyone(self, number: int) -> None:
        session = self.pick(number)
        answer = self.ask("GET", "/user", 200 if self.opens(session) else 401, session.access_token)
        if self.opens(session):
            by_uuid = sorted(answer.json["data"], key=lambda data: str(data["uuid"]))
            assert by_uuid == sorted(map(self.shown, self.accounts.values()), key=lambda data: str(data["uuid"]))

    @rule(
        number=picks,
        name=names,
        gender=st.sampled_from(["Female", "Male", "neither"]),
        mobile=st.sampled_from([*MOBILES, "new"]),
    )
    def update(self, number: int, name: str, gender: str, mobile: str) -> None:
        """Oneself or another, with a mobile number that may be somebody else's."""
        session, target = self.pick(number), self.accounts.get(name)
        wanted = MOBILES.get(mobile, NEW_MOBILE)
        uuid = target.uuid if target else "00000000-0000-4000-8000-000000000000"
        taken = self.holder(wanted) not in (None, target)
        expected = 404 if self.opens(session) else 401
        if target is not None and expected == 404:
            wrong = 422 if gender == "neither" else 409 if taken else 200
            expected = wrong if target is session.account else 403
        answer = self.ask("PATCH", f"/user/{uuid}", expected, session.access_token, gender=gender, mobile=wanted)
        if target is not None and expected == 200:
            target.gender, target.mobile = gender, wanted
            assert answer.json["data"] == self.shown(target)

    @rule(number=picks)
    def refresh(self, number: int) -> None:
        session, now = self.pick(number), self.time.now()
        good = self.lives(session) and not session.rotations
        answer = self.ask("GET", "/user/refresh-token/", 200 if good else 401, session.refresh_tokens[-1])
        if good:
            session.access_token, session.issued = answer.json["access_token"], now
            session.used = now if now - session.used > timedelta(minutes=5) else session.used

    @rule(number=picks, age=ages)
    def rotate(self, number: int, age: int) -> None:
        session, now = self.pick(number), self.time.now()
        age = min(age, len(session.refresh_tokens) - 1)
        graced = age > 1 and now - session.rotations[1 - age] <= GRACE  # since its successor was used
        good = self.lives(session) and (age < 2 or graced)
        answer = self.ask("POST", "/user/refresh-token/", 200 if good else 401, session.refresh_tokens[-1 - age]).json
        if good:
            session.access_token, session.issued = answer["access_token"], now
        if good and age == 0:
            session.refresh_tokens.append(answer["refresh_token"])
            session.used = now
            session.rotations.append(now)
        session.ended |= self.lives(session) and not good
        assert not good or answer["refresh_token"] == session.refresh_tokens[-1]

    @rule(number=picks, new=passwords, right=mostly)
    def change_password(self, number: int, new: str, right: bool) -> None:
        session = self.pick(number)
        account = session.account
        old = account.password if right else "neither of them"
        expected = 403 if old != account.password else 422 if old == new else 200
        expected = expected if self.opens(session) else 401
        path = f"/user/change-password/{account.uuid}"
        self.ask("POST", path, expected, session.access_token, old_password=old, new_password=new)
        if expected == 200:
            account.password = new
            self.end(account, but=session)

    @precondition(lambda self: len(self.sessions) > 1)
    @rule(number=picks)
    def log_out(self, number: int) -> None:
        session = self.pick(number)
        self.ask("POST", "/user/logout/", 200 if self.opens(session) else 401, session.access_token)
        session.ended |= self.opens(session)

    @precondition(lambda self: len(self.sessions) > 2)
    @rule(number=picks)
    def delete(self, number: int) -> None:
        session = self.pick(number)
        good = self.opens(session)
        self.ask("DELETE", f"/user/{session.account.uuid}", 200 if good else 401, session.access_token)
        if good:
            self.end(session.account)
            self.accounts = {name: each for name, each in self.accounts.items() if each is not session.account}


@pytest.mark.asvs("2.3.1")
def test_no_order_of_requests_surprises_the_model(apps: Apps, time: SetClock) -> None:
    def begin() -> Journeys:
        apps.empty_tables()
        return Journeys(apps.make().test_client(), time)

    checked = settings(
        max_examples=deeper(15, 50),
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(begin, settings=checked)
