"""An address as it may be shown to others: enough for its owner to know it again, too little to write to."""


def masked(address: str) -> str:
    """Such as ``a…@example.org`` and ``+880…07``."""
    name, at, domain = address.rpartition("@")
    if at:
        return f"{name[:1]}…@{domain}"
    return f"{address[:4]}…{address[-2:]}" if len(address) > 6 else "…" * bool(address)  # noqa: PLR2004
