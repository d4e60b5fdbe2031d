"""Documents that are not JSON (RFC 8259), or that this service does not take as such: each with its name."""

import gzip
import json
from collections.abc import Iterator

_RIGHT = '{"mobile": "01712345678", "more": [1.5e3, true, null, {"b": "\\u00e9\\n"}]}'
_DEPTH, _LIMIT = 32, 64 * 1024


def malformed() -> dict[str, bytes]:
    """By name: what every endpoint that takes JSON has to refuse as malformed."""
    found: dict[str, bytes] = {}
    for kind in (_cut, _escapes, _controls, _spaces, _literals, _numbers, _signs, _quotes, _comments, _encodings,
                 _bytes, _surrogates, _twice, _deep, _after_the_end, _other_formats, _empty):  # fmt: skip
        for name, document in kind():
            key = f"{kind.__name__[1:]}: {name}"
            assert key not in found
            found[key] = document.encode() if isinstance(document, str) else document
    return found


Documents = Iterator[tuple[str, str | bytes]]


def _cut() -> Documents:
    for length in range(1, len(_RIGHT)):
        yield f"after {length} bytes", _RIGHT[:length]


def _escapes() -> Documents:
    for code in range(0x20, 0x7F):
        if chr(code) not in '"\\/bfnrtu':
            yield f"backslash {chr(code)}", '{"mobile": "0%s1"}' % f"\\{chr(code)}"
    for odd in ("\\u", "\\u1", "\\u12", "\\u123", "\\u12G4", "\\u{41}", "\\u 041", "\\u+041", "\\u-041", "\\u0x41",
                "\\U00000041", "\\u٠٠٤١", "\\u1_23", "\\é", "\\\u2028", "\\\n", "\\\t", "\\\x00"):  # fmt: skip
        yield f"{odd!r}", '{"mobile": "0%s"}' % odd


def _controls() -> Documents:
    for code in range(0x20):
        yield f"{code:#x} in a text", '{"mobile": "0%s1"}' % chr(code)
        yield f"{code:#x} in a name", '{"mob%sile": "01"}' % chr(code)
        if chr(code) not in "\t\n\r":
            yield f"{code:#x} between", '{"mobile":%s"01"}' % chr(code)


def _spaces() -> Documents:
    for space in "\x7f\x85\xa0\u1680\u180e\u2000\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff":
        yield f"U+{ord(space):04x} between", '{"mobile":%s"01"}' % space
        yield f"U+{ord(space):04x} first", f'{space}{{"mobile": "01"}}'
        yield f"U+{ord(space):04x} last", f'{{"mobile": "01"}}{space}'


def _literals() -> Documents:
    for word in ("NaN", "-NaN", "nan", "Infinity", "-Infinity", "+Infinity", "inf", "True", "False", "None", "NULL",
                 "Null", "nul", "nulll", "tru", "truefalse", "true false", "undefined", "yes", "on", "mobile", "nil",
                 "void 0", "$", "@", "~", "new Date()", "b'01'", "u'01'", "01712345678n", "ｔｒｕｅ"):  # fmt: skip
        yield word, f'{{"mobile": {word}}}'
        yield f"{word} alone", word if word != "true false" else "[true false]"


def _numbers() -> Documents:
    for number in ("01", "-01", "00", "+1", "--1", "-", "+", ".5", "-.5", "1.", "1.e1", "1e", "1e+", "1E-", "1e1.5",
                   "1.2.3", "1,5", "0x1F", "0b1", "0o7", "1_000", "1 000", "1'000", "1f", "1L", "1%", "$1", "١٢", "１",
                   "½", "1e١", "−1", "1/2", "2**8", "0-1", "1e5e5", "#1"):  # fmt: skip
        yield number, f'{{"mobile": {number}}}'
    for digits in (4_301, 5_000, 60_000):
        yield f"{digits} digits", '{"mobile": %s}' % ("1" * digits)


