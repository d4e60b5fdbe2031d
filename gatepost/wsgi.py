"""The application for a WSGI server: ``granian gatepost.wsgi:app``, ``gunicorn gatepost.wsgi:app``."""

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.web.logs import configure_logs

_settings = load_settings()
configure_logs(_settings)
app = create_app(_settings)
