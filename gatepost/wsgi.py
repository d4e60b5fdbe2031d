"""The application for a WSGI server: ``gatepost serve`` uses it, and so does ``gunicorn gatepost.wsgi:app``."""

import sys

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.http.logs import configure_logs
from gatepost.serving.background import Background
from gatepost.serving.observe import begin_to_observe
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings

try:
    _settings = load_settings()
    configure_logs(_settings)
    begin_to_observe(_settings)
    app = create_app(_settings)
    prepare_to_serve(app, database_may_be_away=True)
    background = Background(app)
    background.start_at_first_request()
except BadSettings as _error:
    sys.exit(f"gatepost: {_error}")
