"""GATEPOST_PROVIDERS and GATEPOST_RETURN_URLS: what is understood, and what is refused without its secrets."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from gatepost.environment import load_settings
from gatepost.settings import BadSettings, Settings

TENANT = "8eaef023-2b34-4da1-9baa-8bc8c9d6a490"
OURS = {"client_id": "gatepost", "client_secret": "a very secret secret"}


def pem(key: Any, password: bytes = b"") -> str:
    sealed = BestAvailableEncryption(password) if password else NoEncryption()
    text: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)
    return text.decode()


def public(private: str) -> str:
    key = load_pem_private_key(private.encode(), None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


KEY = pem(ec.generate_private_key(ec.SECP256R1()))
IDS = {"key_id": "ABC123DEFG", "team_id": "DEF123GHIJ"}
APPLE = {"name": "apple", "client_id": "org.example.app.web", "key": KEY, **IDS}


def loaded(tmp_path: Path, providers: Any, **more: str) -> Settings:
    text = providers if isinstance(providers, str) else json.dumps(providers)
    return load_settings({"GATEPOST_INSTANCE": str(tmp_path), "GATEPOST_PROVIDERS": text, **more})


@pytest.mark.parametrize(
    ("given", "issuer"),
    [
        ({"name": "google"}, "https://accounts.google.com"),
        ({"name": "apple"}, "https://appleid.apple.com"),
        ({"name": "gitlab"}, "https://gitlab.com"),
        ({"name": "github"}, "https://github.com"),
        ({"name": "microsoft", "tenant": TENANT}, f"https://login.microsoftonline.com/{TENANT}/v2.0"),
        ({"name": "work", "preset": "google"}, "https://accounts.google.com"),
        ({"name": "ours", "preset": "gitlab", "issuer": "https://git.example"}, "https://git.example"),
        ({"name": "acme", "issuer": "https://id.acme.example/realm"}, "https://id.acme.example/realm"),
        ({"name": "here", "issuer": "http://127.0.0.1:9911", "private": True}, "http://127.0.0.1:9911"),
    ],
)
def test_a_preset_knows_its_issuer(tmp_path: Path, given: dict[str, Any], issuer: str) -> None:
    (provider,) = loaded(tmp_path, [OURS | given]).providers
    assert (provider.issuer, provider.client_secret) == (issuer, "a very secret secret")
    scopes = {"github": "read:user user:email", "apple": "openid email"}
    assert provider.scopes == scopes.get(given["name"], "openid email profile")
    assert provider.response_mode == ("form_post" if given["name"] == "apple" else "query")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "this is not JSON"),
        ("{}", "give a list of providers"),
        ("[7]", "provider 1: write each as"),
        ([OURS | {"name": "acme"}], "issuer"),
        (
            [OURS | {"name": "acme", "issuer": "http://id.acme.example"}],
            "issuer: give an address that begins with https",
        ),
        ([OURS | {"name": "acme", "issuer": "https://id.acme.example?x=y"}], "issuer: no question mark"),
        ([OURS | {"name": "acme", "issuer": "file:///etc"}], "issuer"),
        ([OURS | {"name": "Acme", "issuer": "https://id.acme.example"}], "provider 1: name"),
        ([OURS | {"name": "google", "secret": "x"}], "provider 1: secret: Extra inputs"),
        ([OURS | {"name": "google", "client_secret_file": "/x"}], "are both set"),
        ([OURS | {"name": "google", "scopes": "email"}], "openid has to be among them"),
        ([OURS | {"name": "microsoft"}], "tenant: give the id of your tenant"),
        ([OURS | {"name": "microsoft", "tenant": "common"}], "provider 1: tenant"),
        ([OURS | {"name": "google"}, OURS | {"name": "google"}], "two providers have the same name"),
        ([{"name": "google"}], "provider 1: client_id: Field required"),
        ([OURS | {"name": "google", "client_secret": "a very secret secret\n"}], "provider 1: client_secret"),
        ([OURS | {"name": "google", "response_mode": "fragment"}], "provider 1: response_mode"),
        ([OURS | {"name": "github", "response_mode": "form_post"}], "response_mode: GitHub knows none"),
        ([OURS | {"name": "apple", "key": KEY, **IDS}], "key: it makes the client secret"),
        ([APPLE | {"key_file": "/x"}], "key and key_file are both set"),
        ([APPLE | {"team_id": ""}], "key_file, key_id and team_id: give all of them, or none"),
        ([APPLE | {"key": ""}], "key_file, key_id and team_id: give all of them, or none"),
        ([APPLE | {"key": "a very secret key"}], "key: give a private key of the curve P-256"),
        ([APPLE | {"key": public(KEY)}], "key: give a private key of the curve P-256"),
        ([APPLE | {"key": pem(ec.generate_private_key(ec.SECP256R1()), b"x")}], "key: give a private key"),
        ([APPLE | {"key": pem(ec.generate_private_key(ec.SECP384R1()))}], "key: give a private key of the curve P-256"),
        ([APPLE | {"key": pem(Ed25519PrivateKey.generate())}], "key: give a private key of the curve P-256"),
    ],
)
def test_a_provider_that_is_not_understood_is_refused_without_its_secret(tmp_path: Path, given: Any, said: str) -> None:
    with pytest.raises(BadSettings) as refused:
        loaded(tmp_path, given)
    assert str(refused.value).startswith("GATEPOST_PROVIDERS: ")
    assert said in str(refused.value)
    assert "very secret" not in str(refused.value)


@pytest.mark.asvs("13.3.1")
def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    given = {"name": "google", "client_id": "gatepost", "client_secret_file": str(tmp_path / "secret")}
    (provider,) = loaded(tmp_path, [given]).providers
    assert provider.client_secret == "from a file"
    with pytest.raises(BadSettings, match=r"google: client_secret_file: the file .* cannot be read"):
        loaded(tmp_path, [given | {"client_secret_file": str(tmp_path / "gone")}])


@pytest.mark.asvs("13.3.1")
def test_a_key_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "AuthKey.p8"
    given = {name: value for name, value in APPLE.items() if name != "key"} | {"key_file": str(file)}
    file.write_text(KEY)
    (provider,) = loaded(tmp_path, [given]).providers
    assert provider.key.strip() == KEY.strip()
    assert "PRIVATE" not in repr(provider)
    file.write_text("a very secret key")
    with pytest.raises(BadSettings, match=r"GATEPOST_PROVIDERS: apple: key: give a private key") as refused:
        loaded(tmp_path, [given])
    assert "very secret" not in str(refused.value)


def test_all_of_it_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "providers").write_text(json.dumps([OURS | {"name": "google"}]))
    given = {"GATEPOST_INSTANCE": str(tmp_path), "GATEPOST_PROVIDERS_FILE": str(tmp_path / "providers")}
    assert [provider.name for provider in load_settings(given).providers] == ["google"]


def test_no_secret_is_shown(tmp_path: Path) -> None:
    settings = loaded(tmp_path, [OURS | {"name": "google"}])
    assert "very secret" not in repr(settings)
    assert "very secret" not in repr(settings.providers)


@pytest.mark.parametrize(
    "url",
    ["https://app.example/signed-in", "http://127.0.0.1:3000/", "http://localhost/x?y=z", "org.example.app:/signed-in"],
)
def test_these_return_addresses_are_good(tmp_path: Path, url: str) -> None:
    assert loaded(tmp_path, [], GATEPOST_RETURN_URLS=url).return_urls == (url,)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "app.example/signed-in",
            "//app.example",
            "/signed-in",
            "myapp:/x",
        ),
        *("https://app.example/#x", "https://app.example\\@x", "https://ada:x@app.example/", "https:app.example", "*"),
        *("http://app.example/", "https://app.example/ x", "https://äpp.example/", "https://"),
    ],
)
def test_these_return_addresses_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_RETURN_URLS"):
        loaded(tmp_path, [], GATEPOST_RETURN_URLS=url)
