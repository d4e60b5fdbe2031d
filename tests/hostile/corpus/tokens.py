"""Tokens as an attacker would make them: each with its name. Most are signed by the service's own key."""

import string
from collections.abc import Callable, Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.tokens.forge import Forger, encoded, opened

_OWN = Ed25519PrivateKey.generate()
_BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
Tokens = Iterator[tuple[str, str]]


def forged(token: str, forge: Forger) -> dict[str, str]:
    """By name: what no endpoint takes in the place of *token*, although it looks like one."""
    head, claims = opened(token)

    def sign(more: dict[str, Any], *, header: dict[str, Any] | None = None, **options: Any) -> str:
        return forge(claims | more, header={"typ": head["typ"]} | (header or {}), **options)

    found: dict[str, str] = {}
    for kind in (_algorithms(claims, head, forge), _headers(sign), _claims(claims, sign), _cut(token), _flipped(token),
                 _parts(token, forge), _large(token, forge)):  # fmt: skip
        for name, value in kind:
            assert name not in found, name
            assert value != token, name
            found[name] = value
    return found


def _algorithms(claims: dict[str, Any], head: dict[str, Any], forge: Forger) -> Tokens:
    typ = {"typ": head["typ"]}
    for alg in ("none", "None", "NONE", "nOnE", "", " none", "none\x00", "eddsa", "EDDSA", "Ed25519", "Ed448", "RS256",
                "PS512", "ES256", "ES256K", "HS256", "dir", "A128GCMKW", "EdDSA ", "HMAC"):  # fmt: skip
        yield f"alg {alg!r}", forge(claims, header=typ | {"alg": alg})
        yield f"alg {alg!r}, unsigned", forge.unsigned(claims, typ | {"alg": alg}) + ".AA"
    for odd in (None, 1, True, [], ["EdDSA"], {}, {"alg": "EdDSA"}, 1.5):
        yield f"alg {odd!r}", forge(claims, header=typ | {"alg": odd})
    public = forge.pair.public
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    raw = public.public_bytes_raw()
    secrets = {"PEM": pem, "PEM, stripped": pem.strip(), "DER": der, "raw": raw, "Base64": encoded(raw).encode(),
               "nothing": b"", "kid": forge.pair.kid.encode(), "gatepost": b"gatepost", "secret": b"secret"}  # fmt: skip
    for alg in ("HS256", "HS384", "HS512", "EdDSA"):
        for name, key in secrets.items():
            unsigned, mac = forge.unsigned(claims, typ | {"alg": alg}), forge.with_mac(claims, name=alg, key=key)
            yield f"{alg} by {name}", f"{unsigned}.{mac.rpartition('.')[2]}"


def _headers(sign: Callable[..., str]) -> Tokens:
    for typ in ("JWT", "jwt", "", "at+JWT", "AT+JWT", "application/at+jwt", "id+jwt", "logout+jwt", "dpop+jwt", None, 1,
                ["at+jwt"], {"at+jwt": 1}, "at+jwt,rt+jwt", "at+jwt\x00"):  # fmt: skip
        yield f"typ {typ!r}", sign({}, header={"typ": typ})
    for kid in ("", "A" * 43, "../../../../dev/null", "/etc/passwd", "' OR '1'='1", "x' UNION SELECT 'a", "%00", "\x00",
                "http://127.0.0.1:9/jwks.json", "ä", "🔑", None, 0, -1, 1.5, True, [], {}, ["x"], "A" * 3_000,
                "gatepost", "{{7*7}}", "${jndi:ldap://127.0.0.1:9/a}", "|id", "$(id)", "\r\nX: y"):  # fmt: skip
        yield f"kid {str(kid)[:40]!r} {type(kid).__name__} of {len(str(kid))}", sign({}, header={"kid": kid})
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encoded(_OWN.public_key().public_bytes_raw())}
    more: dict[str, Any] = {
        "jku": "http://127.0.0.1:9/jwks.json", "jwk": jwk, "x5u": "http://127.0.0.1:9/x.pem", "x5c": ["MIIB"],
        "x5t": "AAAA", "x5t#S256": "AAAA", "cty": "JWT", "b64": False, "zip": "DEF", "enc": "A128GCM", "epk": jwk,
        "p2c": 2_000_000_000, "apu": "AAAA", "nonce": "1", "url": "http://127.0.0.1:9/", "iss": "x", "": "",
        "exp": 9_999_999_999, "ALG": "none", "Alg": "EdDSA", "__proto__": {"alg": "none"},
    }  # fmt: skip
    for name, value in more.items():
        yield f"with {name!r}", sign({}, header={name: value})
        yield f"with {name!r}, by another key", sign({}, header={name: value}, key=_OWN)
    for crit in ([], ["exp"], ["b64"], ["https://example.org/odd"], "exp", None, [1], {}, ["alg"], [""]):
        yield f"crit {crit!r}", sign({}, header={"crit": crit, "https://example.org/odd": True})
    yield "by another key", sign({}, key=_OWN)


