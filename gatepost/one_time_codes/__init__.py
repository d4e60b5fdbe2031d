"""Codes and links by message: requested, sent, and redeemed once."""
