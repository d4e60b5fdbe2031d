"""Personal access tokens: made by a user for a program of theirs, with a scope and an end."""