def _claims(claims: dict[str, Any], sign: Callable[..., str]) -> Tokens:
    iss, aud, exp = claims["iss"], claims["aud"], claims["exp"]
    odd: dict[str, list[Any]] = {
        "iss": ["", None, 1, [iss], {}, iss[:-1], f"{iss}/", f"{iss}.evil.example", iss.upper(), f" {iss}", f"{iss}\x00",
                "https://evil.example", "null", f"{iss}#", f"{iss}@evil.example"],
        "aud": ["", None, 1, [], [aud], [aud, "x"], ["x", aud], {}, aud[:-1], f"{aud}.evil.example", f"{aud} x", "*",
                f"{aud}x", aud.upper(), "https://evil.example"],
        "exp": [0, 1, -1, None, "", str(exp), float(exp), exp + 0.5, True, [exp], {}, "never", 1 - exp],
        "nbf": [exp + 10**6, None, "", str(exp), 1.5, [], {}, True, 2**80],
        "sub": [None, "", 1, [], {}, [claims["sub"]], "00000000-0000-0000-0000-000000000000", claims["sub"].upper(),
                claims["sub"] + " ", claims["sub"] + "\x00", "' OR 1=1 --", "../admin", "ä" * 36, "x" * 1_000, "%", "root"],
        "sid": [None, "", 1, [], {}, [claims["sid"]], "x", claims["sid"][:-1], claims["sid"] + "x", "\x00", "%",
                "' OR 1=1 --", "x" * 1_000, "ä", claims["sub"]],
        "jti": [None, "", 1, [], {}, "\x00", "ä", " "],
    }  # fmt: skip
    for name, values in odd.items():
        for number, value in enumerate(values):
            yield f"{name} {number}, {str(value)[:40]!r}", sign({name: value})


def _cut(token: str) -> Tokens:
    for part in range(1, 25):
        yield f"{part} of 25 parts", token[: len(token) * part // 25]
    for count in (1, 2, 3, 4, 8, 43, 85):
        yield f"{count} characters less", token[:-count]
        yield f"{count} characters less at the begin", token[count:]


def _flipped(token: str) -> Tokens:
    """The lowest bit of a character that counts: one in eight of the token, and all of its end."""
    places = [*range(0, len(token), 8), *range(len(token) - 8, len(token))]
    for place in sorted(set(places)):
        if token[place] != ".":
            other = _BASE64[_BASE64.index(token[place]) ^ 1]
            yield f"character {place} flipped", f"{token[:place]}{other}{token[place + 1 :]}"
    yield "letters turned", token.swapcase()
    yield "reversed", token[::-1]


def _parts(token: str, forge: Forger) -> Tokens:
    head, body, signature = token.split(".")
    nothing = encoded(b"{}")
    for name, parts in {
        "two": [head, body], "one": [head], "four": [head, body, signature, signature], "five": [head, "", "", body, ""],
        "no head": ["", body, signature], "no claims": [head, "", signature], "no signature": [head, body, ""],
        "swapped": [body, head, signature], "signature first": [signature, head, body], "turned": [head, signature, body],
        "empty head": [nothing, body, signature], "empty claims": [head, nothing, signature], "nothing": ["", "", ""],
        "a zero signature": [head, body, encoded(bytes(64))], "ones": [head, body, encoded(b"\xff" * 64)],
        "a short signature": [head, body, "AA"], "the head as claims": [head, head, signature],
        "a list as head": [encoded(b"[]"), body, signature], "null": [encoded(b"null"), body, signature],
        "text": [encoded(b'"at+jwt"'), body, signature], "UTF-16": [encoded(b"\xff\xfe{\0}\0"), body, signature],
        "no UTF-8": [encoded(b"\xff\xfe\x80"), body, signature], "brackets": [encoded(b"[" * 2_000), body, signature],
        "keys twice": [encoded(b'{"typ":"at+jwt","alg":"none","alg":"EdDSA"}'), body, signature],
        "one letter": [head, "A", signature], "dashes": ["-", "-", "-"], "padded": [head, body, f"{signature}=="],
        "doubled": [token, token],
    }.items():  # fmt: skip
        yield f"parts: {name}", ".".join(parts)
    for name, text in {"list": "[]", "null": "null", "number": "1", "text": '"a"', "cut": '{"sub":', "NaN": '{"exp":NaN}',
                       "nothing": "", "deep": "[" * 2_000, "digits": '{"exp":' + "9" * 2_800 + "}",
                       "infinite": '{"exp":1e999}', "twice": '{"exp":1,"exp":9999999999}', "NUL": "\x00"}.items():  # fmt: skip
        yield f"claims that are: {name}", forge(text)


def _large(token: str, forge: Forger) -> Tokens:
    for size in (4_097, 8_000, 60_000):
        yield f"{size} letters", "a" * size
        yield f"{size} dots", "." * size
        yield f"{size} characters more", token + "A" * size
    yield "large claims", forge({"x": "y" * 3_000})
