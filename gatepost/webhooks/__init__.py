"""Webhooks: servers of others that are told what happened, signed as Standard Webhooks defines it."""
