"""The shapes of what authenticators answer (WebAuthn Level 3, in JSON).

They are what ``PublicKeyCredential.toJSON()`` gives and @simplewebauthn/browser returns. Members that are not declared
are ignored, because browsers add some each year.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from gatepost.api.fields import Body

_LONGEST = 60_000  # characters: what is longer does not fit into a body
Base64Url = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST, pattern=r"^[A-Za-z0-9_-]+$")]
Handle = Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z0-9_-]*$")]
Transport = Annotated[str, StringConstraints(max_length=50)]


class _Lenient(Body):
    model_config = ConfigDict(extra="ignore")


class Attestation(_Lenient):
    """The part of the answer that says which key was made."""

    clientDataJSON: Base64Url
    attestationObject: Base64Url
    transports: list[Transport] = Field([], max_length=20)


class NewPasskey(_Lenient):
    """The answer of ``navigator.credentials.create()`` (RegistrationResponseJSON)."""

    id: Base64Url
    rawId: Base64Url
    type: Literal["public-key"]
    response: Attestation


class Assertion(_Lenient):
    """The part of the answer that the authenticator has signed."""

    clientDataJSON: Base64Url
    authenticatorData: Base64Url
    signature: Base64Url
    userHandle: Handle | None = None


class UsedPasskey(_Lenient):
    """The answer of ``navigator.credentials.get()`` (AuthenticationResponseJSON)."""

    id: Base64Url
    rawId: Base64Url
    type: Literal["public-key"]
    response: Assertion
