"""Metrics below the service: files, processes, and the catalogue."""
