"""Most of these tests run on SQLite alone: no database has a say in what is refused before it is asked."""

from tests.web.conftest import door as door
from tests.web.conftest import guest as guest
from tests.web.conftest import make_service as make_service
from tests.web.conftest import service as service
from tests.web.conftest import sqlite_apps as sqlite_apps
from tests.web.conftest import sqlite_database as sqlite_database
