"""The clients of clients/, against a service that runs."""
