"""Put numbered placeholders in the place of random values: the same value gets the same one within a scenario."""

import json
import re
from base64 import urlsafe_b64decode
from typing import Any

_JWT = re.compile(r"eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_KINDS = (
    ("signing secret", re.compile(r"whsec_[A-Za-z0-9+/]{43}=")),
    ("message", re.compile(r"msg_[0-9a-f]{32}(?=\")")),
    ("personal token", re.compile(r"gp_pat_[0-9A-Za-z]{49}")),
    ("hint", re.compile(r'(?<="hint":")[0-9A-Za-z]{4}(?=")|(?<=  …)[0-9A-Za-z]{4}(?=  until )')),
    ("device", re.compile(r"1\.[0-9a-f]{32}(?:\.[0-9a-f]{40}(?:[0-9a-f]{8})?)*\.[0-9a-f]{64}")),
    ("picture", re.compile(r"<svg .*?</svg>")),
    ("app secret", re.compile(r"(?<![A-Z2-7])[A-Z2-7]{32}(?![A-Z2-7])")),
    (
        "recovery code",
        re.compile(r"(?<!\w)(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}(?!\w)|(?<!\w)(?:[a-z2-7]{4}-){5}[a-z2-7]{4}(?!\w)"),
    ),
    ("csrf", re.compile(r'(?<="csrf_token":")[0-9a-f]{64}')),
    ("cursor", re.compile(r"(?<=[?&]cursor=)[A-Za-z0-9_-]+")),
    ("request", re.compile(r'(?<="request_id":")[A-Za-z0-9._-]+')),
    ("modulus", re.compile(r"(?<![\w-])[A-Za-z0-9_-]{342}(?![\w-])")),  # n of an RSA key
    ("handle", re.compile(r"(?<![\w-])[A-Za-z0-9_-]{86}(?![\w-])")),  # of a user of passkeys
    ("challenge", re.compile(r"(?<![\w-])[A-Za-z0-9_-]{96}(?![\w-])")),  # to log in with a passkey
    ("secret", re.compile(r"(?<![\w-])[A-Za-z0-9_-]{43}(?![\w-])")),  # 256 bits: links, secrets, keys and their names
    ("uuid", re.compile(r"(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])")),
    ("id", re.compile(r"(?<![\w-])[0-9a-f]{32}(?![\w-])")),
)
_START = r"(?:(?<!\w)|(?<=\\n))"  # of a word, also after the end of a line within JSON


class Placeholders:
    """The values met so far; ``tokens`` holds the header and the claims of each token that could be read."""

    def __init__(self) -> None:
        self.tokens: dict[str, Any] = {}
        self._numbered: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._learnt: dict[str, str] = {}
        self._known: re.Pattern[str] | None = None
        self._plain: set[str] = set()  # texts without anything random

    def learn(self, kind: str, value: str) -> None:
        """Take *value*, which no pattern tells, for a random one from now on."""
        if value not in self._learnt:
            self._learnt[value] = kind
            known = "|".join(map(re.escape, sorted(self._learnt, key=len, reverse=True)))
            self._known = re.compile(rf"{_START}(?:{known})(?!\w)")
            self._plain.clear()

    def apply(self, text: str) -> str:
        if text in self._plain:
            return text
        replaced = self._replace(text)
        if replaced == text:
            self._plain.add(text)
        return replaced

    def _replace(self, text: str) -> str:
        text = _JWT.sub(lambda match: self._token(match[0]), text)
        if self._known:
            text = self._known.sub(lambda match: self._number(self._learnt[match[0]], match[0]), text)
        for kind, pattern in _KINDS:
            text = pattern.sub(lambda match, kind=kind: self._number(kind, match[0]), text)
        return text

    def _number(self, kind: str, value: str) -> str:
        if (kind, value) not in self._numbered:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._numbered[kind, value] = f"<{kind} {self._counts[kind]}>"
        return self._numbered[kind, value]

    def _token(self, token: str) -> str:
        parts = [_decoded(part) for part in token.split(".")[:2]]
        if None in parts:
            return self._number("unreadable token", token)
        known = ("token", token) in self._numbered
        name = self._number("token", token)
        if not known:
            header, claims = parts
            if isinstance(claims.get("jti"), str):
                self.learn("jti", claims["jti"])
            shown = json.dumps({"header": header, "claims": claims}, ensure_ascii=False)
            self.tokens[name] = json.loads(self.apply(shown))
        return name


def _decoded(part: str) -> Any:
    try:
        return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return None
