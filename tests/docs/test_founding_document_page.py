"""docs/founding-document.md: a database of the original can be taken over as it says."""

import hashlib
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.docs.blocks import files
from tests.support.live import GATEPOST, Live, clean_environment

SALT = "TEST_SALT_KEY"
OLD_TABLE = """
    CREATE TABLE users (
        uuid VARCHAR(255) NOT NULL PRIMARY KEY, username VARCHAR(50) NOT NULL UNIQUE, email VARCHAR(120) UNIQUE,
        mobile VARCHAR(20) NOT NULL UNIQUE, password VARCHAR(255) NOT NULL, gender VARCHAR(10), status BOOLEAN NOT NULL,
        created DATETIME NOT NULL, modified DATETIME NOT NULL
    )
"""
OLD_USERS = [
    ("f99f6337-fde1-4f5c-990f-f3597b56770d", "fatema", "f@example.org", "01712345678", "Female", 1),
    ("f99f6337-fde1-4f5c-990f-f3597b56770e", "two words", None, "01712345679", None, 1),
    ("f99f6337-fde1-4f5c-990f-f3597b56770f", "Fatema", None, "01712345670", None, 1),
    ("f99f6337-fde1-4f5c-990f-f3597b567700", "asleep", None, "01712345671", None, 0),
]


def test_users_of_the_original_keep_their_passwords(tmp_path: Path) -> None:
    database = tmp_path / "gatepost.db"
    password = hashlib.md5(f"password{SALT}".encode()).hexdigest()
    with sqlite3.connect(database) as old:
        old.execute(OLD_TABLE)
        for uuid, username, email, mobile, gender, status in OLD_USERS:
            row = (uuid, username, email, mobile, password, gender, status, "2019-09-01", "2019-09-01")
            old.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    environment = clean_environment(GATEPOST_INSTANCE=str(tmp_path))

    def ask(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    refused = ask(*GATEPOST, "db", "upgrade")
    assert (refused.returncode, "table users already exists" in refused.stderr) == (1, True)

    with sqlite3.connect(database) as old:
        old.execute("ALTER TABLE users RENAME TO old_users")
    assert ask(*GATEPOST, "db", "upgrade").returncode == 0
    (tmp_path / "adopt.py").write_text(files("docs/founding-document.md")["adopt.py"])
    adopted = ask(sys.executable, "adopt.py")
    assert adopted.returncode == 0, adopted.stderr
    assert [line.split(" {")[0].split(" another")[0] for line in adopted.stdout.splitlines()] == [
        "left out: two words",
        "left out: Fatema",
    ]

    with Live(tmp_path, SALT_KEY=SALT) as live, live.client() as client:
        for _ in range(2):
            answer = client.post("/user/login", json={"username": "fatema", "password": "password"})
            assert answer.status_code == 200
        signed = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        known = client.get(f"/user/{OLD_USERS[0][0]}", headers=signed).json()["data"]
        assert (known["email"], known["gender"], known["mobile"]) == ("f@example.org", "Female", "01712345678")
        asleep = client.post("/user/login", json={"username": "asleep", "password": "password"})
        assert asleep.json()["code"] == "account_not_active"
    with sqlite3.connect(database) as now:
        hashes = dict(now.execute("SELECT username, password_hash FROM users").fetchall())
    assert hashes["fatema"].startswith("$argon2id$")
    assert hashes["asleep"] == password
