"""A mode is a column of defaults, and nothing else; production refuses what is not safe."""

import re
import secrets
from pathlib import Path
from typing import Any

import pytest

import gatepost
from gatepost.app import create_app
from gatepost.environment import load_settings, variable
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings, Settings
from tests.support.live import Live

LONG = "a key of one's own, of at least 32 bytes"
PRODUCTION = {"GATEPOST_MODE": "production", "SECRET_KEY": LONG}
PUBLISHED = "w&8s%5^5vuhy2-gvkyi=gg4e*tso*51mb$l!=%o(@$a2tmq6o+Flask-RESTful-User-Auth-API"
# The policies of the documented table: in development, in production.
POLICIES: dict[str, tuple[Any, Any]] = {
    "activation": ("mobile", "code"),
    "password_min_length": (8, 15),
    "password_blocklist": (False, True),
    "user_directory": ("everyone", "self"),
    "limits": (False, True),
    "change_proof": (False, True),
    "reauthentication": (False, True),
    "registration_answer": ("public", "public"),
    "phone_region": ("bare", "international"),
    "upgrade_at_start": (True, False),
    "log_format": ("readable", "json"),
    "strict_start": (False, True),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_mode_has_the_documented_defaults() -> None:
    development, production = load_settings({}), load_settings(PRODUCTION)
    for name, (one, other) in POLICIES.items():
        assert (getattr(development, name), getattr(production, name)) == (one, other), name


def test_a_mode_decides_nothing_but_these_policies() -> None:
    development = load_settings({"SECRET_KEY": LONG}).model_dump()
    production = load_settings(PRODUCTION).model_dump()
    differing = {name for name in development if development[name] != production[name]}
    assert differing == {name for name, (one, other) in POLICIES.items() if one != other} | {
        "mode",
        "dev_inbox",
        "webhook_hosts",
    }


@pytest.mark.parametrize("name", POLICIES)
def test_each_policy_can_be_chosen_in_either_mode(name: str) -> None:
    one, other = POLICIES[name]
    for environ, wanted in (({}, other), (PRODUCTION, one)):
        settings = load_settings({**environ, variable(name): str(wanted)})
        assert getattr(settings, name) == wanted


def test_no_other_module_asks_for_the_mode() -> None:
    """Apart from telling people which one it is."""
    package = Path(gatepost.__file__).parent
    asking = {
        f"{path.relative_to(package)}:{number}"
        for path in package.rglob("*.py")
        if path.name != "environment.py" and path.parent.name != "settings"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(
            r"""\bmode\b\s*(==|!=|\bin\b|\bis\b)|==\s*["'](production|development)["']|match .*\.mode\b""", line
        )
    }
    assert asking == set()


@pytest.mark.parametrize("secret", ["", "x" * 31, "ä" * 15])
def test_production_needs_a_secret_of_32_bytes(secret: str) -> None:
    with pytest.raises(BadSettings, match="SECRET_KEY: production needs one of at least 32 bytes"):
        load_settings(PRODUCTION | {"SECRET_KEY": secret})
    enough = "äöüßéèñçÂÊÎÔÛÇØÅ"
    assert load_settings(PRODUCTION | {"SECRET_KEY": enough}).secret_key == enough


@pytest.mark.asvs("11.2.3")
@pytest.mark.parametrize(
    "secret",
    [
        "x" * 48,
        "sesame" * 8,
        "0123456" * 7,
        "open-sesame-2024" * 3,
        "9876543210ZYXWVUTSRQPONMLKJIHGFEDCBA",
    ],
)
def test_production_refuses_a_secret_that_repeats_itself(secret: str) -> None:
    with pytest.raises(BadSettings, match="SECRET_KEY: this one repeats or counts on"):
        load_settings(PRODUCTION | {"SECRET_KEY": secret})


def test_production_makes_no_secret_of_its_own(folder: Path) -> None:
    load_settings({})
    assert (folder / "instance" / "secret_key").exists()
    with pytest.raises(BadSettings, match="SECRET_KEY"):
        load_settings({"GATEPOST_MODE": "production"})


@pytest.mark.asvs("13.2.3")
@pytest.mark.parametrize(
    "secret",
    [
        PUBLISHED,
        "the-48-random-bytes-that-this-command-prints",
        PUBLISHED.removesuffix("Flask-RESTful-User-Auth-API"),
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
        "super-secret-jwt-token-with-at-least-32-characters-long",
        "django-insecure-and-fifty-more-characters-that-somebody-left-in",
        "ChangeMe-please-change-me-please-change",
        "your-256-bit-secret-your-256-bit-secret",
        "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
        "this-is-my-SUPER_SECRET-key-do-not-share-it",
        "dev-password-of-the-compose-file-1234567",
    ],
)
def test_production_refuses_the_secret_that_is_printed_everywhere(secret: str) -> None:
    with pytest.raises(BadSettings, match="SECRET_KEY: this one is printed in public") as refusal:
        load_settings(PRODUCTION | {"SECRET_KEY": secret})
    assert secret not in str(refusal.value)
    assert load_settings({"SECRET_KEY": secret}).secret_key == secret


def test_production_takes_secrets_that_are_made_by_chance() -> None:
    for size in (16, 24, 32, 48, 64):
        for made in (secrets.token_hex(size), secrets.token_urlsafe(max(24, size))):
            assert load_settings(PRODUCTION | {"SECRET_KEY": made}).secret_key == made


@pytest.mark.parametrize("value", ["1", "true", "TRUE", "yes", "on"])
def test_production_refuses_debug(value: str) -> None:
    with pytest.raises(BadSettings, match="DEBUG: not in production"):
        load_settings(PRODUCTION | {"DEBUG": value})
    assert load_settings(PRODUCTION | {"DEBUG": "false"}).debug is False


def test_production_refuses_the_page_that_shows_all_codes() -> None:
    with pytest.raises(BadSettings, match="GATEPOST_DEV_INBOX: not in production"):
        load_settings(PRODUCTION | {"GATEPOST_DEV_INBOX": "on"})
    assert load_settings(PRODUCTION).dev_inbox is False
    assert load_settings({}).dev_inbox is True
    assert load_settings({"GATEPOST_DEV_INBOX": "off"}).dev_inbox is False


@pytest.mark.parametrize("environ", [PRODUCTION, {"GATEPOST_ACTIVATION": "code", "GATEPOST_DEV_INBOX": "off"}])
def test_activation_by_code_refuses_to_start_without_a_sender(environ: dict[str, str]) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_ACTIVATION") as refusal:
        prepare_to_serve(create_app(load_settings(environ)))
    for way_out in ("GATEPOST_SMTP_URL", "GATEPOST_SMS_GATEWAY_URL", "GATEPOST_ACTIVATION=mobile"):
        assert way_out in str(refusal.value)


SENDERS = [
    {"GATEPOST_SMTP_URL": "smtp://accounts%40example.org:x@mail.example.org"},
    {"GATEPOST_SMS_GATEWAY_URL": "https://sms.example.org/"},
    {"GATEPOST_DEV_INBOX": "on"},
]


@pytest.mark.parametrize("sender", SENDERS)
def test_activation_by_code_starts_with_either_sender_or_the_development_inbox(sender: dict[str, str]) -> None:
    chosen = {"GATEPOST_ACTIVATION": "code", "GATEPOST_DEV_INBOX": "off"} | sender
    prepare_to_serve(create_app(load_settings(chosen)))


def test_a_start_warns_of_what_cannot_be_sent() -> None:
    def warned(**chosen: str) -> list[str]:
        return [warning for warning in load_settings(PRODUCTION | chosen).warnings if "no sender" in warning]

    assert ["e-mail" in warning for warning in warned()] == [True, False]
    assert len(warned(**SENDERS[0])) == len(warned(**SENDERS[1])) == 1
    assert warned(**SENDERS[0], **SENDERS[1]) == []


def test_untrusted_words_for_trusted_proxies_stop_the_start() -> None:
    for wrong in ("10.0.0.1/8", "proxy", "10.0.0.0/33", "10.0.0.1;10.0.0.2"):
        with pytest.raises(BadSettings, match="GATEPOST_TRUSTED_PROXIES"):
            create_app(load_settings({"GATEPOST_TRUSTED_PROXIES": wrong}))


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"GATEPOST_MODE": "production"}, "SECRET_KEY"),
        (PRODUCTION, "GATEPOST_ACTIVATION"),
        (PRODUCTION | {"DEBUG": "1"}, "DEBUG"),
        ({"GATEPOST_LIMTS": "on"}, "GATEPOST_LIMITS"),
        ({"GATEPOST_WORKERS": "many"}, "GATEPOST_WORKERS"),
    ],
)
def test_a_refused_start_says_why_in_a_line_or_two(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    with pytest.raises(AssertionError, match="did not start") as refusal:
        Live(tmp_path / "data", **environ).start()
    lines = str(refusal.value).splitlines()[1:]
    assert lines[0].startswith("gatepost: ")
    assert said in lines[0]
    assert len(lines) <= 3
    assert LONG not in str(refusal.value)


def test_production_starts_on_sqlite_and_says_so(tmp_path: Path) -> None:
    chosen = PRODUCTION | {
        "GATEPOST_ACTIVATION": "mobile",
        "GATEPOST_UPGRADE_AT_START": "1",
        "GATEPOST_PUBLIC_URL": "https://accounts.example.org",
    }
    with Live(tmp_path / "data", **chosen) as live:
        assert "warning: SQLALCHEMY_DATABASE_URI is not set" in live.log
        assert "warning: anyone who knows a mobile number" in live.log
    with Live(tmp_path / "other") as live:
        assert "SQLALCHEMY_DATABASE_URI" not in live.log


def test_every_setting_says_why_it_exists() -> None:
    assert all(field.description for field in Settings.model_fields.values())
