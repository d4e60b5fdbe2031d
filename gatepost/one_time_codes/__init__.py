"""Codes and links by message: asking for them, sending them, and taking them back once."""
