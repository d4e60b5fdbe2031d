"""The source uses nothing that runs text as a program, and no cryptography but that of the few modules that wrap it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "gatepost"
# The modules that may import a library that protects something, besides gatepost.verify, which stands alone.
# Those in LEGACY only verify the password hashes of other systems.
LEGACY = "passwords/legacy/"
FIREBASE = f"{LEGACY}schemes/firebase.py"
CRYPTOGRAPHY = {
    "hashlib": {
        *("crypto.py", "keys/pairs.py", "tokens/jwt.py", f"{LEGACY}founding.py", f"{LEGACY}steps.py"),
        *(f"{LEGACY}schemes/{name}.py" for name in ("cram_md5", "digests", "kdfs")),
    },
    "hmac": {
        *("crypto.py", f"{LEGACY}steps.py", f"{LEGACY}verify.py"),
        *(f"{LEGACY}schemes/{name}.py" for name in ("bcrypts", "kdfs")),
    },
    "secrets": {"crypto.py"},
    "cryptography": {"crypto.py", "keys/pairs.py", FIREBASE},
    "argon2": {"passwords/hashing.py", *(f"{LEGACY}{name}.py" for name in ("schemes/argon2s", "verify", "wrapping"))},
    "bcrypt": {f"{LEGACY}schemes/bcrypts.py"},
    "passlib": {f"{LEGACY}schemes/crypts.py"},
    "jwt": {"tokens/jwt.py", "keys/pairs.py"},
}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


@cache
def trees() -> dict[str, ast.Module]:
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text()) for path in PACKAGE.rglob("*.py")}


def imported() -> Iterator[tuple[str, str]]:
    """Each module with each name that it imports, such as ``cryptography.hazmat.primitives.hashes.SHA256``."""
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((module, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((module, f"{node.module}.{alias.name}") for alias in node.names)


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Each module with each call in it, and the name of what is called."""
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield module, ast.unparse(node.func), node


def imports_of(*libraries: str) -> set[tuple[str, str]]:
    return {(module, name) for module, name in imported() if name.split(".")[0] in libraries}


@pytest.mark.asvs("1.2.5")
def test_no_program_of_the_system_is_run() -> None:
    assert imports_of("subprocess", "pty", "commands") == set()
    banned = ("os.system", "os.popen", "os.exec", "os.spawn", "os.posix_spawn")
    assert [(module, name) for module, name, _ in calls() if name.startswith(banned)] == []


@pytest.mark.asvs("1.3.2")
@pytest.mark.asvs("1.3.7")
def test_no_text_is_run_as_code_or_as_a_template() -> None:
    banned = {"eval", "exec", "compile", "__import__", "render_template_string", "flask.render_template_string"}
    assert [(module, name) for module, name, _ in calls() if name in banned] == []


@pytest.mark.asvs("1.5.2")
def test_nothing_is_read_that_can_make_any_object() -> None:
    assert imports_of("pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "xml", "lxml") == set()


@pytest.mark.asvs("1.2.3")
def test_json_is_written_by_a_serialiser_alone() -> None:
    texts = (
        (module, node.value)
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [(module, text) for module, text in texts if text.lstrip().startswith(('{"', '[{"'))] == []


@pytest.mark.asvs("1.3.10")
def test_the_name_of_a_log_line_is_never_made_from_data() -> None:
    lines = [(module, call) for module, name, call in calls() if name in {f"log.{level}" for level in LEVELS}]
    assert len(lines) >= 10
    assert [(module, call.lineno) for module, call in lines if not isinstance(call.args[0], ast.Constant)] == []


@pytest.mark.asvs("6.5.3")
@pytest.mark.asvs("11.5.1")
def test_chance_comes_from_the_system_alone() -> None:
    assert imports_of("random", "numpy") == set()


@pytest.mark.asvs("11.2.1")
@pytest.mark.asvs("11.1.2")
@pytest.mark.parametrize("library", CRYPTOGRAPHY)
def test_only_these_modules_use_cryptography(library: str) -> None:
    users = {module for module, _ in imports_of(library) if not module.startswith("verify/")}
    assert users <= CRYPTOGRAPHY[library]


@pytest.mark.asvs("11.3.1")
def test_the_only_cipher_is_aes_in_galois_counter_mode() -> None:
    ours = ((module, name) for module, name in imports_of("cryptography") if module != FIREBASE)
    used = {name for _, name in ours if ".ciphers" in name or "padding" in name}
    assert used == {"cryptography.hazmat.primitives.ciphers.aead.AESGCM"}


@pytest.mark.asvs("11.4.3")
def test_digests_that_are_too_short_protect_nothing() -> None:
    weak = [module for module, name, _ in calls() if name in {"hashlib.md5", "hashlib.sha1", "md5", "sha1"}]
    assert {module for module in weak if not module.startswith(LEGACY)} <= {"crypto.py", "passwords/breached.py"}
