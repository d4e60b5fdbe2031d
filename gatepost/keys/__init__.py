"""The keys that sign tokens: made, published, rotated and revoked."""
