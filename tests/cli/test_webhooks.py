"""gatepost webhooks: registered, seen, rotated, disabled, replayed; a service that runs delivers to them."""

import re
import time

import pytest
from standardwebhooks import Webhook as Verifier

from tests.cli.run import Typed
from tests.serving.wire import join
from tests.support.live import Live
from tests.support.template import copy_template
from tests.webhooks.receiver import receiving

UNKNOWN = "f" * 32


def test_a_running_service_tells_a_webhook_that_an_operator_registered(typed: Typed) -> None:
    with receiving() as receiver, Live(typed.folder, "--workers", "2") as service:
        receiver.status, receiver.text = 500, b"\x1b[2Jno"
        answer = typed("webhooks", "create", receiver.url, "--event", "account.*", "--description", "the shop")
        shown = re.fullmatch(r"webhook_id: (\S{32})\nsecret, shown this once: (whsec_\S{44})\n", answer.stdout)
        assert shown, answer
        time.sleep(2.1)  # until every process knows
        person = join(service.url, "ada")
        service.wait_for("webhook.failed")
        assert [(got.type, got.user) for got in receiver.got[:1]] == [("account.registered", person.uuid)]
        Verifier(shown[2]).verify(receiver.got[0].body, receiver.got[0].headers)
        listed = typed("webhooks", "deliveries", shown[1]).stdout
        assert "it answered 500" in listed
        assert "failing" in typed("webhooks", "list").stdout
        assert typed("webhooks", "disable", shown[1]).returncode == 0
        assert "given_up" in typed("webhooks", "deliveries", shown[1]).stdout
        refused = typed("webhooks", "replay", shown[1], "--all")
        assert (refused.returncode, refused.stderr) == (1, "gatepost: This webhook is disabled. Enable it first.\n")
        receiver.status = 200
        assert typed("webhooks", "enable", shown[1]).returncode == 0
        assert typed("webhooks", "replay", shown[1], "--all").stdout == "2 will be delivered again.\n"
        service.wait_until(lambda: service.log.count("webhook.done") == 2)
        assert [got.type for got in receiver.got[-2:]] == ["account.registered", "account.activated"]
        assert len({got.id for got in receiver.got}) == 2
        assert person.uuid not in service.log
        assert shown[2] not in service.log


def test_one_is_shown_rotated_and_deleted(typed: Typed) -> None:
    copy_template(typed.folder / "gatepost.db")
    made = typed("webhooks", "create", "https://app.example/", "--event", "logout").stdout.split()
    webhook, secret = made[1], made[-1]
    assert typed("webhooks", "list").stdout == f"{webhook}  enabled   https://app.example/  logout\n"
    new = typed("webhooks", "rotate", webhook).stdout.split()[-1]
    assert (new[:6], new == secret) == ("whsec_", False)
    shown = typed("webhooks", "show", webhook).stdout
    assert "secrets: two" in shown
    assert secret not in shown
    assert "two secrets already" in typed("webhooks", "rotate", webhook).stderr
    assert typed("webhooks", "rotate", webhook, "--end-old").returncode == 0
    assert typed("webhooks", "replay", webhook).returncode == 2
    assert typed("webhooks", "delete", webhook).stdout == "Removed.\n"
    lines = [line.split()[1] for line in typed("audit", "list").stdout.splitlines()]
    assert lines == ["webhook.removed", "webhook.secret_rotated", "webhook.secret_rotated", "webhook.added"]


@pytest.mark.parametrize("deed", ["show", "rotate", "disable", "enable", "delete", "deliveries"])
def test_an_unknown_one_is_refused(typed: Typed, deed: str) -> None:
    copy_template(typed.folder / "gatepost.db")
    answer = typed("webhooks", deed, UNKNOWN)
    assert (answer.returncode, answer.stdout, answer.stderr) == (1, "", "gatepost: There is no such webhook.\n")
