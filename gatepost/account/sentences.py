"""The sentences that a page shows after something was done: a closed list, because nothing of an address is shown."""

from gatepost.pages.words import marked, translate

_SENTENCES = {
    "signed-out": marked("You are signed out."),
    "sent": marked("If this account is known, a message is on its way."),
    "registered": marked("Your account was created. We have sent you a code."),
    "waits": marked("Your account was created. Activate it now."),
    "activated": marked("Your account is active. You can sign in now."),
    "activated-without-password": marked("Your account is active. Choose a password now: ask for a code below."),
    "reset": marked("Your password was changed. Sign in with it now."),
    "expired": marked("That took too long. Please begin again."),
    "cancelled": marked("You have stopped it. Sign in another way, or try again."),
}


def sentence(done: str) -> str:
    """The sentence of this key, in the language of the page; empty for any other key."""
    return translate(_SENTENCES[done]) if done in _SENTENCES else ""
