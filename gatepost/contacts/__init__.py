"""A user's mobile numbers and e-mail addresses: what counts as the same, whose it is, what is pending. No endpoints."""
