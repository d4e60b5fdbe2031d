"""Dovecot as docs/introspection.md shows it: a mail program logs in with an access token, as long as that is good."""

import imaplib
import os
from collections.abc import Iterator

import pytest

from tests.docs.blocks import blocks
from tests.examples.conftest import free_port
from tests.examples.run_proxy import find, replaced, require, running
from tests.serving.wire import ask, join
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment
from tests.support.people import Person

AROUND = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = /dev/stderr
ssl = no
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 0
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
{shown}
"""


def block(kind: str) -> str:
    (text,) = [text for each, text in blocks("docs/introspection.md") if each == kind]
    return text


@pytest.fixture(scope="module")
def port(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a Dovecot that asks the service."""
    require("dovecot")
    if os.geteuid():
        pytest.skip("Dovecot starts as root")
    folder, free = tmp_path_factory.mktemp("dovecot"), free_port()
    made = gatepost(
        "clients",
        "create",
        "Dovecot",
        folder=live.instance,
        environment=clean_environment(GATEPOST_INSTANCE=str(live.instance)),
    )
    identifier, secret = (line.rpartition(": ")[2] for line in made.stdout.splitlines()[:2])
    place = live.url.removeprefix("http://")
    asked = replaced(
        block("dovecot-oauth2"),
        {"CLIENT_ID:SECRET@127.0.0.1:8087": f"{identifier}:{secret}@{place}"},
    )
    (folder / "oauth2.conf").write_text(asked)
    shown = replaced(block("dovecot"), {"/etc/dovecot/dovecot-oauth2.conf.ext\n}": f"{folder}/oauth2.conf\n}}"})
    around = AROUND.format(folder=folder, port=free, uid=os.getuid(), gid=os.getgid(), shown=shown)
    (folder / "dovecot.conf").write_text(around)
    command = [str(find("dovecot")), "-F", "-c", f"{folder}/dovecot.conf"]
    with running(command, folder, is_there=lambda: imaplib.IMAP4("127.0.0.1", free).logout()):
        yield free


def log_in(port: int, user: str, token: str) -> str:
    mail = imaplib.IMAP4("127.0.0.1", port, timeout=30)
    try:
        return mail.authenticate("XOAUTH2", lambda _: f"user={user}\1auth=Bearer {token}\1\1".encode())[0]
    except imaplib.IMAP4.error:
        return "NO"
    finally:
        mail.shutdown()


@pytest.mark.asvs("10.3.1")
def test_an_access_token_logs_its_user_in_until_the_session_ends(port: int, live: Live, ada: Person) -> None:
    grace = join(live.url, "grace")
    assert log_in(port, grace.uuid, grace.access_token) == "OK"
    assert log_in(port, ada.uuid, grace.access_token) == "NO"
    assert log_in(port, grace.uuid, grace.refresh_token) == "NO"
    assert log_in(port, grace.uuid, "x") == "NO"
    assert ask(live.url, "POST /user/logout/", token=grace.access_token).status == 200
    assert log_in(port, grace.uuid, grace.access_token) == "NO"
