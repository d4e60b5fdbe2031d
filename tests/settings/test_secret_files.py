"""Every setting that may hold a secret can come from a file, as container platforms and systemd hand them over."""

from pathlib import Path

import httpx
import pytest

from gatepost.environment import load_settings, secret_variables
from gatepost.settings import BadSettings
from tests.support.live import Live

pytestmark = pytest.mark.asvs("13.3.1")

KEY = "a key of one's own, of at least 32 bytes"
GOOD = {
    "GATEPOST_PROVIDERS": '[{"name": "google", "client_id": "gatepost", "client_secret": "a very secret secret"}]',
    "GATEPOST_REDIS_URL": "redis://:hush@127.0.0.1:6379/0",
    "SECRET_KEY": KEY,
    "SALT_KEY": "an old one",
    "SQLALCHEMY_DATABASE_URI": "mysql://ada:hush@127.0.0.1/accounts",
    "GATEPOST_SMTP_URL": "smtp://accounts%40example.org:hush@mail.example.org:587",
    "GATEPOST_SMS_GATEWAY_URL": "https://sms.example.org/hush",
    "GATEPOST_SMS_GATEWAY_SECRET": "a secret that nobody guesses",
    "GATEPOST_TWILIO_AUTH_TOKEN": "hush",
    "GATEPOST_METRICS_TOKEN": "hush-hush-hush-hush-hush-hush-hush",
    "GATEPOST_HOOK_SECRET": "a secret that nobody guesses",
    "GATEPOST_HOOK_URL": "https://hooks.example.org/hush",
    "GATEPOST_LEGACY_LOGIN_SECRET": "a secret that nobody guesses",
    "GATEPOST_LEGACY_LOGIN_URL": "https://old.example.org/hush",
}
BESIDE = {
    "GATEPOST_SMTP_URL": {"GATEPOST_MAIL_FROM": "accounts@example.org"},
    "GATEPOST_HOOK_URL": {"GATEPOST_HOOK_SECRET": "a secret that nobody guesses"},
    "GATEPOST_LEGACY_LOGIN_URL": {"GATEPOST_LEGACY_LOGIN_SECRET": "a secret that nobody guesses"},
    "GATEPOST_SMS_GATEWAY_SECRET": {"GATEPOST_SMS_GATEWAY_URL": "https://sms.example.org"},
    "GATEPOST_TWILIO_AUTH_TOKEN": {"GATEPOST_TWILIO_ACCOUNT_SID": f"AC{'0' * 32}", "GATEPOST_TWILIO_FROM": "Accounts"},
}


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file for a secret, beside an empty working folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "secret"


def test_every_secret_setting_is_tried_here() -> None:
    assert sorted(secret_variables()) == sorted(GOOD)


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_secret_in_a_file_counts_as_if_it_were_in_the_environment(name: str, end: str, file: Path) -> None:
    file.write_bytes((GOOD[name] + end).encode())
    beside = {"SECRET_KEY": KEY} | BESIDE.get(name, {})
    beside.pop(name, None)
    assert load_settings({f"{name}_FILE": str(file), **beside}) == load_settings({name: GOOD[name], **beside})


def test_only_one_line_break_at_the_end_is_no_part_of_a_secret(file: Path) -> None:
    file.write_text(" \thush\n\n")
    assert load_settings({"SALT_KEY_FILE": str(file)}).salt_key == " \thush\n"


def test_the_dot_env_file_may_name_the_file_and_the_environment_wins(file: Path, tmp_path: Path) -> None:
    file.write_text(KEY)
    other = tmp_path / "other"
    other.write_text(KEY[::-1])
    Path(".env").write_text(f"SECRET_KEY_FILE={file}\n")
    assert load_settings({}).secret_key == KEY
    assert load_settings({"SECRET_KEY_FILE": str(other)}).secret_key == KEY[::-1]
    assert load_settings({"SECRET_KEY_FILE": "", "SECRET_KEY": "x"}).secret_key == "x"


def test_a_secret_that_is_set_both_ways_stops_the_start(file: Path) -> None:
    file.write_text(KEY)
    with pytest.raises(BadSettings, match=r"SECRET_KEY and SECRET_KEY_FILE are both set\. Unset one of them"):
        load_settings({"SECRET_KEY": KEY, "SECRET_KEY_FILE": str(file)})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"hush-\xff", "is not text in UTF-8"),
        (b"hush-\0", "is not text in UTF-8"),
        (b"hush-" * 20_000, "is larger than 64 KiB"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_cannot_be_a_secret_stops_the_start_and_is_not_repeated(
    content: bytes | None, reason: str, file: Path
) -> None:
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadSettings) as refusal:
        load_settings({"GATEPOST_TWILIO_AUTH_TOKEN_FILE": str(file)})
    assert str(refusal.value).startswith(f"GATEPOST_TWILIO_AUTH_TOKEN_FILE: the file {file} {reason}")
    assert "hush" not in str(refusal.value)


def test_the_value_of_a_file_is_checked_like_any_other_and_not_repeated(file: Path) -> None:
    file.write_text("hush-hush")
    with pytest.raises(BadSettings, match=r"^GATEPOST_SMTP_URL: ") as refusal:
        load_settings({"GATEPOST_SMTP_URL_FILE": str(file)})
    assert "hush-hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("GATEPOST_SMTP_FILE", "Did you mean GATEPOST_SMTP_URL_FILE?"),
        ("GATEPOST_MODE_FILE", "is not a setting"),
        ("GATEPOST_SECRET_KEY_FILE", "Did you mean SECRET_KEY_FILE?"),
    ],
)
def test_a_file_for_a_setting_that_is_no_secret_stops_the_start(name: str, hint: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings({name: "/run/secrets/x"})
    assert hint in str(refusal.value)


def test_production_serves_with_its_secrets_in_files_and_no_secret_in_its_environment(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    for name, value in (("key", "N0t-in-the-environment-Zq7vX2mLw9Rb4Tg8"), ("database", f"sqlite:///{instance}/a.db")):
        (tmp_path / name).write_text(f"{value}\n")
        (tmp_path / name).chmod(0o400)
    environment = {
        "GATEPOST_MODE": "production",
        "GATEPOST_ACTIVATION": "mobile",
        "GATEPOST_PUBLIC_URL": "http://127.0.0.1:8087",
        "GATEPOST_UPGRADE_AT_START": "on",
        "SECRET_KEY_FILE": str(tmp_path / "key"),
        "SQLALCHEMY_DATABASE_URI_FILE": str(tmp_path / "database"),
    }
    with Live(instance, **environment) as live:
        assert httpx.get(f"{live.url}/readyz", trust_env=False).status_code == 200
        assert "N0t-in-the-environment" not in live.log
    assert (instance / "a.db").exists()
