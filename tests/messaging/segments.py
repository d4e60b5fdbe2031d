"""How many SMS a text is sent and paid as: one of 160 characters of GSM 03.38 or 70 of UCS-2, or parts of 153 or 67."""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€")  # 3GPP TS 23.038, section 6.2.1.1: an escape comes before them


def segments(text: str) -> int:
    if set(text) <= BASIC | TWICE:
        length, one, each = len(text) + sum(character in TWICE for character in text), 160, 153
    else:
        length, one, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= one else -(-length // each)


def is_gsm(text: str) -> bool:
    return set(text) <= BASIC | TWICE
