"""The shape that all answers of authenticators share (WebAuthn Level 3, in JSON)."""

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints

from gatepost.api.fields import Body

_LONGEST = 60_000  # characters: what is longer does not fit into a body
Base64Url = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST, pattern=r"^[A-Za-z0-9_-]+$")]


class AuthenticatorAnswer(Body):
    """``PublicKeyCredential.toJSON()``, and what @simplewebauthn/browser returns.

    Members that are not declared are ignored, because browsers add some each year.
    """

    model_config = ConfigDict(extra="ignore")

    id: Base64Url
    rawId: Base64Url
    type: Literal["public-key"]
