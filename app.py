"""The founding document's entry point: ``flask run``, ``flask db upgrade`` and ``python app.py``."""

from gatepost.flask_command import application, run

app = application()

if __name__ == "__main__":
    run(app)
