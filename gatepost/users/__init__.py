"""The user table and its finders, and the normal forms of what identifies a user. No endpoints: everyone stands on it."""
