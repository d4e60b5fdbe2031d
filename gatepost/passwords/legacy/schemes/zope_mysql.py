"""{MYSQL} of Zope's AuthEncoding: MySQL's hash before 4.1 over characters instead of bytes, without blanks and tabs."""

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings

_LOW = (1 << 31) - 1


def _compute(password: bytes, _: Settings, _secrets: Secrets) -> bytes:
    one, two, sum_ = 1345345333, 0x12345671, 7
    for character in password.decode(errors="replace"):
        if character in " \t":
            continue
        number = ord(character)
        one ^= ((one & 63) + sum_) * number + (one << 8)
        two += (two << 8) ^ one
        sum_ += number
        one, two = one & _WIDE, two & _WIDE
    return f"{one & _LOW:08x}{two & _LOW:08x}".encode()


_WIDE = (1 << 64) - 1  # the low bits depend on low bits only, so that the numbers need not grow
SCHEMES = {"zope-mysql": Scheme({}, lambda _: Cost(0), _compute)}