def _signs() -> Documents:
    for odd in ('{"a" 1}', '{"a":}', '{"a"}', '{:1}', '{1:1}', '{null:1}', '{"a"::1}', '{"a":1:2}', '{"a":1 "b":2}',
                '{"a":1,,"b":2}', '{,"a":1}', '{"a":1,}', '{,}', '{"a"=1}', '{"a"=>1}', '{"a":1;"b":2}', '{"a",1}',
                '["a":1]', '[1,]', '[,1]', '[,]', '[1,,2]', '[1 2]', '[1;2]', '[', ']', '{', '}', '}{', '][', '[}',
                '{]', '[1}', '{"a":1]', '{"a":[1}', '{"a":{]', '{"a":(1)}', '(1)', '<1>', '{{}}', '{[]:1}', '{{}:1}',
                '{"a":1', '"a":1', 'a:1', '{a:1}', '{"a":1}}', '[1]]', ':', ',', '{"a":"b",:}', '{"a":...}',
                '{...}', '{"a":@}', '{"a":`1`}', '{"a":"b"+"c"}', '{"a":"b" "c"}', '{"a":!0}', '{"a":a.b}'):  # fmt: skip
        yield odd, odd


def _quotes() -> Documents:
    for opens, closes in (("'", "'"), ("`", "`"), ("“", "”"), ("«", "»"), ("＂", "＂"), ('"', "'"), ('"', ""),
                          ("", '"'), ('"""', '"""'), ("'''", "'''"), ('r"', '"'), ('\\"', '\\"'), ("&quot;", "&quot;"),
                          ("%22", "%22"), ("", "")):  # fmt: skip
        yield f"{opens}name{closes}", f'{{{opens}mobile{closes}: "01"}}'
        yield f"{opens}value{closes}", f'{{"mobile": {opens}a{closes}}}'


def _comments() -> Documents:
    for odd in ("// c\n", "/* c */", "# c\n", "<!-- c -->", "-- c\n", "; c\n", "/**/", "/*", "*/", "//", "%c\n", "'c"):
        yield f"{odd!r} first", f'{odd}{{"mobile": "01"}}'
        yield f"{odd!r} between", f'{{"mobile": {odd} "01"}}'
        yield f"{odd!r} last", f'{{"mobile": "01"}}{odd}'


def _encodings() -> Documents:
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "cp037"):
        yield name, _RIGHT.encode(name)
    for name in ("latin-1", "cp1252", "shift-jis", "gb18030", "koi8-r", "big5"):
        text = {"shift-jis": "ﾓ", "gb18030": "你", "koi8-r": "я", "big5": "你"}.get(name, "é")
        yield name, f'{{"mobile": "{text}"}}'.encode(name)
    yield "utf-7", '{"mobile": "é"}'.encode("utf-7").replace(b'"', b"+ACI-")
    yield "gzip", gzip.compress(_RIGHT.encode(), mtime=0)
    yield "mark of UTF-16 alone", b"\xff\xfe"
    yield "mark of UTF-8 alone", b"\xef\xbb\xbf"
    yield "mark twice", b"\xef\xbb\xbf" * 2 + b"{}"
    yield "half UTF-16", b'{"mobile": "' + "01".encode("utf-16-le") + b'"}'


def _bytes() -> Documents:
    for odd in (b"\x80", b"\xbf", b"\xc0\xaf", b"\xc1\xbf", b"\xc3", b"\xc3(", b"\xe0\x80\xaf", b"\xe0\x9f\xbf",
                b"\xe2\x82", b"\xe2(\xa1", b"\xe2\x82(", b"\xed\xa0\x80", b"\xed\xaf\xbf", b"\xed\xb0\x80",
                b"\xed\xbf\xbf", b"\xed\xa0\x80\xed\xb0\x80", b"\xf0\x80\x80\xaf", b"\xf0\x8f\xbf\xbf",
                b"\xf0\x9f\x94", b"\xf0(\x8c\xbc", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xf8\x88\x80\x80\x80",
                b"\xfc\x84\x80\x80\x80\x80", b"\xfe", b"\xff", b"\xff\xff", b"\xc0\x80"):  # fmt: skip
        yield f"{odd.hex()} in a text", b'{"mobile": "0' + odd + b'1"}'
        yield f"{odd.hex()} in a name", b'{"mob' + odd + b'ile": "01"}'
        yield f"{odd.hex()} alone", odd


def _surrogates() -> Documents:
    for odd in (r"\ud800", r"\uD800", r"\udbff", r"\udc00", r"\udfff", r"\ud800\ud800", r"\udc00\ud800", r"\ud800a",
                r"\ud800A", r"\ud83d\u0020", r"a\udc00", r"\ud800\\udc00", r"😀\ud800"):  # fmt: skip
        yield f"{odd} in a text", '{"mobile": "%s"}' % odd
        yield f"{odd} in a name", '{"%s": 1}' % odd
        yield f"{odd} deep inside", '{"mobile": [{"a": ["%s"]}]}' % odd


