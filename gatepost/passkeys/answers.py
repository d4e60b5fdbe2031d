"""How passkeys and the options of a ceremony are shown: options in the JSON forms of WebAuthn Level 3."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.sessions.answers import RenewedSession

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class PasskeyData(TypedDict):
    """A passkey. *provider* is its maker, as far as we know them; *backup*: never, possible, or done."""

    id: str
    name: str
    provider: str | None
    credential_id: str
    backup: str
    created_at: Moment
    last_used_at: Moment | None


class UnknownCredential(TypedDict):
    """A passkey that is no more."""

    rpId: str
    credentialId: str


class AcceptedCredentials(TypedDict):
    """All passkeys of the user."""

    rpId: str
    userId: str
    allAcceptedCredentialIds: list[str]


class CurrentUser(TypedDict):
    """How the user is called."""

    rpId: str
    userId: str
    name: str
    displayName: str


class Signals(TypedDict):
    """For the browser: each is the argument of the method of PublicKeyCredential with its name."""

    signalUnknownCredential: NotRequired[UnknownCredential]
    signalAllAcceptedCredentials: NotRequired[AcceptedCredentials]
    signalCurrentUserDetails: NotRequired[CurrentUser]


class PasskeyAnswer(TypedDict):
    """One passkey."""

    data: PasskeyData
    signals: Signals
    message: str
    status: int


class AddedPasskeyAnswer(PasskeyAnswer, RenewedSession):
    """One passkey, and a token of the session, which has two factors now; not if the browser made it by itself.

    With the first factor of a user who has to have one also the recovery codes, shown once.
    """

    recovery_codes: NotRequired[list[str]]


class PasskeysAnswer(TypedDict):
    """The passkeys of a user."""

    data: list[PasskeyData]
    signals: Signals
    message: str
    status: int


class RemovedAnswer(TypedDict):
    """The passkey is removed."""

    signals: Signals
    message: str
    status: int


class Party(TypedDict):
    """The relying party."""

    id: str
    name: str


class PartyUser(TypedDict):
    """The user, by a handle that says nothing of them."""

    id: str
    name: str
    displayName: str


class Algorithm(TypedDict):
    """A kind of key (COSE)."""

    type: Literal["public-key"]
    alg: int


class Descriptor(TypedDict):
    """A passkey that is known."""

    type: Literal["public-key"]
    id: str
    transports: NotRequired[list[str]]


class Selection(TypedDict):
    """The duties of the authenticator."""

    residentKey: str
    requireResidentKey: bool
    userVerification: str


class CreationOptions(TypedDict):
    """PublicKeyCredentialCreationOptionsJSON."""

    rp: Party
    user: PartyUser
    challenge: str
    pubKeyCredParams: list[Algorithm]
    timeout: int
    excludeCredentials: list[Descriptor]
    authenticatorSelection: Selection
    attestation: str


class RequestOptions(TypedDict):
    """PublicKeyCredentialRequestOptionsJSON."""

    challenge: str
    timeout: int
    rpId: str
    allowCredentials: list[Descriptor]
    userVerification: str


class RelatedOrigins(TypedDict):
    """The other origins whose pages may use the passkeys of this domain."""

    origins: list[str]
