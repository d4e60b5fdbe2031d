"""A client that uses the service as an app does, and notes what it was told."""

import http.client
import random
import secrets
import threading
import time
from collections.abc import Callable
from itertools import count

from tests.serving.wire import Reply, ask, new_mobile

from .account import Account, Session, State
from .ledger import Ledger

PATIENCE = 15.0  # seconds for one answer
LONGEST_OUTAGE = 60.0  # seconds
_names = count(1)


class Client:
    """Has one account after the other, and asks for one thing after the other."""

    def __init__(self, url: str, ledger: Ledger, seed: int) -> None:
        self.url, self.ledger = url, ledger
        self.accounts: list[Account] = []
        self._chance = random.Random(seed)

    def run(self, enough: threading.Event) -> None:
        """Act until it is *enough*; a service that is away is asked again a little later."""
        while not enough.is_set():
            known = self.ledger.unanswered
            self.act()
            if self.ledger.unanswered > known:
                enough.wait(0.05)

    def act(self) -> None:
        account = self.accounts[-1] if self.accounts else None
        if account is None or account.state is not State.THERE or self._chance.random() < 0.04:
            self.join()
        elif not account.living or self._chance.random() < 0.1:
            self.log_in(account)
        else:
            deeds: list[Callable[[Account, Session], None]]
            deeds = [self.read, self.refresh, self.refresh, self.change, self.change_password, self.log_out]
            deed = self.delete if self._chance.random() < 0.02 else self._chance.choice(deeds)
            deed(account, self._chance.choice(account.living))

    def ask(self, line: str, body: object = None, *, token: str = "") -> Reply | None:
        """The answer; None if there was none, or one that promises nothing."""
        self.ledger.note(asks=line, body=body, token=token[-8:])
        address = f"10.{self._chance.randrange(256)}.{self._chance.randrange(256)}.{self._chance.randrange(1, 255)}"
        try:
            reply = ask(self.url, line, body, token=token, forwarded=address, timeout=PATIENCE)
        except (OSError, http.client.HTTPException):
            self.ledger.leave_unanswered()
            return None
        self.ledger.note(asked=line, status=reply.status)
        if reply.status < 500 and reply.status != 429:
            return reply
        if reply.status not in (429, 503):
            self.ledger.find_wrong(f"{line}: {reply.status} {reply.text}")
        self.ledger.leave_unanswered()
        return None

    def join(self) -> None:
        """Register and activate. An account counts from the moment at which its registration was acknowledged."""
        username, password, mobile = f"u{next(_names)}-{secrets.token_hex(3)}", secrets.token_hex(8), new_mobile()
        reply = self.ask("POST /user", {"username": username, "mobile": mobile, "password": password})
        if reply is None or not self._is(reply, 201, "registering"):
            return
        account = Account(reply.json["data"]["uuid"], username, [password])
        deadline = time.monotonic() + LONGEST_OUTAGE
        while self.ask("POST /user/activate-account/", {"mobile": mobile}) is None:  # or by one whose answer was lost
            if time.monotonic() > deadline:
                self.ledger.find_wrong(f"{username} could not be activated within {LONGEST_OUTAGE:g} s")
                return
            time.sleep(0.05)
        self.accounts.append(account)
        self.log_in(account)

    def log_in(self, account: Account) -> None:
        if (password := account.password) is None:
            self.find_password(account)
            return
        reply = self.ask("POST /user/login", {"username": account.username, "password": password})
        if reply is not None and self._is(reply, 200, f"log-in of {account.username}"):
            account.sessions.append(Session(**reply.json))

    def find_password(self, account: Account) -> None:
        """Log in with each password that may be the one."""
        for password in account.passwords:
            reply = self.ask("POST /user/login", {"username": account.username, "password": password})
            if reply is None:
                return
            if reply.status == 200:
                self.ledger.acknowledge()
                account.passwords = [password]
                account.sessions.append(Session(**reply.json))
                return
        self.ledger.lose(f"no password of {account.username} is right")
        account.state = State.UNKNOWN

    def read(self, account: Account, session: Session) -> None:
        reply = self.ask(f"GET /user/{account.uuid}", token=session.access_token)
        if reply is None or not self._lives(reply, account, session):
            return
        if (email := reply.json["data"].get("email")) not in account.emails:
            self.ledger.lose(f"email of {account.username} is {email}, not one of {account.emails}")

    def refresh(self, account: Account, session: Session) -> None:
        """Rotate; after a lost answer the same token is sent again, as the documents advise."""
        reply = self.ask("POST /user/refresh-token/", token=session.refresh_token)
        if reply is None:
            session.answer_lost = True
        elif self._lives(reply, account, session):
            session.access_token, session.refresh_token = reply.json["access_token"], reply.json["refresh_token"]
            session.answer_lost = False

    def change(self, account: Account, session: Session) -> None:
        email = f"e{next(_names)}-{secrets.token_hex(3)}@example.org"
        reply = self.ask(f"PATCH /user/{account.uuid}", {"email": email}, token=session.access_token)
        if reply is None:
            account.emails.append(email)
        elif self._lives(reply, account, session):
            account.emails = [email]

    def change_password(self, account: Account, session: Session) -> None:
        if (old := account.password) is None:
            self.find_password(account)
            return
        new = secrets.token_hex(8)
        body = {"old_password": old, "new_password": new}
        reply = self.ask(f"POST /user/change-password/{account.uuid}", body, token=session.access_token)
        if reply is None:
            account.passwords.append(new)
        elif self._lives(reply, account, session):
            account.passwords = [new]
        else:
            return
        for other in account.living:
            if other is not session:
                other.end(State.UNKNOWN if reply is None else State.GONE)

    def log_out(self, account: Account, session: Session) -> None:
        reply = self.ask("GET /user/logout/", token=session.access_token)
        if reply is None:
            session.end(State.UNKNOWN)
        elif self._lives(reply, account, session):
            session.end(State.GONE)
            self.find_ended(account, session)

    def delete(self, account: Account, session: Session) -> None:
        reply = self.ask(f"DELETE /user/{account.uuid}", token=session.access_token)
        if reply is not None and not self._lives(reply, account, session):
            return
        account.state = State.UNKNOWN if reply is None else State.GONE
        for each in account.living:
            each.end(account.state)

    def find_ended(self, account: Account, session: Session) -> None:
        """A token of an ended session is refused at once."""
        reply = self.ask(f"GET /user/{account.uuid}", token=session.access_token)
        if reply is not None and reply.status != 401:
            self.ledger.find_wrong(f"an ended session of {account.username} got {reply.status}")

    def _is(self, reply: Reply, status: int, deed: str) -> bool:
        if reply.status == status:
            self.ledger.acknowledge()
            return True
        self.ledger.find_wrong(f"{deed}: {reply.status} {reply.text}")
        return False

    def _lives(self, reply: Reply, account: Account, session: Session) -> bool:
        """Whether it was done; a living session that is refused was lost."""
        if reply.status == 200:
            self.ledger.acknowledge()
            return True
        why = " after the lost answer of a refresh" if session.answer_lost else ""
        self.ledger.lose(f"session of {account.username}{why}: {reply.status} {reply.text}")
        session.end(State.UNKNOWN)
        return False
