"""A server process: what stands before the application in it, and what it does beside serving."""
