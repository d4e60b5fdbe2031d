"""The private keys with which client secrets are signed."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


def check_signing_key(pem: str) -> None:
    """Raises ValueError unless *pem* is a private key for ES256. The message does not repeat it."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError(  # noqa: TRY004  pydantic takes this one
            "key: give a private key of the curve P-256 in PEM, without a password, as Apple's .p8 files are"
        )
