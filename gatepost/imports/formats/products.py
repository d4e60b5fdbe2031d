"""Products with accounts: content management, forums, clouds, chat and back ends, by the table of users of each."""

import re
from typing import Any

from gatepost.imports.formats.frameworks import open_salted
from gatepost.imports.formats.table import Table

_MADE = ("created_at", "createdAt", "created")
_MATRIX = re.compile("@([^:]+):.+")


def _open_odoo(record: dict[str, Any]) -> dict[str, Any]:
    """A login is an e-mail address, or a name."""
    login = str(record.get("login") or "")
    return {**record, ("email" if "@" in login else "username"): login}


def _open_synapse(record: dict[str, Any]) -> dict[str, Any]:
    """A user of this server is named @ada:example.org."""
    named = _MATRIX.fullmatch(str(record["name"]))
    return {**record, "username": named[1] if named else record["name"]}


def _open_meteor(record: dict[str, Any]) -> dict[str, Any]:
    """The first e-mail address, and the password within services."""
    first = (record.get("emails") or [{}])[0]
    password = ((record.get("services") or {}).get("password") or {}).get("bcrypt")
    return {**record, "email": first.get("address"), "verified": first.get("verified"), "stored": password}


TABLES = {
    # WordPress Developer Resources: wp user list; database description, wp_users
    "wordpress": Table(
        "wordpress",
        external_id=("ID",),
        username=("user_login",),
        email=("user_email",),
        stored=("user_pass",),
        none=r"\*.*",  # of wp_hash_password(), where it takes no such password
        created_at=("user_registered",),
    ),
    # Drupal API: the table users_field_data; of Drupal 7 the table users
    "drupal": Table(
        "drupal",
        external_id=("uid",),
        username=("name",),
        email=("mail",),
        stored=("pass",),
        active=("status",),
        created_at=("created",),
        locale=("preferred_langcode", "language"),
    ),
    # Joomla documentation: the table #__users
    "joomla": Table("joomla", closed=("block",), created_at=("registerDate",)),
    # Discourse: the tables users, user_emails and user_passwords in one query of docs/moving-in.md
    "discourse": Table(
        "discourse",
        stored=("password_hash",),
        email_verified=("active",),
        suspended=("suspended_till",),
        locale=("locale",),
        extra={"salt": "salt", "password_salt": "salt", "password_algorithm": "password_algorithm"},
    ),
    # Nextcloud: the table oc_users, and the address of oc_preferences, in one query of docs/moving-in.md
    "nextcloud": Table("nextcloud", external_id=("uid",), username=("uid",)),
    # Moodle documentation: the table mdl_user; config.php, passwordpeppers
    "moodle": Table(
        "moodle",
        none="not cached|to be generated|restored",  # of users whom another system knows, or who have none yet
        mobile=("phone2", "phone1"),
        email_verified=("confirmed",),
        closed=("suspended", "deleted"),
        created_at=("timecreated",),
        locale=("lang",),
        options={"pepper": "pepper"},
    ),
    # Odoo: the table res_users
    "odoo": Table("odoo", active=("active",), created_at=("create_date",), opened=_open_odoo),
    # Matrix Synapse: the table users; homeserver.yaml, password_config.pepper
    "synapse": Table(
        "synapse",
        external_id=("name",),
        stored=("password_hash",),
        closed=("deactivated",),
        created_at=("creation_ts",),
        options={"pepper": "pepper"},
        opened=_open_synapse,
    ),
    # PocketBase documentation: Collections, auth collection; read from its SQLite file
    "pocketbase": Table("bcrypt", email_verified=("verified",), created_at=_MADE),
    # Ghost: the tables users and members of its schema
    "ghost": Table("ghost", username=("slug",), active=("status",), created_at=_MADE),
    # Directus documentation: System Collections, directus_users
    "directus": Table("directus", active=("status",), created_at=("date_created",), locale=("language",)),
    # Strapi documentation: Users & Permissions, the table up_users
    "strapi": Table("strapi", email_verified=("confirmed",), closed=("blocked",)),
    # Payload documentation: Authentication; the collection users, by mongoexport or from SQL
    "payload": Table("payload", external_id=("_id", "id"), stored=("stored",), created_at=_MADE, opened=open_salted),
    # Meteor documentation: Accounts; the collection users, by mongoexport
    "meteor": Table(
        "meteor",
        external_id=("_id",),
        stored=("stored",),
        email_verified=("verified",),
        created_at=_MADE,
        opened=_open_meteor,
    ),
    # Parse Server: the collection _User, by mongoexport
    "parse": Table(
        "parse",
        external_id=("_id", "objectId"),
        stored=("_hashed_password",),
        email_verified=("emailVerified",),
        created_at=("_created_at", "createdAt"),
    ),
    # n8n: the table user
    "n8n": Table("n8n", closed=("disabled",), created_at=_MADE),
}
