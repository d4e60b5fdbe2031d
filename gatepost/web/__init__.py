"""What all endpoints share. It knows no room: whom a token belongs to is handed in by app.py."""

from gatepost.web.access import ADMIN, ANY_CLIENT, CLIENT, FORWARDED, PUBLIC, RECENT, REFRESH_TOKEN, SIGNED_IN
from gatepost.web.answers import Answer
from gatepost.web.client import client
from gatepost.web.device import remember_device
from gatepost.web.fields import Body, Form, Name, OptionalName, OptionalSecret, Query, Secret
from gatepost.web.limits import Limits, Unlimited
from gatepost.web.paging import link_to_next
from gatepost.web.room import Room

__all__ = [
    "ADMIN",
    "ANY_CLIENT",
    "CLIENT",
    "FORWARDED",
    "PUBLIC",
    "RECENT",
    "REFRESH_TOKEN",
    "SIGNED_IN",
    "Answer",
    "Body",
    "Form",
    "Limits",
    "Name",
    "OptionalName",
    "OptionalSecret",
    "Query",
    "Room",
    "Secret",
    "Unlimited",
    "client",
    "link_to_next",
    "remember_device",
]
