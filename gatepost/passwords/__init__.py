"""Choosing, checking, hashing and changing passwords."""
