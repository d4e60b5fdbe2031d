"""Roles: listed, defined, deleted, given and taken."""
