"""What hostile clients send, as data."""
