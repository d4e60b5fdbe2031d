"""The audit record as users and administrators read it."""
