"""How settings are read: from the environment, else from .env, else the default; and what stops the start."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gatepost.environment import load_settings, variable
from gatepost.settings import BadSettings, Settings

LONG = "a key of one's own, of at least 32 bytes"
SAMPLE = """\
SECRET_KEY="w&8s%5^5vuhy2-gvkyi=gg4e*tso*51mb$l!=%o(@$a2tmq6o+Flask-RESTful-User-Auth-API"
DEBUG=TRUE
SQLALCHEMY_DATABASE_URI="mysql://ada:hush@localhost:3306/accounts"
SQLALCHEMY_TRACK_MODIFICATIONS=FALSE
SALT_KEY="TEST_SALT_KEY"
"""
PLAIN = {
    "SECRET_KEY": ("secret_key", "x", "x"),
    "DEBUG": ("debug", "TRUE", True),
    "SQLALCHEMY_DATABASE_URI": ("sqlalchemy_database_uri", "sqlite:///x.db", "sqlite:///x.db"),
    "SQLALCHEMY_TRACK_MODIFICATIONS": ("sqlalchemy_track_modifications", "true", True),
    "SALT_KEY": ("salt_key", "x", "x"),
    "HOST": ("host", "::1", "::1"),
    "PORT": ("port", "99", 99),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_env(text: str) -> None:
    Path(".env").write_text(text)


@pytest.mark.parametrize("name", PLAIN)
def test_the_documented_names_are_read_without_a_prefix(name: str) -> None:
    setting, given, expected = PLAIN[name]
    assert getattr(load_settings({name: given}), setting) == expected
    assert getattr(load_settings({}), setting) != expected


@pytest.mark.parametrize("name", sorted(PLAIN.keys() - {"PORT"}))
def test_a_documented_name_with_a_prefix_stops_the_start_and_is_put_right(name: str) -> None:
    with pytest.raises(BadSettings, match=rf"GATEPOST_{name} is not a setting of Gatepost. Did you mean {name}\?"):
        load_settings({f"GATEPOST_{name}": "1"})


def test_every_other_setting_is_read_with_the_prefix() -> None:
    others = Settings.model_fields.keys() - {setting for setting, _, _ in PLAIN.values()}
    assert {variable(name) for name in others} == {f"GATEPOST_{name.upper()}" for name in others}
    assert load_settings({"GATEPOST_USER_DIRECTORY": "self"}).user_directory == "self"
    assert load_settings({"USER_DIRECTORY": "self"}).user_directory == "everyone"


def test_the_environment_wins_over_the_file_and_the_file_over_the_default() -> None:
    assert load_settings({}).port == 8087
    write_env("PORT=1\nHOST=127.0.0.2\n")
    assert load_settings({}).port == 1
    settings = load_settings({"PORT": "2"})
    assert (settings.port, settings.host) == (2, "127.0.0.2")
    assert load_settings({"PORT": "2"}, port=3).port == 3


@pytest.mark.parametrize("name", ["PORT", "GATEPOST_MODE", "GATEPOST_ACTIVATION", "GATEPOST_UNKNOWN"])
def test_an_empty_value_is_unset_and_hides_the_file(name: str) -> None:
    value = {"PORT": "99", "GATEPOST_MODE": "production", "GATEPOST_ACTIVATION": "code"}.get(name, "x")
    write_env(f"{name}={value}\nSECRET_KEY={LONG}\n")
    assert load_settings({name: ""}) == load_settings({name: ""}, port=8087)
    settings = load_settings({name: ""})
    assert (settings.port, settings.mode, settings.activation) == (8087, "development", "mobile")


def test_an_empty_value_in_the_file_is_unset() -> None:
    write_env("PORT=\nHOST=\nGATEPOST_MODE=\nGATEPOST_PUBLIC_URL\n")
    settings = load_settings({})
    assert (settings.port, settings.host, settings.mode, settings.public_url) == (
        8087,
        "127.0.0.1",
        "development",
        None,
    )


def test_the_documented_sample_file_works_as_it_stands() -> None:
    write_env(SAMPLE)
    settings = load_settings({})
    assert settings.secret_key.startswith("w&8s%5^5vuhy2-gvkyi=gg4e*tso*51mb$l!=%o(@$a2tmq6o+Flask-RESTful")
    assert settings.debug is True
    assert settings.sqlalchemy_database_uri == "mysql://ada:hush@localhost:3306/accounts"
    assert settings.sqlalchemy_track_modifications is False
    assert settings.salt_key == "TEST_SALT_KEY"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("GATEPOST_USER_DIRECTOY", "Did you mean GATEPOST_USER_DIRECTORY?"),
        ("GATEPOST_LIMIT", "Did you mean GATEPOST_LIMITS?"),
        ("GATEPOST_XYZZY", "docs/settings.md lists them all."),
        ("GATEPOST_", "is not a setting"),
    ],
)
def test_an_unknown_name_stops_the_start_and_says_what_was_meant(name: str, hint: str) -> None:
    for environ, text in (({name: "x"}, ""), ({}, f"{name}=x\n")):
        write_env(text)
        with pytest.raises(BadSettings) as refusal:
            load_settings(environ)
        assert name in str(refusal.value)
        assert hint in str(refusal.value)


@pytest.mark.parametrize(
    "name",
    ["GATEPOST_PORT", "GATEPOST_PORT_8087_TCP", "GATEPOST_PORT_8087_TCP_ADDR", "GATEPOST_SERVICE_HOST",
     "GATEPOST_SERVICE_PORT", "GATEPOST_SERVICE_PORT_HTTP"],
)  # fmt: skip
def test_what_container_platforms_inject_is_ignored(name: str) -> None:
    assert load_settings({name: "tcp://10.0.0.1:8087"}).port == 8087


def test_names_of_other_programs_are_ignored() -> None:
    assert (
        load_settings({"PATH": "/bin", "MODE": "production", "gatepost_mode": "x", "XGATEPOST_MODE": "x"}).port == 8087
    )


BAD = {
    "GATEPOST_MODE": ["staging", "PRODUCTION", "prod"],
    "GATEPOST_ACTIVATION": ["none", "email"],
    "GATEPOST_USER_DIRECTORY": ["nobody"],
    "GATEPOST_PASSWORD_MIN_LENGTH": ["7", "65", "eight", "8.5"],
    "GATEPOST_LIMITS": ["maybe", "2"],
    "GATEPOST_PHONE_REGION": ["bd", "Bangladesh", "+880"],
    "GATEPOST_PUBLIC_URL": ["accounts.example.org", "ftp://x", "https://x?a=b", "https://u:p@x", "https://"],
    "GATEPOST_ACCESS_TOKEN_LIFETIME": ["soon", "-1", "15 minutes", "1w", "1 m", "15"],
    "GATEPOST_LOG_LEVEL": ["trace", "INFO"],
    "GATEPOST_LOG_FORMAT": ["xml"],
    "GATEPOST_ARGON2_MEMORY": ["1", "much"],
    "GATEPOST_WORKERS": ["0", "-1"],
    "DEBUG": ["perhaps"],
    "PORT": ["http", "65536", "-1"],
    "HOST": [],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_stops_the_start_and_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings({name: value})
    assert str(refusal.value).startswith(f"{name}: ")
    assert len(str(refusal.value)) > len(name) + 10


def test_all_bad_values_are_told_at_once_and_none_is_repeated() -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings({"PORT": "hush-hush", "GATEPOST_LIMITS": "hush-hush"})
    assert [line.partition(":")[0] for line in str(refusal.value).splitlines()] == ["GATEPOST_LIMITS", "PORT"]
    assert "hush-hush" not in str(refusal.value)


GOOD: list[tuple[str, str, str, Any]] = [
    ("GATEPOST_LIMITS", "on", "limits", True),
    ("GATEPOST_LIMITS", "off", "limits", False),
    ("GATEPOST_DOCS", "OFF", "docs", False),
    ("DEBUG", "1", "debug", True),
    ("GATEPOST_REFRESH_GRACE", "0", "refresh_grace", timedelta(0)),
    ("GATEPOST_RECENT", "90s", "recent", timedelta(seconds=90)),
    ("GATEPOST_RECENT", "15m", "recent", timedelta(minutes=15)),
    ("GATEPOST_RECENT", "12h", "recent", timedelta(hours=12)),
    ("GATEPOST_RECENT", "30d", "recent", timedelta(days=30)),
    ("GATEPOST_TRUSTED_PROXIES", "10.0.0.1, 172.16.0.0/12,", "trusted_proxies", ("10.0.0.1", "172.16.0.0/12")),
    ("GATEPOST_PUBLIC_URL", "https://accounts.example.org/", "public_url", "https://accounts.example.org"),
    ("GATEPOST_PHONE_REGION", "BD", "phone_region", "BD"),
]


@pytest.mark.parametrize(("name", "value", "setting", "expected"), GOOD)
def test_a_good_value_is_understood(name: str, value: str, setting: str, expected: Any) -> None:
    assert getattr(load_settings({name: value}), setting) == expected


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"SECRET_KEY=\xe4\n"])
def test_a_file_that_is_no_text_stops_the_start_in_words(content: bytes) -> None:
    Path(".env").write_bytes(content)
    with pytest.raises(BadSettings, match=r"\.env"):
        load_settings({})


def test_the_data_folder_is_found_from_any_working_folder(folder: Path) -> None:
    assert load_settings({}).instance == folder / "instance"
    assert load_settings({"GATEPOST_INSTANCE": "~/data"}).instance == Path.home() / "data"


def test_the_issuer_is_the_public_address_or_the_bound_one() -> None:
    assert load_settings({"GATEPOST_PUBLIC_URL": "https://a.example"}).issuer == "https://a.example"
    assert load_settings({"HOST": "::1", "PORT": "99"}).issuer == "http://[::1]:99"
    assert load_settings({"GATEPOST_AUDIENCE": "shop"}).token_audience == "shop"
    assert load_settings({}).token_audience == load_settings({}).issuer == "http://127.0.0.1:8087"


def test_a_time_without_a_unit_is_refused_with_the_units_to_choose_from() -> None:
    with pytest.raises(BadSettings, match="GATEPOST_SESSION_IDLE: give a unit too, such as 90s, 15m, 12h or 30d"):
        load_settings({"GATEPOST_SESSION_IDLE": "14"})
