"""What ./dev runs inside .venv: the checks, the locks, and the report of coverage."""
