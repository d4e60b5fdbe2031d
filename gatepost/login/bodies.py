"""The bodies of log-ins and proofs."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from gatepost.api import AskedAudience, AskedScope, Body, KeptIn, OptionalName, OptionalSecret, Secret, UsedPasskey
from gatepost.users.schemas import (
    APP_CODE,
    AUDIENCE,
    CODE,
    EMAIL,
    MOBILE,
    NEW_PASSWORD,
    RECOVERY_CODE,
    SCOPE,
    TOKEN,
    USERNAME,
    never_null,
)

_WHEN: JsonDict = {"description": "only where the password until now has expired (403 `password_change_required`)"}


_NAMES = {"username", "mobile", "email"}
_NO_NAME = object()


def _refuse_no_name(value: Any) -> Any:
    if value is _NO_NAME:
        raise PydanticCustomError("missing", "Field required")
    return value


class Credentials(Body):
    """One of username, mobile and email, and the password; a new one where that has expired."""

    username: Annotated[OptionalName, BeforeValidator(_refuse_no_name)] = Field(None, json_schema_extra=never_null({}))
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    password: Secret
    new_password: OptionalSecret = Field(None, json_schema_extra=never_null(NEW_PASSWORD | _WHEN))
    session: KeptIn = "tokens"
    scope: AskedScope = Field(None, json_schema_extra=never_null(SCOPE))
    audience: AskedAudience = Field(None, json_schema_extra=never_null(AUDIENCE))

    @model_validator(mode="before")
    @classmethod
    def _ask_for_username(cls, value: Any) -> Any:
        """Without any name it is the username that is missing, as in the founding document."""
        nameless = isinstance(value, dict) and not value.keys() & _NAMES
        return {"username": _NO_NAME, **value} if nameless else value


class CodeLogIn(Body):
    """One of username, mobile and email; then the same with the code. Or the token of the link."""

    username: OptionalName = Field(None, json_schema_extra=never_null(USERNAME))
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    token: OptionalSecret = Field(None, json_schema_extra=never_null(TOKEN))
    session: KeptIn = "tokens"
    scope: AskedScope = Field(None, json_schema_extra=never_null(SCOPE))
    audience: AskedAudience = Field(None, json_schema_extra=never_null(AUDIENCE))


class FactorLogIn(Body):
    """The token of a log-in that waits, and a proof of a factor: a code of an app, a recovery code, or a passkey."""

    token: Secret = Field(json_schema_extra={"description": "from `second_factor` of the log-in"})
    code: OptionalName = Field(None, json_schema_extra=never_null(APP_CODE))
    recovery_code: OptionalName = Field(None, json_schema_extra=never_null(RECOVERY_CODE))
    passkey: UsedPasskey | None = Field(None, description="an answer to POST /user/login/passkey/options")
    trust_device: bool = Field(False, description="no second factor on this device for GATEPOST_TRUSTED_DEVICE")
    session: KeptIn = "tokens"


class PasskeyLogIn(UsedPasskey):
    """The answer of ``navigator.credentials.get()`` (AuthenticationResponseJSON), with three members of ours."""

    session: KeptIn = "tokens"
    scope: AskedScope = Field(None, json_schema_extra=never_null(SCOPE))
    audience: AskedAudience = Field(None, json_schema_extra=never_null(AUDIENCE))


class Proof(Body):
    """The password of the user who is signed in, a code that was sent to them, or a proof of a second factor.

    A second factor may come with the password.
    """

    password: OptionalSecret = Field(None, json_schema_extra=never_null({}))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    factor_code: OptionalName = Field(None, json_schema_extra=never_null(APP_CODE))
    recovery_code: OptionalName = Field(None, json_schema_extra=never_null(RECOVERY_CODE))
    passkey: UsedPasskey | None = Field(None, description="an answer to POST /user/login/passkey/options")
