"""Endpoints: declaration, JSON input and JSON answers. It imports no room."""

from gatepost.api.answers import Answer
from gatepost.api.fields import (
    NOT_NULL,
    AskedAudience,
    AskedScope,
    Body,
    KeptIn,
    Name,
    OptionalName,
    OptionalSecret,
    Query,
    ScopeNames,
    Secret,
)
from gatepost.api.hot import Hot, HotRequest
from gatepost.api.moments import Moment
from gatepost.api.paging import link_to_next
from gatepost.api.passkey_answers import NewPasskey, UsedPasskey
from gatepost.api.reasons import Deed, Reason
from gatepost.api.room import Room
from gatepost.http.access import (
    ANY_CLIENT,
    CLIENT,
    ENROLLING,
    ENROLLING_BY_TOKEN,
    FACTOR,
    FORWARDED,
    PUBLIC,
    RECENT,
    RECENT_ENROLLING,
    REFRESH_TOKEN,
    SIGNED_IN,
    own_or,
    permits,
)
from gatepost.http.client import client
from gatepost.http.cookie_credential import client_at_log_in
from gatepost.http.device_cookie import remember_device
from gatepost.http.form import Form
from gatepost.http.limits import Limits, Unlimited

__all__ = [
    "ANY_CLIENT",
    "CLIENT",
    "ENROLLING",
    "ENROLLING_BY_TOKEN",
    "FACTOR",
    "FORWARDED",
    "NOT_NULL",
    "PUBLIC",
    "RECENT",
    "RECENT_ENROLLING",
    "REFRESH_TOKEN",
    "SIGNED_IN",
    "Answer",
    "AskedAudience",
    "AskedScope",
    "Body",
    "Deed",
    "Form",
    "Hot",
    "HotRequest",
    "KeptIn",
    "Limits",
    "Moment",
    "Name",
    "NewPasskey",
    "OptionalName",
    "OptionalSecret",
    "Query",
    "Reason",
    "Room",
    "ScopeNames",
    "Secret",
    "Unlimited",
    "UsedPasskey",
    "client",
    "client_at_log_in",
    "link_to_next",
    "own_or",
    "permits",
    "remember_device",
]