def _twice() -> Documents:
    yield "a name", '{"mobile": "01", "mobile": "01"}'
    yield "another value", '{"mobile": "01", "mobile": "02"}'
    yield "written differently", r'{"mobile": "01", "\u006dobile": "02"}'
    yield "the empty name", '{"": 1, "": 2}'
    yield "first and last", '{"password": "a", "username": "b", "password": "c"}'
    yield "inside", '{"mobile": {"a": 1, "a": 1}}'
    yield "inside a list", '[{"a": 1, "a": 1}]'
    yield "a thousand times", "{" + ",".join(['"a": 1'] * 1_000) + "}"
    yield "__proto__", '{"__proto__": {}, "__proto__": {}}'
    yield "two documents", '{"mobile": "01"}{"mobile": "01"}'
    yield "two lines", '{"mobile": "01"}\n{"mobile": "01"}'
    yield "a sequence (RFC 7464)", '\x1e{"mobile": "01"}\n'


def _deep() -> Documents:
    for levels in (_DEPTH + 1, 100, 1_000, 10_000, 30_000):
        yield f"{levels} lists", "[" * levels + "]" * levels
        yield f"{levels} lists without an end", "[" * levels
    for levels in (_DEPTH + 1, 100, 1_000, 10_000):
        yield f"{levels} objects", '{"a":' * levels + "1" + "}" * levels
        yield f"{levels} objects without an end", '{"a":' * levels
        yield f"{levels} in a field", '{"mobile":' + "[" * levels + "]" * levels + "}"
    yield "as wide as deep", "[[],[" * 6_000 + "]]" * 6_000
    yield "ends only", "]" * _LIMIT
    yield "quotes only", '"' * (_LIMIT - 1)
    yield "backslashes only", '"' + "\\" * (_LIMIT - 1)


def _after_the_end() -> Documents:
    for odd in ("x", "1", "null", "{}", "[]", '"a"', "}", "]", ",", ";", ":", "\x00", "\x1a", "\x04", "\\n", "EOF",
                ")", "\ufeff", "//", "--", "&a=1", "<br>"):  # fmt: skip
        yield f"{odd!r}", '{"mobile": "01"}' + odd


def _other_formats() -> Documents:
    for name, text in {
        "a form": "mobile=01712345678", "XML": "<?xml version='1.0'?><mobile>01</mobile>", "HTML": "<b>01</b>",
        "an entity": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "YAML": "mobile: '01'",
        "YAML that runs": "!!python/object/apply:os.system ['id']", "TOML": 'mobile = "01"', "CSV": "mobile\n01",
        "JSONP": 'callback({"mobile": "01"})', "a guard": ')]}\'\n{"mobile": "01"}', "a loop": 'for(;;);{"mobile": "01"}',
        "JSON5": "{mobile: '01',}", "a pickle": "cos\nsystem\n(S'id'\ntR.", "PHP": 'a:1:{s:6:"mobile";s:2:"01";}',
        "a template": "{{7*7}}", "an expression": "${7*7}", "a request": "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "multipart": '--x\r\nContent-Disposition: form-data; name="mobile"\r\n\r\n01\r\n--x--\r\n',
        "Base64": "eyJtb2JpbGUiOiAiMDEifQ==", "percent": "%7B%22mobile%22%3A%2201%22%7D", "SQL": "' OR 1=1 --",
    }.items():  # fmt: skip
        yield name, text
    yield "BSON", b"\x16\x00\x00\x00\x02mobile\x00\x03\x00\x00\x0001\x00\x00"
    yield "CBOR", b"\xa1fmobileb01"
    yield "MessagePack", b"\x81\xa6mobile\xa201"
    yield "PNG", b"\x89PNG\r\n\x1a\n" + bytes(16)
    yield "all bytes", bytes(range(256))
    yield "zeros", bytes(1_000)


def _empty() -> Documents:
    for name, text in {"nothing": "", "a space": " ", "a line": "\n", "white space": " \t\r\n" * 1_000}.items():
        yield name, text


def unfitting() -> dict[str, bytes]:
    """By name: JSON that fits no endpoint's body, because it is no object."""
    values = [None, True, False, 0, -1, 1.5, "", "text", [], [[]], [{}], [None], "0" * 1_000, 2**64]
    found = {f"{json.dumps(value)[:20]}": json.dumps(value).encode() for value in values}
    return found | {"1e400": b"1e400", "-1e400": b"-1e400", "-0": b"-0", "1E5": b"1E5", "spaces": b"\r\n\t []\r\n\t "}
