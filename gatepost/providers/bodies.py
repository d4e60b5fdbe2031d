"""The requests of this room, and their answers."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import NOT_NULL, AskedAudience, AskedScope, Body, Form, KeptIn, OptionalSecret, Query, Secret
from gatepost.providers.identity import LONGEST
from gatepost.sessions.answers import Moment
from gatepost.users.schemas import AUDIENCE, SCOPE, never_null

Url = Annotated[str, StringConstraints(min_length=1, max_length=2048, pattern=r"^[!-~]*$")]
Sent = Annotated[str, StringConstraints(min_length=1, max_length=2048, pattern=r"^[ -~]*$")]  # RFC 6749 appendix A
Challenge = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
Verifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]
IdToken = Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^[\w-]+\.[\w-]+\.[\w-]*$")]
OptionalUrl = Annotated[Url | None, NOT_NULL]
OptionalVerifier = Annotated[Verifier | None, NOT_NULL]
OptionalIdToken = Annotated[IdToken | None, NOT_NULL]

_CODE: JsonDict = {"description": "the one that the browser brought back to your app"}
_VERIFIER: JsonDict = {"description": "the secret whose digest was the code_challenge, if the app gave one"}
_NONCE: JsonDict = {"description": "the one that your app gave the provider"}


class Begin(Query):
    """Where the browser returns to, the digest of a secret of the app, and a ticket of POST /user/providers/with/…."""

    return_to: Url
    code_challenge: Challenge | None = None
    link: Url | None = None


class Callback(Query):
    """The parameters that the provider sends back. Some send more, which means nothing."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    state: Sent
    code: Sent | None = None
    error: Sent | None = None
    iss: Sent | None = None


class Posted(Form):
    """The same in a form. Apple sends more: a name that nobody signed, of which we have no use."""

    state: Sent
    code: Sent | None = None
    error: Sent | None = None
    iss: Sent | None = None


class Exchange(Body):
    """A code, and the secret of the app that goes with it."""

    code: Secret = Field(json_schema_extra=_CODE)
    code_verifier: OptionalVerifier = Field(None, json_schema_extra=never_null(_VERIFIER))
    session: KeptIn = "tokens"
    scope: AskedScope = Field(None, json_schema_extra=never_null(SCOPE))
    audience: AskedAudience = Field(None, json_schema_extra=never_null(AUDIENCE))


class Native(Body):
    """An ID token that an app got from the provider, and its nonce."""

    id_token: IdToken
    nonce: Secret = Field(json_schema_extra=_NONCE)
    session: KeptIn = "tokens"
    scope: AskedScope = Field(None, json_schema_extra=never_null(SCOPE))
    audience: AskedAudience = Field(None, json_schema_extra=never_null(AUDIENCE))


class Linking(Body):
    """An address of your app to begin; then the code that the browser brought back there. Or an ID token."""

    return_to: OptionalUrl = Field(None, json_schema_extra=never_null({}))
    code: OptionalSecret = Field(None, json_schema_extra=never_null(_CODE))
    code_verifier: OptionalVerifier = Field(None, json_schema_extra=never_null(_VERIFIER))
    id_token: OptionalIdToken = Field(None, json_schema_extra=never_null({}))
    nonce: OptionalSecret = Field(None, json_schema_extra=never_null(_NONCE))


class LinkData(TypedDict):
    """An account at a provider with which the user may log in."""

    id: str
    provider: str
    created_at: Moment
    last_used_at: Moment | None


class LinksAnswer(TypedDict):
    """The accounts at providers with which the user may log in."""

    data: list[LinkData]
    message: str
    status: int


class LinkBegun(TypedDict):
    """The address to which your app sends the browser."""

    url: str
    message: str
    status: int
