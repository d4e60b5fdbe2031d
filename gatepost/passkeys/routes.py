"""/user/passkeys and /.well-known/webauthn

POST /user/passkeys is in factors/routes.py, POST /user/login/passkey in login/routes.py
"""

from typing import Any, Literal

from pydantic import Field

from gatepost.api import (
    PUBLIC,
    RECENT,
    RECENT_ENROLLING,
    SIGNED_IN,
    Answer,
    Body,
    Name,
    Query,
    Room,
    client,
    remember_device,
)
from gatepost.caller import Caller
from gatepost.errors import FactorRequired, LastFactor, LastWayIn, NotOffered, PasskeyNotFound
from gatepost.passkeys.answers import CreationOptions, PasskeyAnswer, PasskeysAnswer, RelatedOrigins, RemovedAnswer
from gatepost.passkeys.manage_passkeys import list_passkeys, remove_passkey, rename_passkey
from gatepost.passkeys.models import NAME_MAX
from gatepost.settings import settings

room = Room("passkeys")


class Mediation(Query):
    """How the browser asks."""

    mediation: Literal["conditional"] | None = Field(
        None, description="conditional: without a question, after a log-in by password (GATEPOST_PASSKEY_UPGRADES)"
    )


class PasskeyName(Body):
    """A name that tells the user which passkey it is."""

    name: Name = Field(max_length=NAME_MAX, examples=["Blue key"])


@room.post(
    "/user/passkeys/options",
    access=RECENT_ENROLLING,
    limit="30/minute",
    query=Mediation,
    answer=CreationOptions,
    refuses=(NotOffered, FactorRequired),
)
def get_options_to_create(query: Mediation, caller: Caller) -> dict[str, Any]:
    """Get the options for a new passkey.

    Give them to `PublicKeyCredential.parseCreationOptionsFromJSON()`, and its result to
    `navigator.credentials.create()`. They hold for five minutes and one answer, in this session.
    """
    from gatepost.passkeys.request_options import options_to_create  # noqa: PLC0415  its library is late

    return options_to_create(caller, conditional=query.mediation is not None)


@room.get("/user/passkeys", access=SIGNED_IN.or_token("account:read"), limit="120/minute", answer=PasskeysAnswer)
def get_own_passkeys(caller: Caller) -> PasskeysAnswer:
    """List your passkeys, the newest first.

    `signals` are for the browser: each is the argument of the method of `PublicKeyCredential` with its name.
    """
    data, signals = list_passkeys(caller)
    return {"data": data, "signals": signals, "message": "Success!", "status": 200}


@room.patch(
    "/user/passkeys/<id:passkey_id>",
    access=SIGNED_IN,
    limit="60/minute",
    body=PasskeyName,
    answer=PasskeyAnswer,
    refuses=(PasskeyNotFound,),
)
def rename_own_passkey(passkey_id: str, body: PasskeyName, caller: Caller) -> PasskeyAnswer:
    """Rename one of your passkeys."""
    data, signals = rename_passkey(caller, passkey_id, body.name)
    return {"data": data, "signals": signals, "message": "Success!", "status": 200}


@room.delete(
    "/user/passkeys/<id:passkey_id>",
    access=RECENT,
    limit="60/minute",
    answer=RemovedAnswer,
    refuses=(PasskeyNotFound, FactorRequired, LastWayIn, LastFactor),
)
def remove_own_passkey(passkey_id: str, caller: Caller) -> Answer:
    """Remove one of your passkeys. No log-in with it succeeds from then on; sessions go on.

    No device of yours is known or trusted any more but this one, which is known.

    The last one stays where it is your only way in, because you have no password, and where it is your only factor and
    GATEPOST_SECOND_FACTOR asks you for one.
    """
    signals, device = remove_passkey(caller, passkey_id, client=client())
    told: RemovedAnswer = {"signals": signals, "message": "Passkey removed.", "status": 200}
    return Answer(told, headers=remember_device(device))


@room.get("/.well-known/webauthn", access=PUBLIC, limit="600/minute", answer=RelatedOrigins)
def get_related_origins() -> Answer:
    """Get the other origins whose pages may use the passkeys of this domain.

    Browsers ask for it at the domain of the passkeys.
    """
    return Answer({"origins": list(settings.passkey_related_origins)}, {"Cache-Control": "public, max-age=300"})
