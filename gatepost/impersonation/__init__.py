"""Staff act as a user for a quarter of an hour: they see what the user sees, and change nothing of the account."""
