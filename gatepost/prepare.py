"""Before serving: have the right tables, or say what to do."""

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from gatepost import migrations
from gatepost.settings import BadSettings, settings


def prepare_database(app: Flask) -> None:
    """Bring the tables up to date where that is wanted; elsewhere refuse to start on old ones. Raises BadSettings."""
    with app.app_context():
        try:
            if migrations.is_current():
                return
            if not settings.upgrade_at_start:
                raise BadSettings("The tables are not up to date. Run: gatepost db upgrade")
            migrations.upgrade()
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
            raise BadSettings(f"SQLALCHEMY_DATABASE_URI: the database cannot be used: {reason}") from None
