"""People with roles, made as an operator makes them."""

from collections.abc import Iterable

from flask import Flask

from gatepost.roles.define_role import define_role
from gatepost.roles.set_roles import set_roles
from gatepost.users.models import get_user
from tests.support.people import People, Person


class Staff:
    """Gives people roles, and defines roles, on the command line of the service."""

    def __init__(self, app: Flask) -> None:
        self.app, self.people = app, People(app.test_client())

    def give(self, person: Person, *names: str) -> Person:
        with self.app.app_context():
            set_roles(person.uuid, names)
        return person

    def define(self, name: str, permissions: Iterable[str]) -> str:
        with self.app.app_context():
            define_role(name, description="of a test", permissions=permissions)
        return name

    def with_permissions(self, username: str, *permissions: str) -> Person:
        """A user who is logged in, with a role of their own that has these permissions."""
        return self.give(self.people.join(username), self.define(f"of-{username}", permissions))

    def held(self, person: Person) -> str:
        """The roles that the user's row says."""
        with self.app.app_context():
            return get_user(person.uuid).roles
