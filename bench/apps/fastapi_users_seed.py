# mypy: ignore-errors
# Runs in the peers' environment only, which the type checker does not see.
"""Make the tables and 10,000 users who share one password; print tokens of the first, as the log-in gives them."""

import asyncio
import json
import sys
import uuid

from fastapi_users.password import PasswordHelper
from fastapi_users_app import Base, User, engine, strategy
from sqlalchemy import insert


async def seed(count: int, tokens: int, password: str) -> list[str]:
    hashed = PasswordHelper().hash(password)
    rows = [
        {
            "id": uuid.uuid4(),
            "email": f"user{place:05}@example.org",
            "hashed_password": hashed,
            "is_active": True,
            "is_superuser": False,
            "is_verified": True,
        }
        for place in range(count)
    ]
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(insert(User), rows)
    await engine.dispose()
    return [await strategy().write_token(User(**row)) for row in rows[:tokens]]


if __name__ == "__main__":
    users, tokens, password = sys.argv[1:]
    print(json.dumps(asyncio.run(seed(int(users), int(tokens), password))))
