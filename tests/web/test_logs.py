"""Log lines: what is hidden in them, and that each is one line, whoever wrote it."""

import json
import re
import subprocess
import sys
from time import perf_counter

import pytest

from gatepost.http.redaction import HIDDEN, redact
from tests.support.live import clean_environment

WRITER = """
import logging, sys
import structlog
from gatepost.environment import load_settings
from gatepost.http.logs import configure_logs

configure_logs(load_settings({"GATEPOST_LOG_FORMAT": sys.argv[1], "GATEPOST_LOG_LEVEL": sys.argv[2]}, secret_key="x"))
log, library = structlog.get_logger("ours"), logging.getLogger("library")
log.debug("fine.detail")
log.info("a.thing", value="one\\r\\ntwo\\x1b[2J\\u2028three\\x85four", password="hush", mobile="hush", a_token="hush")
library.warning("a library says\\n%s", "hush@example.org is no secret, but eyJhbGciOiJub25lIn0.e30.hush is")
try:
    raise ValueError("line one\\n2026-01-01 line.two level=info\\x1b[2J for +8801712345678")
except ValueError as error:
    log.error("it.failed", exc_info=error)
    library.error("it failed", exc_info=True)
logging.getLogger("sqlalchemy.engine").info("SELECT hush")
"""


def write(log_format: str, level: str = "info") -> list[str]:
    """The lines that WRITER wrote."""
    ran = subprocess.run(
        [sys.executable, "-c", WRITER, log_format, level],
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert ran.stdout == ""
    assert ran.stderr.endswith("\n")
    return ran.stderr.removesuffix("\n").split("\n")


@pytest.mark.asvs("16.2.2")
@pytest.mark.asvs("16.4.1")
def test_in_json_each_event_is_one_object_on_one_line() -> None:
    events = {event["event"].split("\\n")[0]: event for event in map(json.loads, write("json"))}
    levels = {name: event["level"] for name, event in events.items()}
    assert levels == {"a.thing": "info", "a library says": "warning", "it.failed": "error", "it failed": "error"}
    for event in events.values():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", event["timestamp"])
        assert event["request_id"] == "-"
    assert events["a.thing"]["value"] == r"one\r\ntwo\x1b[2J\u2028three\x85four"
    assert "Traceback" in events["it.failed"]["exception"]
    assert "Traceback" in events["it failed"]["exception"]


@pytest.mark.asvs("16.4.1")
def test_in_readable_form_only_a_traceback_has_more_lines_and_they_are_set_in() -> None:
    lines = write("readable")
    begins = [line for line in lines if not line.startswith("    ")]
    assert len(begins) == 4
    assert all(re.match(r"\d\d:\d\d:\d\d\.\d{3} (info|warning|error) ", line) for line in begins)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "".join(lines))
    assert any("Traceback" in line for line in lines)


@pytest.mark.asvs("16.2.5")
@pytest.mark.parametrize("log_format", ["json", "readable"])
def test_what_is_secret_by_its_name_or_its_looks_is_hidden(log_format: str) -> None:
    text = "\n".join(write(log_format, "debug"))
    assert "fine.detail" in text
    assert "SELECT" not in text
    assert "+8801712345678" not in text
    assert "eyJhbGciOiJub25lIn0" not in text
    assert text.count("hush") == 1  # the e-mail address of another


HIDES = {
    "eyJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl": "",
    "gp_pat_0123456789abcdefghijABCDEFGHIJ0123456789abcABCDEF": "",
    "Bearer abc.def": "",
    "bearer   abc": "",
    "gatepost-session=0123.abc": "",
    "gatepost-forward=0123.abc": "",
    "gatepost-forward-state=abc": "",
    "00112233445566778899aabbccddeeff.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ": "",
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA": "",
    "postgresql://ada:hush@db/x": "postgresql://ada:",
    "+8801712345678": "",
    "01712345678": "",
    "0171 234-5678": "",
    "'01712345678'": "'",
    "mobile:01712345678": "mobile:",
    "(+49 30) 123456": "(",
}
KEEPS = ["2026-11-22T23:59:59.123456Z", "f99f6337-fde1-4f5c-990f-f3597b56770d", "127.0.0.1:8087", "line 12", "12345",
    "/user/refresh-token/", "gatepost 0.1.0", "10.11.12.13", "deadbeef01712345678"]  # fmt: skip


@pytest.mark.asvs("16.2.5")
@pytest.mark.parametrize("secret", HIDES)
def test_a_secret_is_hidden_wherever_it_stands_in_a_line(secret: str) -> None:
    kept = HIDES[secret]
    assert redact(secret).startswith(f"{kept}{HIDDEN}")
    for line in (f"said {secret}", f"said {secret} and more", f"{secret}."):
        hidden = redact(line)
        assert HIDDEN in hidden
        assert secret.removeprefix(kept).strip("'")[:8] not in hidden


@pytest.mark.parametrize("text", KEEPS)
def test_what_only_looks_a_little_like_a_secret_is_kept(text: str) -> None:
    assert redact(text) == text
    assert redact(f"at {text} today") == f"at {text} today"


@pytest.mark.parametrize("text", ["://:", "1 ", "+1-", "eyJ.", "bearer ", "$argon2", "0(", "://a:b"])
def test_no_long_text_takes_long_to_redact(text: str) -> None:
    begin = perf_counter()
    redact(text * (64_000 // len(text)))
    assert perf_counter() - begin < 1
