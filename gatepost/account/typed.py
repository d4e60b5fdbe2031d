"""The fields of forms as people type them, and what they mean."""

import re
from typing import Annotated

from pydantic import StringConstraints, ValidationError

from gatepost.api import UsedPasskey
from gatepost.errors import InvalidInput, InvalidPasskey, Reason, Refusal
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.login.any_name import kind_of
from gatepost.one_time_codes.identifier import Identifier, parse_identifier
from gatepost.one_time_codes.redeem_for_user import Code, Link
from gatepost.passkeys.spend_passkey import SentPasskey
from gatepost.tokens.device_token import device_holder

Line = Annotated[str, StringConstraints(max_length=254)]
Secret = Annotated[str, StringConstraints(max_length=1024)]
Passkey = Annotated[str, StringConstraints(max_length=60_000)]

_TOKEN = re.compile(r"(?:https?://\S+#\w+:)?([\w-]{40,200})")
_NAMES = ("username", "mobile", "email", "body")


class Next(Form):
    """*next*: where the person comes back to. *done*: the key of a sentence."""

    next: str = ""
    done: str = ""


def identifier_of(name: str) -> Identifier:
    """The identifier that *name* is: a username, a mobile number or an e-mail address. Raises InvalidInput."""
    return parse_identifier(**{kind_of(name): name})


def proof_of(name: str, typed: str) -> Link | Code:
    """The proof that was *typed*: the code of a message to this *name*, or its whole link. Raises InvalidInput."""
    link = _TOKEN.fullmatch(typed.strip())
    return Link(link[1]) if link else Code(typed, identifier_of(name))


def token_of(typed: str) -> str:
    """The token of a link that was *typed*, or the text itself."""
    link = _TOKEN.fullmatch(typed.strip())
    return link[1] if link else typed.strip()


def passkey_of(sent: str) -> UsedPasskey:
    """The answer of an authenticator, which a script put into the form. Raises InvalidPasskey."""
    try:
        return UsedPasskey.model_validate_json(sent)
    except ValidationError:
        raise InvalidPasskey from None


def passkey_proof(sent: str) -> SentPasskey:
    """The same as a proof of a second factor, by this device. Raises InvalidPasskey."""
    return SentPasskey(passkey_of(sent).model_dump(), device_holder(client().device))


def under_name(refusal: Refusal) -> Refusal:
    """The refusal, with the reasons against an identifier at the one field ``name`` in which it was typed."""
    if not isinstance(refusal, InvalidInput):
        return refusal
    errors: dict[str, list[Reason]] = {}
    for field, reasons in refusal.errors.items():
        errors.setdefault("name" if field in _NAMES else field, []).extend(reasons)
    return InvalidInput(errors)
