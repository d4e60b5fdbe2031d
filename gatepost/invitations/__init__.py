"""Invitations: who may, invites by address, and the link in the message registers, once."""
