"""The private keys with which client secrets are signed."""


def check_signing_key(pem: str) -> None:
    """Raises ValueError unless *pem* is a private key for ES256. The message does not repeat it."""
    from joserfc.errors import JoseError  # noqa: PLC0415  few installations have such a key
    from joserfc.jwk import ECKey  # noqa: PLC0415

    try:
        key = ECKey.import_key(pem)
        good = key.is_private and key.curve_name == "P-256"
    except (JoseError, ValueError, TypeError, AttributeError):
        good = False
    if not good:
        raise ValueError("key: give a private key of the curve P-256 in PEM, without a password, as Apple's .p8 files")
