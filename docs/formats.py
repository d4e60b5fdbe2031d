"""The page docs/password-formats.md: the systems whose password hashes can be imported. ``generate.py`` writes it."""

from collections.abc import Iterator

from docs.lists import table
from gatepost.passwords.legacy.scheme import MIB, SECONDS
from gatepost.passwords.legacy.steps import SECRETS
from gatepost.passwords.legacy.system import System
from gatepost.passwords.legacy.systems import FRIENDLY, SYSTEMS
from gatepost.passwords.legacy.systems.bcrypt import AT_MOST_72, CUT, CUT_IN_C

HEAD = """# Formats of password hashes

[passwords.md](passwords.md#passwords-of-other-systems) says what happens to these hashes. In an import file they are

```json
{"password": {"system": "devise", "stored": "$2a$12$…", "extra": {"pepper": "…"}}}
```

`system` is a name of this page. The short names, such as `django`, are the same in any letter case. The long ones name
the record with which a test verifies the system: `tests/legacy_passwords/` has at least one that the system itself
made, or says why not. `stored` is the text that the system keeps, as it is: for a system that keeps several members,
such as Firebase or Payload, a JSON object of these members. `extra` has what the system keeps beside the hash; Gatepost
ignores other members of it.

"""
NOTES = (
    (
        "on bcrypt",
        (
            "`cut`: of a password over 72 bytes these count, as in the system. `refused`: such a password is wrong, "
            "as in Python's bcrypt 5. If your version cut, import as `bcrypt`"
        ),
    ),
    (
        "`auto`",
        (
            "by the shape of `stored`, where only one reading is possible. Digits alone, DES hashes, `{MD5}`, "
            "`{SHA256}`, `md5$` and `sha1$` (Django's, or Werkzeug's before 2.3) and JSON objects need a name"
        ),
    ),
    ("`clerk`", "also `hasher` in `extra`, `md5` or `sha256`, for digests without a salt"),
    ("`discourse`", "`extra` has `salt`, and `iterations` or `password_algorithm`"),
    (
        "`symfony` with a message digest",
        "`extra` has `salt`, and `algorithm` and `iterations`, where they are not `sha512` and 5000",
    ),
    (
        "`firebase`",
        (
            "`extra` has `memCost`, `rounds`, `saltSeparator` and `signerKey`, or the names of its console "
            "(`mem_cost`, `base64_signer_key` …)"
        ),
    ),
    (
        "`lucia-1`",
        "hashes without `s2:` as Lucia 1 made them; `lucia` reads these as Lucia 3 makes them, which look the same",
    ),
    (
        "`moodle`, `wordpress`, `drupal`, `phpbb`",
        "one table has passwords hashed in two ways: with a pepper and before it, by a form and by a program",
    ),
    ("`supertokens`", "`extra` has `signerKey` for hashes that came from Firebase"),
    ("`founding document`", "`extra` has `SALT_KEY`. Without it, the setting of that name verifies the hash"),
    ("`gatepost`", "a hash that Gatepost itself exported"),
)
CEILINGS = f"""
A hash is refused at the import if a verification would take more than {SECONDS:.0f} seconds or {MIB} MiB, by rates that
are below those of a small server: PBKDF2-SHA256 with up to 2,000,000 iterations, bcrypt with a cost of up to 14, scrypt
with N up to 2^17 at r = 8, Argon2 with up to 256 MiB; half of it where a password is hashed in two ways. The rates are
fixed, because a file must be taken alike on every machine. Of a key of PBKDF2 that is longer than the digest of its
hash function, as Keycloak's are, the first digest is kept and verified: its 1,300,000 iterations of SHA-1 for 64 bytes
count once and not four times. `$y$`, `$gy$`, `$7$` and `$2x$` need the system's libcrypt, which Linux distributions
with glibc have.

"""
STEPS = {
    "nfkc": "NFKC",
    "nfkd": "NFKD",
    "nfc": "NFC",
    "trim": "without outer blanks",
    "slash": "backslashes before quotes, as its forms put them",
    "html": "characters of HTML escaped, as its forms do",
    "md5-hex": "MD5",
    "sha256-hex": "SHA-256",
    "hmac-sha512-base64": "HMAC-SHA-512",
    "pepper": "the pepper behind it",
    "at-most-512": "at most 512 bytes",
    "at-most-4096": "at most 4,096 bytes",
    "js-binary": "low bytes of UTF-16",
}


def formats_page() -> Iterator[str]:
    yield HEAD
    yield from table(("kind of system", "what is particular"), NOTES)
    yield CEILINGS
    names: dict[int, list[str]] = {}
    systems: dict[int, System] = {}
    for name, system in [*FRIENDLY.items(), *SYSTEMS.items()]:
        if name:
            names.setdefault(id(system), []).append(name)
            systems[id(system)] = system
    rows = [(", ".join(f"`{name}`" for name in sorted(theirs)), *_about(systems[key])) for key, theirs in names.items()]
    yield from table(
        ("system", "done to the password first", "bcrypt over 72 bytes", "secret in extra"), sorted(rows, key=_first)
    )


def _first(row: tuple[str, ...]) -> str:
    return row[0].casefold()


def _about(system: System) -> tuple[str, str, str]:
    forms = [", ".join(STEPS[step] for step in form) or "as it was typed" for form in system.forms]
    steps = {step for form in system.forms for step in form if step in SECRETS}
    secrets = [f"`{system.names.get(SECRETS[step], (SECRETS[step],))[0]}`" for step in sorted(steps)]
    optional = [" if there is one" for step in steps if step in system.optional]
    cut = "cut" if CUT in system.readers or CUT_IN_C in system.readers else ""
    return (
        "; or ".join(forms),
        "refused" if AT_MOST_72 in system.readers else cut,
        ", ".join(secrets) + "".join(optional),
    )
