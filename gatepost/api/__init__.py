"""Endpoints: declaration, JSON input and JSON answers. It imports no room."""

from gatepost.api.answers import Answer
from gatepost.api.fields import NOT_NULL, Body, Name, OptionalName, OptionalSecret, Query, Secret
from gatepost.api.hot import Hot, HotRequest
from gatepost.api.paging import link_to_next
from gatepost.api.passkey_answers import NewPasskey, UsedPasskey
from gatepost.api.room import Room
from gatepost.http.access import (
    ADMIN,
    ANY_CLIENT,
    CLIENT,
    ENROLLING,
    FACTOR,
    FORWARDED,
    PUBLIC,
    RECENT,
    RECENT_ENROLLING,
    REFRESH_TOKEN,
    SIGNED_IN,
)
from gatepost.http.client import client
from gatepost.http.device_cookie import remember_device
from gatepost.http.form import Form
from gatepost.http.limits import Limits, Unlimited

__all__ = [
    "ADMIN",
    "ANY_CLIENT",
    "CLIENT",
    "ENROLLING",
    "FACTOR",
    "FORWARDED",
    "NOT_NULL",
    "PUBLIC",
    "RECENT",
    "RECENT_ENROLLING",
    "REFRESH_TOKEN",
    "SIGNED_IN",
    "Answer",
    "Body",
    "Form",
    "Hot",
    "HotRequest",
    "Limits",
    "Name",
    "NewPasskey",
    "OptionalName",
    "OptionalSecret",
    "Query",
    "Room",
    "Secret",
    "Unlimited",
    "UsedPasskey",
    "client",
    "link_to_next",
    "remember_device",
]
