"""Web frameworks and their libraries for accounts: the table of users that each of them documents."""

from typing import Any

import orjson

from gatepost.imports.formats.table import Table

_MADE = ("created_at", "createdAt", "created")


def _open_django(record: dict[str, Any]) -> dict[str, Any]:
    """A record of ``manage.py dumpdata`` has its columns within ``fields``; one of CSV has them beside each other."""
    return {"id": record["pk"], **record["fields"]} if isinstance(record.get("fields"), dict) else record


def open_salted(record: dict[str, Any]) -> dict[str, Any]:
    """Salt and hash are two columns of passport-local-mongoose: the hash is read from both of them."""
    if not record.get("hash"):
        return record
    return {**record, "stored": orjson.dumps({"salt": record["salt"], "hash": record["hash"]}).decode()}


TABLES = {
    # Django documentation: django-admin, dumpdata; contrib.auth, fields of User
    "django": Table(
        "django",
        external_id=("id", "pk"),
        none="!.*",  # set_unusable_password()
        active=("is_active",),
        created_at=("date_joined", "created_at"),
        opened=_open_django,
    ),
    # Werkzeug's generate_password_hash, in the table that Flask's tutorials have
    "flask": Table("werkzeug", stored=("password_hash", "password"), created_at=_MADE),
    "flask-bcrypt": Table("flask-bcrypt", stored=("password_hash", "password"), created_at=_MADE),
    # Flask-Security documentation: Models; Configuration, SECURITY_PASSWORD_SALT
    "flask-security": Table(
        "flask-security",
        mobile=("us_phone_number", "tf_phone_number"),
        email_verified=("confirmed_at",),
        active=("active",),
        created_at=("create_datetime", "created_at"),
        options={"password-salt": "SECURITY_PASSWORD_SALT"},
    ),
    # FastAPI Users documentation: Configuration, Databases, SQLAlchemy
    "fastapi-users": Table(
        "fastapi-users",
        stored=("hashed_password",),
        email_verified=("is_verified",),
        active=("is_active",),
        created_at=_MADE,
    ),
    # Laravel documentation: Authentication, Database Considerations; Email Verification
    "laravel": Table("laravel", mobile=("phone",), email_verified=("email_verified_at",), closed=("deleted_at",)),
    # Symfony documentation: Security, The User; Password Hashing
    "symfony": Table("symfony", email_verified=("is_verified",), extra={"salt": "salt"}, created_at=_MADE),
    # Devise: README, ActiveRecord; its modules Confirmable and Lockable
    "devise": Table(
        "devise",
        stored=("encrypted_password",),
        mobile=("phone", "phone_number"),
        email_verified=("confirmed_at",),
        closed=("deleted_at",),
        options={"pepper": "pepper"},
    ),
    # ASP.NET Core documentation: Identity model customization; the table AspNetUsers
    "aspnet": Table(
        "aspnet",
        external_id=("Id",),
        username=("UserName",),
        email=("Email",),
        mobile=("PhoneNumber",),
        stored=("PasswordHash",),
        email_verified=("EmailConfirmed",),
        mobile_verified=("PhoneNumberConfirmed",),
        suspended=("LockoutEnd",),
        created_at=("CreatedAt", "Created"),
    ),
    # AdonisJS documentation: Auth, the table users
    "adonis": Table("adonis"),
    "feathers": Table("feathers", external_id=("_id", "id"), created_at=_MADE),
    # passport-local-mongoose: README; exported by mongoexport
    "passport": Table("passport", external_id=("_id", "id"), stored=("stored",), created_at=_MADE, opened=open_salted),
    # better-auth documentation: Database, Core Schema; the tables user and account in one query
    "better-auth": Table(
        "better-auth",
        mobile=("phoneNumber", "phone_number"),
        email_verified=("emailVerified", "email_verified"),
        mobile_verified=("phoneNumberVerified", "phone_number_verified"),
        closed=("banned",),
        created_at=_MADE,
    ),
    # Lucia documentation: the table is that of the application, the hash is by its password library
    "lucia": Table("lucia", stored=("hashed_password", "password_hash", "password"), created_at=_MADE),
    "oslo": Table("oslo", stored=("hashed_password", "password_hash", "password"), created_at=_MADE),
    # KeystoneJS documentation: Authentication; the list User
    "keystone": Table("keystone", created_at=_MADE),
}
