"""The registry: every event that is put on record, what it means, and whether its user is shown it.

``docs/events.md`` is made from this file.
"""

from typing import Literal, NamedTuple, cast, get_args

from gatepost.audit.event_names import EventName as EventName
from gatepost.audit.webhook_events import WEBHOOK_EVENTS


class Event(NamedTuple):
    """The meaning of an event, in words for people, and whether it is *shown* to the user whom it is about."""

    means: str
    shown: bool = True


EVENTS: dict[EventName, Event] = {
    "account.registered": Event("The account was made."),
    "account.registered_again": Event(
        "Before its activation the account was registered again, with its password; it waits for new addresses."
    ),
    "administrator.created": Event("An administrator's account was made on the command line."),
    "accounts.adopted": Event("The accounts of the founding document's application were adopted.", shown=False),
    "roles.changed": Event("The user was given roles, or they were taken away."),
    "role.defined": Event("An own role was made, or its description or permissions were changed.", shown=False),
    "role.deleted": Event("An own role was deleted; nobody held it.", shown=False),
    "account.activated": Event("The account became active."),
    "account.updated": Event(
        "Something of the account was changed, or asked to be. `about` names declared fields that were, never values."
    ),
    "account.deactivated": Event("The account was closed by an operator, and signed out everywhere."),
    "account.reactivated": Event("The account was opened again by an operator."),
    "account.suspended": Event("The account was suspended by the support, and signed out everywhere."),
    "account.unsuspended": Event("The suspension of the account was ended before its time."),
    "waits.lifted": Event("The support lifted the waits after wrong passwords and codes, and enabled the password."),
    "password.reset_begun": Event("The support had a code sent with which the user chooses a new password."),
    "address.change_begun": Event("The support had a code sent to a new address, which counts once it is proven."),
    "account.created": Event("The support made the account, and had a code sent with which its user sets a password."),
    "account.impersonated": Event("Staff began to act as the user, for a quarter of an hour at most."),
    "account.exported": Event("All that is stored about the user was given out, to its user or to staff."),
    "account.imported": Event("The account was made by an import from another system."),
    "accounts.exported": Event("An operator exported all accounts, perhaps with the hashes of passwords.", shown=False),
    "import.begun": Event("An operator began to import accounts from a file.", shown=False),
    "import.finished": Event("The file was read to its end; the line tells how many accounts were made.", shown=False),
    "account.deleted": Event("The account was deleted, by its user or by somebody with `users:write`."),
    "account.superseded": Event("A registration fell because somebody else has proven the address it waited for."),
    "account.lapsed": Event("A registration fell because nobody has proven its address in time."),
    "mobile.proven": Event("The mobile number was proven by getting in through it."),
    "mobile.changed": Event("A new mobile number was proven, and counts."),
    "mobile.withdrawn": Event("A change of the mobile number was withdrawn before it was proven."),
    "mobile.lost": Event("The mobile number went to somebody who has proven it."),
    "mobile.restored": Event("A change of the mobile number was undone from the old one."),
    "email.proven": Event("The e-mail address was proven by getting in through it."),
    "email.changed": Event("A new e-mail address was proven, and counts."),
    "email.withdrawn": Event("A change of the e-mail address was withdrawn before it was proven."),
    "email.lost": Event("The e-mail address went to somebody who has proven it."),
    "email.restored": Event("A change of the e-mail address was undone from the old one."),
    "login.succeeded": Event("Somebody logged in."),
    "login.failed": Event("Somebody gave a wrong password at a log-in."),
    "login.not_active": Event("Somebody proved who they are, but the account is not active."),
    "login.factor_due": Event("The first proof of a log-in was right, and a second factor was asked for."),
    "login.password_expired": Event(
        "The right password was given, but it had expired: a new one has to be chosen first."
    ),
    "login.refused": Event("The right password was given, but nobody was let in for another reason."),
    "login.denied": Event("The proofs were right, and the server at HOOK_URL did not let the log-in go on."),
    "login.reauthenticated": Event("Within a session, its user proved again who they are."),
    "login.reauthentication_failed": Event("Within a session, somebody could not prove again who they are."),
    "logout": Event("A session was ended by logging out."),
    "proof.refused": Event("A code was wrong, too old, or spent."),
    "registration.refused": Event("Somebody registered the name of an account that waits, with another password."),
    "proof.locked": Event("A code was wrong for the fifth time: no code is right until an hour after the first."),
    "passkey.added": Event("A passkey was added."),
    "passkey.removed": Event("A passkey was removed, or all that a stranger may have added."),
    "passkey.refused": Event("An answer of a passkey was wrong at a log-in."),
    "passkey.counter_fell": Event(
        "A passkey's counter has not risen since its last use: the key may be copied. The log-in was refused."
    ),
    "password.changed": Event("The password was changed by who knew the old one."),
    "password.change_refused": Event("A change of password was refused: the old one was wrong."),
    "password.chosen": Event("A user without a password chose one, within a session."),
    "password.removed": Event("Its user removed the password, and logs in by a passkey; all other sessions ended."),
    "password.reset": Event("A new password was chosen by a code or link."),
    "password.disabled": Event("A hundred wrong passwords in a row: no password is right until a new one is chosen."),
    "password.expired": Event("An operator asked for a new password at the next log-in."),
    "factor.added": Event("A second factor was enrolled."),
    "factor.removed": Event("A second factor was removed."),
    "factor.refused": Event("A proof of a second factor was wrong, or was used before."),
    "factor.locked": Event("It was the fifth: no proof of a second factor is right until an hour after the first."),
    "factors.removed": Event(
        "All second factors were removed: after the waiting time of a lost one, or by support or an operator."
    ),
    "factor.loss_reported": Event("Somebody said that the second factors are lost; the waiting time began."),
    "factor.loss_stopped": Event(
        "The second factors stay: a link, a right proof of one, or a new one ended the waiting time."
    ),
    "way_in.undone": Event("A change of the ways in, and all later ones, were undone by the link in its message."),
    "recovery_codes.made": Event("Recovery codes were made anew; those of before ended."),
    "recovery_code.used": Event("A recovery code was used in place of a second factor."),
    "provider.linked": Event("An account at another provider became a way in, by its user or by a proven address."),
    "provider.unlinked": Event("An account at another provider is no way in any more; all other sessions ended."),
    "session.ended": Event("One session was ended from another, or by somebody with `sessions:end`."),
    "sessions.ended": Event("All other sessions were ended, or all of them by somebody with `sessions:end`."),
    "session.over_limit": Event("A session gave way because the user had too many."),
    "session.replaced": Event("A session in a cookie ended, because somebody logged in again in the same browser."),
    "session.refresh_reuse": Event("A used refresh token came back; its session was ended."),
    "session.revoked": Event("Another service ended the session that a token belonged to."),
    "personal_token.made": Event("A personal access token was made."),
    "personal_token.revoked": Event(
        "A personal access token was revoked by its user, by somebody with `sessions:end`, by a service or an operator."
    ),
    "personal_tokens.revoked": Event(
        "All personal access tokens were revoked: by choice, or because the ways in have changed."
    ),
    "access.refused": Event(
        "A user was refused another's record, or something that takes a permission: at most 60 an hour by each.",
        shown=False,
    ),
    "client.added": Event("A service was registered that may ask about tokens.", shown=False),
    "client.renewed": Event("Such a service got a new secret, and the old one ended.", shown=False),
    "client.secret_added": Event("Such a service got a second secret; the old one is still taken.", shown=False),
    "client.old_secret_ended": Event("The old one of its two secrets was ended.", shown=False),
    "client.removed": Event("Such a service was removed.", shown=False),
    "key.rotated": Event("The next key that signs tokens was made by request.", shown=False),
    "key.revoked": Event("A key was revoked: what it signed is refused.", shown=False),
    "audit.accepted": Event("An operator accepted the chain of this record under another secret.", shown=False),
    **{name: Event(means, shown=False) for name, means in WEBHOOK_EVENTS.items()},
    "invitation.sent": Event("Somebody was invited to register.", shown=False),
    "invitation.withdrawn": Event("Somebody withdrew an invitation before it was used.", shown=False),
    "invitation.used": Event("The account was made by an invitation, and its address is verified."),
    "sms.stopped": Event(
        "Codes by SMS to a country were stopped, because far fewer came back than usual: once an hour for each.",
        shown=False,
    ),
    "sms.over_budget": Event("The budget of SMS to a country was used up: once an hour for each.", shown=False),
    "unknown.login_failed": Event("Somebody tried to log in by a name or passkey that nobody has.", shown=False),
    "unknown.proof_refused": Event("Somebody sent a code for a name or address that nobody has.", shown=False),
    "unknown.registration_refused": Event(
        "Somebody registered what is taken, and was not told (REGISTRATION_ANSWER).", shown=False
    ),
}
OF_NOBODY: tuple[EventName, ...] = ("unknown.login_failed", "unknown.proof_refused", "unknown.registration_refused")
"""Events of accounts that do not exist. Anyone can cause any number of them, so they are not chained.

They are kept for a week.
"""

OfAddress = Literal["proven", "changed", "withdrawn", "lost", "restored"]


def of_address(kind: Literal["mobile", "email"], what: OfAddress) -> EventName:
    """The event of this *kind* of address, such as ``email.changed``."""
    return cast("EventName", f"{kind}.{what}")


assert set(EVENTS) == set(get_args(EventName))  # noqa: S101  each has its meaning
