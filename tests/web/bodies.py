"""A right body for each endpoint that takes one, and for each field of it."""

from typing import Any

from gatepost.one_time_codes.purposes import Purpose
from tests.support.fixed_passkey import NEW, USED
from tests.web import providers
from tests.web.factors import BEGUN, LOG_IN_TOKEN, RECOVERY_CODE, STOP_TOKEN, UNDO_TOKEN, Bodies

# For each endpoint that takes a body: one that is right, if ada (password "password") sends it.
BODIES: dict[str, dict[str, Any]] = Bodies(
    {
        "registration.register_user.post": {
            "username": "grace",
            "mobile": "01712345678",
            "email": "grace@example.org",
            "locale": "bn",
            "password": "a good password",
        },
        "registration.activate_account.post": {"mobile": "01712345678"},
        "invitations.invite_guest.post": {"email": "guest@example.org", "locale": "bn"},
        "personal_tokens.make_own_token.post": {"name": "backup", "scope": ["account:read"], "expires_in_days": 7},
        "roles.put_role.put": {"description": "reads the record", "permissions": ["audit:read"]},
        "roles.put_roles_of_user.put": {"roles": ["administrator", "support"]},
        "admin.suspend_user.post": {"until": "2999-01-01T00:00:00Z", "reason": "sends advertisements"},
        "admin.unsuspend_user.post": {"reason": "has promised to stop"},
        "admin.lift_waits_of_user.post": {"reason": "has called"},
        "admin.begin_reset_of_user.post": {"channel": "sms", "reason": "has called"},
        "admin.replace_address_of_user.post": {"email": "new.ada@example.org", "reason": "has called"},
        "admin.create.post": {
            "username": "hopper",
            "mobile": "01512345678",
            "email": "hopper@example.org",
            "locale": "bn",
            "reason": "came to the desk",
        },
        "admin.activate_by_hand.post": {"reason": "gets no message"},
        "removals.remove_factor_of_user.post": {"factor": "all", "reason": "has lost the phone"},
        "removals.end_sessions_of_user.post": {"reason": "has lost the phone"},
        "removals.delete_for_a_reason.post": {"reason": "has asked for it by letter"},
        "impersonation.impersonate.post": {"reason": "sees an empty page"},
        "exports.export_data_of_user.post": {"reason": "has asked for it by letter"},
        "webhooks.post_webhook.post": {
            "url": "https://app.example/hook",
            "events": ["account.*", "login.succeeded"],
            "description": "tells the shop",
        },
        "webhooks.patch_webhook.patch": {
            "url": "https://app.example/other",
            "events": ["account.*"],
            "description": "tells the shop",
            "enabled": True,
        },
        "webhooks.rotate_secret_of_webhook.post": {"end_old": False},
        "webhooks.replay_deliveries.post": {"message_id": f"msg_{'0' * 32}"},
        "login.login.post": {"username": "ada", "password": "password"},
        "login.login_with_factor.post": {"token": LOG_IN_TOKEN, "recovery_code": RECOVERY_CODE},
        "factors.name_factor.patch": {"name": "my phone"},
        "accounts.patch_user.patch": {
            "username": "lovelace",
            "mobile": "01812345678",
            "email": "ada@example.org",
            "gender": "Female",
            "locale": "bn",
        },
        "login.prove_again.post": {"password": "password"},
        "passwords.change_own_password.post": {"old_password": "password", "new_password": "another password"},
        "passwords.forget_password.post": {"username": "ada"},
        "passwords.choose_new_password.post": {
            "token": f"a token to {Purpose.RESET}",
            "new_password": "another password",
        },
        "login.login_with_code.post": {"token": f"a token to {Purpose.LOGIN}"},
        "addresses.prove_change_with_code.post": {"email": "123456"},
        "addresses.prove_change_with_link.post": {"token": f"a token to {Purpose.CHANGE_EMAIL}"},
        "addresses.undo_changed_address.post": {"token": "a token to undo"},
        "lost_factors.report_lost_factor.post": {"token": LOG_IN_TOKEN},
        "lost_factors.keep_factors.post": {"token": STOP_TOKEN},
        "undos.undo_change_of_ways_in.post": {"token": UNDO_TOKEN},
        "login.login_with_passkey.post": USED,
        "factors.add_own_passkey.post": NEW,
        "passkeys.rename_own_passkey.patch": {"name": "Blue key"},
        "factors.verify_first_code.post": {"id": BEGUN.id, "code": "000000"},
        "providers.login_with_id_token.post": {"id_token": providers.ID_TOKEN, "nonce": providers.NONCE},
        "providers.exchange_code.post": {"code": providers.CODE},
        "providers.add_provider.post": {"return_to": providers.RETURN_TO},
    }
)
# These take what a browser says, with members that it may add.
LENIENT = {"login.login_with_passkey.post", "factors.add_own_passkey.post"}

