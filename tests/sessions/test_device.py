"""Devices have names that people know again; what a program says of itself decides, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.sessions.device_name import UNKNOWN, device_name

APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
NAMES = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox on Linux",
    "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0": "Firefox on Android",
    f"{WINDOWS} {WEBKIT} Safari/537.36": "Chrome on Windows",
    f"{WINDOWS} {WEBKIT} Safari/537.36 Edg/126.0.0.0": "Edge on Windows",
    f"{WINDOWS} {WEBKIT} Safari/537.36 OPR/111.0.0.0": "Opera on Windows",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Safari/537.36": "Chrome on ChromeOS",
    f"Mozilla/5.0 (Linux; Android 14; SM-S918B) {WEBKIT} Mobile Safari/537.36": "Chrome on Android",
    f"Mozilla/5.0 (Linux; Android 13) {WEBKIT} SamsungBrowser/25.0 Mobile Safari/537.36": "Samsung Internet on Android",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/17.5 Safari/605.1.15": "Safari on macOS",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) {APPLE} Version/17.5 Mobile Safari/604.1": "Safari on iPhone",
    f"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) {APPLE} CriOS/126.0 Mobile Safari/604.1": "Chrome on iPad",
    "Mozilla/5.0 (Windows NT 10.0)": "Windows",
    "Mozilla/5.0": UNKNOWN,
    "curl/8.5.0": "curl 8.5",
    "python-requests/2.31.0": "python-requests 2.31",
    "okhttp/4.12.0": "okhttp 4.12",
    "Werkzeug/3.1.3": "Werkzeug 3.1",
    "Wget/1.21.4 (linux-gnu)": "Wget 1.21",
    "Go-http-client/1.1": "Go-http-client 1.1",
    "OurApp": "OurApp",
    "OurApp/beta": "OurApp",
    "": UNKNOWN,
    "<script>": UNKNOWN,
    "中文": UNKNOWN,
}


@pytest.mark.parametrize(("user_agent", "name"), NAMES.items())
def test_a_device_is_called_so(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


@given(st.sampled_from(["", "Mozilla/", "Opera/"]), st.text(max_size=255))
def test_whatever_is_said_the_name_is_short_and_plain(start: str, text: str) -> None:
    name = device_name(start + text)
    assert 1 <= len(name) <= 60
    assert not set(name) & set("<>&\"'\n\r\0")
