"""Changes of mobile numbers and e-mail addresses: planned, verified, cancelled, undone."""
