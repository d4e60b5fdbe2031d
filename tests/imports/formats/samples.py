"""A small export of each system, in the shape that it documents, and the lines that are read from it."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

BCRYPT = "$2b$10$Ea.YKmbOGeh7WwYrm5k4w.gmZ2MnD4pd70bgESuBKXJdgd/xv5WYm"


class Sample(NamedTuple):
    """A *file* of a system with its *options*, and the *lines* that are read from it."""

    format: str
    file: bytes
    lines: list[dict[str, Any]]
    options: Mapping[str, str] = MappingProxyType({})


def document(content: Any) -> bytes:
    return json.dumps(content, indent=2).encode()


def json_lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def csv(*lines: str) -> bytes:
    return "\r\n".join([*lines, ""]).encode()


def hashed(system: str, stored: str = BCRYPT, **extra: Any) -> dict[str, Any]:
    return {"system": system, "stored": stored, **({"extra": extra} if extra else {})}


ADA = {"username": "ada", "email": "ada@example.org"}
KEYCLOAK_CREDENTIAL = {"type": "password", "secretData": "{}", "credentialData": "{}"}

SAMPLES = [
    Sample(
        "auth0",
        json_lines(
            {
                "user_id": "auth0|1",
                "email": "ada@example.org",
                "email_verified": True,
                "phone_number": "+8801712345678",
                "phone_verified": False,
                "created_at": "2020-01-31T10:15:00.123Z",
                "blocked": True,
                "passwordHash": BCRYPT,
            },
            {
                "_id": {"$oid": "5f0"},
                "email": "bob@example.org",
                "custom_password_hash": {"hash": {"value": "$argon2"}},
            },
        ),
        [
            {
                "external_id": "auth0|1",
                "email": "ada@example.org",
                "mobile": "+8801712345678",
                "verified": ["email"],
                "created_at": "2020-01-31T10:15:00.123000+00:00",
                "active": False,
                "password": hashed("auth0"),
            },
            {"external_id": "5f0", "email": "bob@example.org", "password": hashed("auth0", "$argon2")},
        ],
    ),
    Sample(
        "clerk",
        csv(
            "id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,"
            "unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,"
            "password_hasher",
            f"user_1,Ada,L,ada,ada@example.org,,ada@example.org|a@example.org,,,,,{BCRYPT},bcrypt",
            "user_2,,,,,+8801712345678,,,+8801712345678,,,,",
        ),
        [
            ADA
            | {
                "external_id": "user_1",
                "verified": ["email"],
                "password": hashed("clerk", password_hasher="bcrypt"),
            },
            {"external_id": "user_2", "mobile": "+8801712345678", "verified": ["mobile"]},
        ],
    ),
    Sample(
        "firebase",
        document(
            {
                "users": [
                    {
                        "localId": "a1",
                        "email": "ada@example.org",
                        "emailVerified": False,
                        "passwordHash": "aGFzaA==",
                        "salt": "c2FsdA==",
                        "createdAt": "1580465700000",
                        "disabled": False,
                        "providerUserInfo": [],
                    },
                    {"localId": "b2", "phoneNumber": "+8801712345678", "disabled": True},
                ]
            }
        ),
        [
            {
                "external_id": "a1",
                "email": "ada@example.org",
                "created_at": "2020-01-31T10:15:00+00:00",
                "password": hashed(
                    "firebase",
                    '{"salt":"c2FsdA==","hash":"aGFzaA=="}',
                    signerKey="a2V5",
                    saltSeparator="Bw==",
                    rounds="8",
                    memCost="14",
                ),
            },
            {"external_id": "b2", "mobile": "+8801712345678", "verified": ["mobile"], "active": False},
        ],
        {"signer-key": "a2V5", "salt-separator": "Bw==", "rounds": "8", "mem-cost": "14"},
    ),
    Sample(
        "keycloak",
        document(
            {
                "realm": "main",
                "roles": {"realm": [{"name": "offline_access"}]},
                "users": [
                    {
                        "id": "0a",
                        "createdTimestamp": 1580465700000,
                        "username": "ada",
                        "enabled": True,
                        "emailVerified": True,
                        "email": "ada@example.org",
                        "attributes": {"locale": ["de"], "phoneNumber": ["+8801712345678"]},
                        "credentials": [{"type": "otp"}, KEYCLOAK_CREDENTIAL],
                        "realmRoles": ["offline_access"],
                    },
                    {"id": "0b", "username": "service-account-shop", "enabled": False},
                ],
            }
        ),
        [
            ADA
            | {
                "external_id": "0a",
                "mobile": "+8801712345678",
                "verified": ["email"],
                "locale": "de",
                "created_at": "2020-01-31T10:15:00+00:00",
                "password": hashed("keycloak", json.dumps(KEYCLOAK_CREDENTIAL, separators=(",", ":"))),
            },
            {"external_id": "0b", "username": "service-account-shop", "active": False},
        ],
    ),
    Sample(
        "kratos",
        document(
            [
                {
                    "id": "9f",
                    "state": "inactive",
                    "created_at": "2020-01-31T10:15:00Z",
                    "traits": {"email": "ada@example.org", "username": "ada"},
                    "credentials": {"password": {"type": "password", "config": {"hashed_password": BCRYPT}}},
                    "verifiable_addresses": [{"value": "ada@example.org", "verified": True, "via": "email"}],
                }
            ]
        ),
        [
            ADA
            | {
                "external_id": "9f",
                "verified": ["email"],
                "created_at": "2020-01-31T10:15:00+00:00",
                "active": False,
                "password": hashed("auto"),
            }
        ],
    ),
    Sample(
        "supabase",
        csv(
            "id,email,encrypted_password,email_confirmed_at,phone,phone_confirmed_at,created_at,banned_until",
            f"7c,ada@example.org,{BCRYPT},2020-01-31 10:15:00.5+00,8801712345678,,2020-01-31 10:15:00+00,",
            "7d,bob@example.org,,,,,,2999-01-01 00:00:00+00",
        ),
        [
            {
                "external_id": "7c",
                "email": "ada@example.org",
                "mobile": "+8801712345678",
                "verified": ["email"],
                "created_at": "2020-01-31T10:15:00+00:00",
                "password": hashed("supabase"),
            },
            {"external_id": "7d", "email": "bob@example.org", "suspended_until": "2999-01-01T00:00:00+00:00"},
        ],
    ),
    Sample(
        "supertokens",
        csv("user_id,email,password_hash,time_joined,email_verified", f"7c,ada@example.org,{BCRYPT},1580465700000,t"),
        [
            {
                "external_id": "7c",
                "email": "ada@example.org",
                "verified": ["email"],
                "created_at": "2020-01-31T10:15:00+00:00",
                "password": hashed("supertokens"),
            }
        ],
    ),
    Sample(
        "zitadel",
        document(
            {
                "orgs": [
                    {
                        "orgId": "1",
                        "humanUsers": [
                            {
                                "userId": "11",
                                "user": {
                                    "userName": "ada",
                                    "profile": {"preferredLanguage": "de"},
                                    "email": {"email": "ada@example.org", "isEmailVerified": True},
                                    "hashedPassword": {"value": BCRYPT},
                                },
                            }
                        ],
                    },
                    {"orgId": "2", "humanUsers": [{"userId": "12", "user": {"userName": "bob"}}]},
                ]
            }
        ),
        [
            ADA | {"external_id": "11", "locale": "de", "verified": ["email"], "password": hashed("auto")},
            {"external_id": "12", "username": "bob"},
        ],
    ),
]
