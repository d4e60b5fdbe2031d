"""A server process: the layers before the application, and background work."""
