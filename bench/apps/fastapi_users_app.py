# mypy: ignore-errors
# Runs in the peers' environment only, which the type checker does not see.
"""FastAPI-Users as its documentation sets it up: SQLite by aiosqlite, a JWT as bearer token, defaults elsewhere."""

import os
import uuid
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

SECRET = os.environ["BENCH_SECRET"]
engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['BENCH_DATABASE']}")
new_session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    """All tables: there is one."""


class User(SQLAlchemyBaseUserTableUUID, Base):
    """The documented columns and no more."""


class UserRead(schemas.BaseUser[uuid.UUID]):
    """A user in answers."""


class UserCreate(schemas.BaseUserCreate):
    """The body of a registration."""


class UserUpdate(schemas.BaseUserUpdate):
    """The body of a change."""


class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    """The documented defaults."""

    reset_password_token_secret = SECRET
    verification_token_secret = SECRET


async def database_session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session


async def user_database(session: Annotated[AsyncSession, Depends(database_session)]):
    yield SQLAlchemyUserDatabase(session, User)


async def user_manager(database: Annotated[SQLAlchemyUserDatabase, Depends(user_database)]):
    yield UserManager(database)


def strategy() -> JWTStrategy:
    return JWTStrategy(secret=SECRET, lifetime_seconds=3600)


bearer = AuthenticationBackend(name="jwt", transport=BearerTransport(tokenUrl="auth/jwt/login"), get_strategy=strategy)
users = FastAPIUsers[User, uuid.UUID](user_manager, [bearer])

app = FastAPI()
app.include_router(users.get_auth_router(bearer), prefix="/auth/jwt")
app.include_router(users.get_register_router(UserRead, UserCreate), prefix="/auth")
app.include_router(users.get_users_router(UserRead, UserUpdate), prefix="/users")
