"""Services for accounts, hosted or run by oneself: the file that each of them exports."""

from typing import Any

import orjson

from gatepost.imports.formats.table import Table
from gatepost.imports.formats.values import NoPerson

_FIREBASE = {
    "signer-key": "signerKey",
    "salt-separator": "saltSeparator",
    "rounds": "rounds",
    "mem-cost": "memCost",
}


def _open_auth0(record: dict[str, Any]) -> dict[str, Any]:
    """A hash of another system is in custom_password_hash, as at Auth0's own import."""
    custom = (record.get("custom_password_hash") or {}).get("hash") or {}
    return {**record, "stored": record.get("passwordHash") or record.get("password_hash") or custom.get("value")}


def _open_clerk(record: dict[str, Any]) -> dict[str, Any]:
    """The verified addresses are listed in columns of their own; blanks or commas are between them."""
    told: dict[str, Any] = {}
    for kind, column in (("email", "email_address"), ("phone", "phone_number")):
        primary = record.get(f"primary_{column}")
        listed = str(record.get(f"verified_{column}es" if kind == "email" else f"verified_{column}s") or "")
        known = [each for each in listed.replace(",", " ").replace("|", " ").split() if each]
        told[kind] = primary or (known[0] if known else None)
        told[f"{kind}_verified"] = told[kind] in known
    return {**record, **told}


def _open_firebase(record: dict[str, Any]) -> dict[str, Any]:
    """The hash is read from the hash and its salt; users of providers have neither. No number is there unverified."""
    record = {**record, "phoneVerified": True}
    if not record.get("passwordHash"):
        return record
    stored = {"salt": record.get("salt", ""), "hash": record["passwordHash"]}
    return {**record, "stored": orjson.dumps(stored).decode()}


def _open_keycloak(record: dict[str, Any]) -> dict[str, Any]:
    """The newest credential of the type password, as it is; locale and number are attributes. Raises NoPerson."""
    if record.get("serviceAccountClientId"):
        raise NoPerson("This is the service account of a client.")
    credentials = [each for each in record.get("credentials") or [] if each.get("type") == "password"]
    attributes = record.get("attributes") or {}
    first = {name: (attributes.get(name) or [None])[0] for name in ("locale", "phoneNumber", "phone_number", "mobile")}
    stored = orjson.dumps(credentials[-1]).decode() if credentials else None
    return {**first, **record, "stored": stored}


def _open_kratos(record: dict[str, Any]) -> dict[str, Any]:
    """The traits of the presets, and the addresses that are verified."""
    traits = record.get("traits") or {}
    config = ((record.get("credentials") or {}).get("password") or {}).get("config") or {}
    verified = {each["value"] for each in record.get("verifiable_addresses") or [] if each.get("verified")}
    phone = traits.get("phone") or traits.get("phone_number")
    return {
        **record,
        "username": traits.get("username"),
        "email": traits.get("email"),
        "phone": phone,
        "email_verified": traits.get("email") in verified,
        "phone_verified": phone in verified,
        "stored": config.get("hashed_password"),
    }


def _open_supabase(record: dict[str, Any]) -> dict[str, Any]:
    """A number is stored in digits, after the country's code."""
    phone = str(record.get("phone") or "")
    return {**record, "phone": f"+{phone}" if phone.isdigit() else phone}


def _open_zitadel(record: dict[str, Any]) -> dict[str, Any]:
    """A human user of the export; machine users have other members."""
    user = record["user"]
    email, phone = user.get("email") or {}, user.get("phone") or {}
    return {
        "id": record["userId"],
        "username": user.get("userName"),
        "email": email.get("email"),
        "email_verified": email.get("isEmailVerified"),
        "phone": phone.get("phone"),
        "phone_verified": phone.get("isPhoneVerified"),
        "locale": (user.get("profile") or {}).get("preferredLanguage"),
        "stored": (user.get("hashedPassword") or {}).get("value"),
    }


TABLES = {
    # Auth0 documentation: Bulk User Exports; the hashes come in a file of its support
    "auth0": Table(
        "auth0",
        external_id=("user_id", "_id", "id"),
        mobile=("phone_number",),
        stored=("stored",),
        email_verified=("email_verified",),
        mobile_verified=("phone_verified",),
        closed=("blocked",),
        opened=_open_auth0,
    ),
    # Clerk documentation: Migrate your user data; the CSV of its dashboard
    "clerk": Table(
        "clerk",
        mobile=("phone",),
        stored=("password_digest",),
        email_verified=("email_verified",),
        mobile_verified=("phone_verified",),
        extra={"password_hasher": "password_hasher"},
        opened=_open_clerk,
    ),
    # Firebase documentation: CLI, auth:export; the parameters are those of its console
    "firebase": Table(
        "firebase",
        external_id=("localId",),
        username=(),
        mobile=("phoneNumber",),
        stored=("stored",),
        email_verified=("emailVerified",),
        mobile_verified=("phoneVerified",),
        closed=("disabled",),
        created_at=("createdAt",),
        options=_FIREBASE,
        at="users",
        opened=_open_firebase,
    ),
    # Keycloak documentation: Importing and exporting realms; UserRepresentation
    "keycloak": Table(
        "keycloak",
        mobile=("phoneNumber", "phone_number", "mobile"),
        stored=("stored",),
        email_verified=("emailVerified",),
        active=("enabled",),
        created_at=("createdTimestamp",),
        locale=("locale",),
        at="users",
        opened=_open_keycloak,
    ),
    # Ory Kratos documentation: Get credentials of identities; the API's list of identities
    "kratos": Table(
        "auto",
        mobile=("phone",),
        stored=("stored",),
        email_verified=("email_verified",),
        mobile_verified=("phone_verified",),
        active=("state",),
        opened=_open_kratos,
    ),
    # Supabase documentation: User Management; the table auth.users
    "supabase": Table(
        "supabase",
        mobile=("phone",),
        stored=("encrypted_password",),
        email_verified=("email_confirmed_at",),
        mobile_verified=("phone_confirmed_at",),
        closed=("deleted_at",),
        suspended=("banned_until",),
        opened=_open_supabase,
    ),
    # SuperTokens documentation: User migration; the tables of e-mail and password in one query of docs/moving-in.md
    "supertokens": Table(
        "supertokens",
        external_id=("user_id",),
        stored=("password_hash",),
        email_verified=("email_verified",),
        created_at=("time_joined",),
        options={"signer-key": "signerKey"},
    ),
    # ZITADEL documentation: Export data (the administration API)
    "zitadel": Table(
        "auto",
        mobile=("phone",),
        stored=("stored",),
        email_verified=("email_verified",),
        mobile_verified=("phone_verified",),
        created_at=(),
        locale=("locale",),
        at="orgs.item.humanUsers",
        opened=_open_zitadel,
    ),
}
