"""gatepost outbox: what was sent and what was given up, without telling to whom."""

from tests.cli.run import Typed
from tests.support.live import Live
from tests.support.mail import MailServer


def test_a_message_that_was_given_up_is_listed_and_tried_again(typed: Typed) -> None:
    with MailServer() as mail:
        mail.behave("permanent")
        sending = {"GATEPOST_SMTP_URL": mail.url, "GATEPOST_MAIL_FROM": "accounts@example.org"}
        with Live(typed.folder, **sending) as service, service.client() as http:
            body = {"username": "ada", "email": "ada@example.org", "password": "password"}
            assert http.post("/user", json=body).status_code == 201
            assert http.post("/user/activate-account/", json={"email": "ada@example.org"}).status_code == 200
            assert http.post("/user/forgot-password", json={"username": "ada"}).status_code == 202
            service.wait_for("message.dead")
            listed = typed("outbox", "list", "--dead")
            assert listed.stderr == "1 shown\n"
            identifier = listed.stdout.split()[0]
            assert "reset" in listed.stdout
            assert "a…@example.org" in listed.stdout
            assert "550" in listed.stdout
            assert "ada@" not in listed.stdout + service.log
            mail.behave("deliver")
            assert typed("outbox", "retry", identifier).stdout == "1 will be tried again.\n"
            assert "#reset:" in mail.wait()[0].link
            service.wait_for("message.sent")
        assert typed("outbox", "list", "--dead").stdout == ""
        assert " sent " in typed("outbox", "list").stdout
        again = typed("outbox", "retry", identifier)
        assert (again.returncode, again.stderr) == (
            1,
            "gatepost: No message of this id was given up, or it has expired.\n",
        )
        assert typed("outbox", "retry", "--all").stdout == "0 will be tried again.\n"
        assert typed("outbox", "retry").returncode == 2
