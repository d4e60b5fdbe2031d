"""The header Authorization as nobody should write it. ``{0}`` is a token, or a client's id and secret in Base64."""

from base64 import b64encode
from urllib.parse import quote_plus

_SCHEMES = ("Basic", "Digest", "Negotiate", "NTLM", "Token", "JWT", "OAuth", "DPoP", "MAC", "GNAP", "HOBA", "AWS4-HMAC",
            "Bearer:", "Bearer=", "Bearer,", "Bearer;", "Bearers", "Bear", "B e a r e r", "XBearer", "Be\x00arer",
            "Ｂearer", "Вearer", "bearer\xa0", "\xa0Bearer", "\x00Bearer", "Bearer\x00", "Bearer\t", "Bearer\x0b",
            "\ufeffBearer", "\"Bearer\"", "'Bearer'", "(Bearer)", "%42earer", "Authorization: Bearer", "null", "Bearer/1.0",
            "Bearer\r\n", "Bearer\n", "=", ",", ";", ":", "*", "0", "Basic Bearer", "Bearer\u2028")  # fmt: skip
# No token at all, or something beside it.
_AROUND = ("Bearer", "Bearer ", "Bearer    ", "bearer", "BEARER ", "Bearer =", "Bearer ==", "Bearer {0} {0}",
           "Bearer {0},{0}", "Bearer {0}, Bearer {0}", "Bearer {0};", "Bearer {0},", "Bearer ,{0}", "Bearer \t{0}",
           "Bearer {0}\t", "Bearer {0} ", "Bearer {0}\x00", "Bearer \x00{0}", "Bearer {0}\r\nX-Evil: 1", "Bearer {0}\n",
           "Bearer {0}\r\n\r\nGET / HTTP/1.1", 'Bearer "{0}"', "Bearer '{0}'", "Bearer <{0}>", "Bearer [{0}]",
           "Bearer {{{0}}}", "Bearer token={0}", "Bearer token=\"{0}\"", "Bearer realm=\"gatepost\", {0}", "Bearer {0}%00",
           "Bearer {0}%", "Bearer %{0}", "Bearer {0}#", "Bearer {0}?a=1", "Bearer {0}&a=1", "Bearer a={0}",
           "Bearer {0}=a", "Bearer {0}\xe4", "Bearer \xff\xfe", "Bearer \xc3\xa4.\xc3\xb6.\xc3\xbc", "Bearer \xf0\x9f\x94\x91",
           "Bearer {0}\x7f", "Bearer \x1b[31m", "Bearer {0}|id", "Bearer $(id)", "Bearer `id`", "Bearer ' OR '1'='1",
           "Bearer {0}' --", "Bearer ${{jndi:ldap://127.0.0.1:9/a}}", "Bearer {{{{7*7}}}}", "Bearer <script>", "Bearer *",
           "Bearer (null)", "Bearer [object Object]", "Bearer {{\"token\":\"{0}\"}}", "Bearer {0}\u2028",
           "Bearer {0}, Basic YTpi", "Bearer Bearer {0}", "Bearer Basic YTpi", "Bearer @", "Bearer !", "Bearer \\")  # fmt: skip
_JUNK = ("", " ", "\t", "\x00", "{0}", "{0}.", "null", "undefined", "{{}}", "[]", "0", "\xff" * 100, "\r\n", "'", '"', "%",
         "a" * 60_000, " " * 60_000, "=" * 60_000, ", " * 30_000, "Bearer" * 10_000)  # fmt: skip
_NO_TOKENS = ("null", "undefined", "None", "nil", "true", "0", "-", "_", "~", "/", "+", "../..", "a.b.c", "...", "..",
              "x.y", "eyJ.eyJ.x", "deadbeef", "00000000-0000-0000-0000-000000000000", "admin", "test", "a" * 30_000,
              "." * 30_000, "/" * 30_000, "~" * 4_096, "a=", "a==", "a" * 4_000 + "=" * 4_000)  # fmt: skip


def no_token() -> list[str]:
    """Headers without the scheme Bearer: as good as none."""
    return [f"{scheme} {{0}}" for scheme in _SCHEMES] + list(_JUNK)


def misshapen() -> list[str]:
    """Headers with the scheme, and not with one token after it."""
    return list(_AROUND)


def senseless() -> list[str]:
    """Headers with the scheme, and with something that could be a token by its characters."""
    return [f"Bearer {value}" for value in _NO_TOKENS]


def basic(client_id: str, secret: str) -> list[str]:
    """What does not authenticate this client by HTTP Basic."""
    right = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    pairs = [f"{client_id}:", f":{secret}", ":", "::", client_id, f"{client_id}:{secret[:-1]}", f"{right}x", f"x{right}",
             f"{client_id}:{secret}:{secret}", f"{secret}:{client_id}", f"{client_id.upper()}X:{quote_plus(secret)}",
             f"{right}\x00", f"\x00{right}", f"{right}\n", f"{client_id}%00:{quote_plus(secret)}", f"{client_id}:%ff",
             f"%ff:{secret}", f"{client_id}:%", "%:%", "gatepost:x", "' OR 1=1 --:x", "*:*", "a:" + "b" * 50_000,
             "a" * 50_000 + ":b", ":" * 50_000, f"{client_id} :{quote_plus(secret)}", f"{client_id}: {quote_plus(secret)}",
             "ä:ö", "\U0001f511:x", "admin:admin", "null:null", f"{client_id};{secret}", f"{client_id},{secret}"]  # fmt: skip
    encoded = [b64encode(pair.encode()).decode() for pair in pairs]
    good = b64encode(right.encode()).decode()
    spoilt = [good[:-1] + "!", good[1:], good[:-5], f"{good}=", f"={good}", f"{good} {good}", f"{good},{good}", good.swapcase(),
              good.replace("=", "") + "===", f'"{good}"', right, "", "=", "====", "A", "AA", "AAA", "\xff\xfe", "é",
              b64encode(b"\xff\xfe:\x80").decode(), b64encode(right.encode("utf-16")).decode(), f"{good}\x00",
              f"{good[:10]} {good[10:]}", f"{good[:10]}\r\n{good[10:]}", "Basic " + good, "-_-_", "%3D", good * 500]  # fmt: skip
    schemes = ["Basi", "Basic:", "Basic=", "Bearer", "Digest", "Basics", "Basic,", "\x00Basic", "Basic\x00", "Basic\t"]
    return [
        *(f"Basic {value}" for value in [*encoded, *spoilt]),
        *(f"{scheme} {good}" for scheme in schemes),
        "Basic",
        "basic",
        "Basic    ",
        f"Basic{good}",
    ]
