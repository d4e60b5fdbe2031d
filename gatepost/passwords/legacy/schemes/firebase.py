"""Firebase's scrypt: its key encrypts the project's signer key."""

from base64 import b64decode

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings
from gatepost.passwords.legacy.schemes.kdfs import scrypt, scrypt_cost


def _cost(settings: Settings) -> Cost:
    return scrypt_cost({**settings, "p": 1})


def _compute(password: bytes, settings: Settings, secrets: Secrets) -> bytes:
    """AES-256 in counter mode from zero: the ciphertext of the signer key is the digest."""
    key = scrypt(password, {**settings, "p": 1}, salt=settings["salt"] + settings["separator"], length=32)
    encryptor = Cipher(AES(key), CTR(bytes(16))).encryptor()
    return encryptor.update(b64decode(secrets["signer_key"])) + encryptor.finalize()


_FIELDS = {"n": int, "r": int, "salt": bytes, "separator": bytes}
SCHEMES = {"firebase": Scheme(_FIELDS, _cost, _compute, frozenset({"signer_key"}))}
