"""Gatepost: user accounts and sign-in as a REST API that your team owns."""

__version__ = "0.1.0"
