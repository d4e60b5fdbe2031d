"""Write the generated parts of the clients from the OpenAPI document of this checkout.

Python: ``types/``, ``codes.py`` and ``calls/``. TypeScript: ``operations.ts``, and ``schema.ts`` by
openapi-typescript, where ``npm ci`` has installed it in clients/typescript (or in the folder after ``--npm``).

With ``--check`` only name the files that lag behind, compile those of TypeScript, and exit with 1 if one is wrong.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CLIENTS = Path(__file__).parent
sys.path.insert(0, str(CLIENTS.parent))

from clients import python_code, python_types, typescript_code  # noqa: E402  the package beside this folder comes first
from clients.document import client_document  # noqa: E402

PYTHON = CLIENTS / "python/gatepost_client"
TYPESCRIPT = CLIENTS / "typescript"


def files(npm: Path) -> Iterator[tuple[Path, str]]:
    """Each generated file, and what is to be in it."""
    document = client_document()
    schemas = document["components"]["schemas"]
    for name, code in formatted(
        {**python_code.call_modules(document), **python_types.type_modules(schemas, python_code.by_room(document))}
    ).items():
        yield PYTHON / name, code
    yield TYPESCRIPT / "src/operations.ts", typescript_code.operations(document)
    if (npm / "node_modules/openapi-typescript").is_dir():
        yield TYPESCRIPT / "src/schema.ts", schema(document, npm)


def formatted(modules: dict[str, str]) -> dict[str, str]:
    """The modules in the style of this checkout."""
    ruff = [
        str(Path(sys.executable).parent / "ruff"),
        "format",
        "--quiet",
        "--config",
        f"{CLIENTS.parent}/pyproject.toml",
    ]
    with TemporaryDirectory() as folder:
        for name, code in modules.items():
            Path(folder, name).parent.mkdir(exist_ok=True)
            Path(folder, name).write_text(code)
        subprocess.run([*ruff, folder], check=True)
        return {name: Path(folder, name).read_text() for name in modules}


def schema(document: dict[str, Any], npm: Path) -> str:
    """The document as types, by openapi-typescript. A member with a default may be left out of a request."""
    with TemporaryDirectory() as folder:
        source, made = Path(folder, "openapi.json"), Path(folder, "schema.ts")
        source.write_text(json.dumps(document))
        command = ["node", str(npm / "node_modules/openapi-typescript/bin/cli.js"), str(source), "--output", str(made)]
        subprocess.run([*command, "--default-non-nullable=false"], capture_output=True, check=True)
        return made.read_text()


def main(arguments: list[str]) -> int:
    npm = Path(arguments[arguments.index("--npm") + 1]) if "--npm" in arguments else TYPESCRIPT
    lags = False
    for path, text in files(npm):
        if path.exists() and path.read_text() == text:
            continue
        lags = True
        if "--check" in arguments:
            print(f"{path.relative_to(CLIENTS.parent)} lags behind the code: run clients/generate.py")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    if "--check" not in arguments:
        return 0
    return int(lags or not compiles(TYPESCRIPT))


def compiles(package: Path) -> bool:
    """Whether the TypeScript compiler has nothing to say, if it is installed."""
    compiler = package / "node_modules/typescript/bin/tsc"
    return (
        not compiler.exists()
        or subprocess.run(["node", compiler, "--noEmit"], cwd=package, check=False).returncode == 0
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
