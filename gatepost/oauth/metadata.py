"""The metadata of this issuer (RFC 8414). It names only what exists here."""

from typing import NotRequired

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.settings import current_settings

_SECRET = ["client_secret_basic", "client_secret_post"]


class Metadata(TypedDict):
    """There is no ``token_endpoint`` and no ``response_types_supported``: people log in with ``POST /user/login``."""

    issuer: str
    jwks_uri: str
    introspection_endpoint: str
    introspection_endpoint_auth_methods_supported: list[str]
    revocation_endpoint: str
    revocation_endpoint_auth_methods_supported: list[str]
    service_documentation: NotRequired[str]


def describe_issuer() -> Metadata:
    """The addresses of this issuer's endpoints, below its public address."""
    settings = current_settings()
    issuer = settings.issuer
    metadata: Metadata = {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "introspection_endpoint": f"{issuer}/oauth/introspect",
        "introspection_endpoint_auth_methods_supported": _SECRET,
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "revocation_endpoint_auth_methods_supported": [*_SECRET, "none"],
    }
    if settings.docs:
        metadata["service_documentation"] = f"{issuer}/docs"
    return metadata