# What else some of them take, in place of one field or another.
_NAMED: list[dict[str, Any]] = [{"username": "ada"}, {"mobile": "01712345678"}, {"email": "ada@example.org"}]
_TOKENS = {"session": "tokens"}
_ASKED = {"scope": "account:read", "audience": "http://127.0.0.1:8087"}
OTHER_BODIES: dict[str, list[dict[str, Any]]] = {
    "registration.register_user.post": [
        {"username": "grace", "password": "a good password", "invitation": "the token of a link"}
    ],
    "invitations.invite_guest.post": [{"mobile": "01912345678"}, {"email": "guest@example.org", "roles": ["support"]}],
    "roles.put_roles_of_user.put": [{"roles": ["support"], "reason": "works at the desk"}],
    "admin.replace_address_of_user.post": [{"mobile": "01912345678", "reason": "has called"}],
    "removals.end_sessions_of_user.post": [{"session": "0" * 32, "reason": "has lost the phone"}],
    "registration.activate_account.post": [
        {"token": "the token of a link"},
        *({**named, "username": "grace", "code": "123456"} for named in _NAMED[1:]),
    ],
    "passwords.forget_password.post": _NAMED[1:],
    "passwords.choose_new_password.post": [
        {**named, "code": "123456", "new_password": "another password"} for named in _NAMED
    ],
    "login.login.post": [
        *({**named, "password": "password", **_TOKENS} for named in _NAMED[1:]),
        {"username": "ada", "password": "password", "new_password": "another password"},
        {"username": "ada", "password": "password", **_ASKED},
    ],
    "login.prove_again.post": [{"code": "123456"}, {"factor_code": "123456"}, {"recovery_code": RECOVERY_CODE}],
    "login.login_with_factor.post": [{"token": LOG_IN_TOKEN, "code": "123456", **_TOKENS}],
    "addresses.prove_change_with_code.post": [{"mobile": "123456"}],
    "addresses.prove_change_with_link.post": [{**named, "code": "123456"} for named in _NAMED],
    "lost_factors.report_lost_factor.post": [{**named, "code": "123456"} for named in _NAMED],
    "login.login_with_code.post": [{**named, "code": "123456", **_TOKENS, **_ASKED} for named in _NAMED],
    "providers.exchange_code.post": [{"code": providers.CODE, "code_verifier": "a" * 43, **_TOKENS, **_ASKED}],
    "providers.login_with_id_token.post": [
        {"id_token": providers.ID_TOKEN, "nonce": providers.NONCE, **_TOKENS, **_ASKED}
    ],
    "providers.add_provider.post": [
        {"code": providers.CODE, "code_verifier": "a" * 43},
        {"id_token": providers.ID_TOKEN, "nonce": providers.NONCE},
    ],
}
# For each field of each endpoint a right body that has it.
FIELDS = {
    (name, field): body
    for name in BODIES
    if name not in LENIENT
    for body in [*OTHER_BODIES.get(name, []), BODIES[name]]
    for field in body
}
