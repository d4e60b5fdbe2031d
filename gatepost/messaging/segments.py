"""In how many parts an SMS is sent and paid: 160 characters of GSM 03.38 are one, or 70 of UCS-2."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€\f")  # 3GPP TS 23.038 section 6.2.1.1: each takes two places
_GSM, _UCS2 = (160, 153), (70, 67)  # alone, and as one part of several


def segments(text: str) -> int:
    """The number of parts of *text*: two alphabets, and a header in each part if there are several."""
    if set(text) <= _BASIC | _ESCAPED:
        (alone, part), length = _GSM, len(text) + sum(character in _ESCAPED for character in text)
    else:
        (alone, part), length = _UCS2, len(text.encode("utf-16-be")) // 2
    return 1 if length <= alone else -(-length // part)
